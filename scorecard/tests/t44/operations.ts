/** Random operations on the real system, each with what the model expects of it. */
import type { ReadyDispatch } from '../../../server/src/delivery/contract.ts';
import { classicWorkflows } from '../../../server/src/verification/workflows.ts';
import { receipt, recover } from './message-operations.ts';
import {
  type Address,
  begin,
  type CheckKind,
  cancel,
  check,
  deadlines,
  expectAdvance,
  expectStart,
  expectTrigger,
  expire,
  mustRenew,
  type Plan,
  takeStep,
  type Verification,
} from './model.ts';
import {
  anyNode,
  clearOfDeadlines,
  expectSame,
  type Fate,
  type Fleet,
  idle,
  jump,
  now,
  type World,
} from './world.ts';

type Operation = (fleet: Fleet, world: World) => Promise<void>;

/** Weight, name, operation. */
const operations: readonly (readonly [number, string, Operation])[] = [
  [16, 'start', start],
  [4, 'two starts at once', startTwice],
  [22, 'check', checkOne],
  [6, 'burst of wrong codes', burstWrong],
  [4, 'burst of right codes', burstRight],
  [7, 'cancel', cancelOne],
  [10, 'next step', triggerOne],
  [5, 'two next steps at once', triggerTwice],
  [12, 'look at the clock', advanceAll],
  [14, 'clock jump', jumpClock],
  [6, 'leases run out', recover],
  [14, 'receipt', receipt],
];

function pickOperation(world: World): (typeof operations)[number] {
  const total = operations.reduce((sum, [weight]) => sum + weight, 0);
  let place = world.chance.below(total);
  for (const operation of operations) {
    place -= operation[0];
    if (place < 0) return operation;
  }
  return operations[0] as (typeof operations)[number];
}

interface Target {
  readonly address: Address;
  readonly number: string;
}

function anyAddress(world: World): Target {
  const index = world.chance.below(world.addresses.length);
  return { address: world.addresses[index] as Address, number: world.numbers[index] as string };
}

/** Mostly the live one, sometimes one that is over, sometimes another address's. */
function anyVerification(
  world: World,
): { address: Address; verification: Verification } | undefined {
  const { address } = anyAddress(world);
  const all = [...world.verifications.values()];
  const verification =
    address.live && world.chance.below(5) > 0 ? address.live : world.chance.pick(all);
  if (!verification) return undefined;
  const owner = world.addresses.find(({ live }) => live === verification) ?? address;
  return { address: owner, verification };
}

function anyPlan(world: World): Plan {
  const { chance } = world;
  const codeLifeSeconds = chance.pick([60, 120, 300, 600, 3_600]);
  const steps = classicWorkflows[1 + chance.below(7)] ?? [];
  const wait = chance.below(3) === 0 ? chance.pick([60, 90, 900]) : undefined;
  return {
    workflow: steps.map((step) => ({ ...step, waitSeconds: wait ?? step.waitSeconds })),
    codeLifeSeconds,
    checksMax: chance.pick([3, 3, 5]),
    ownCode: chance.below(4) === 0 ? String(1_000 + chance.below(9_000)) : undefined,
  };
}

function requestFor(world: World, number: string, plan: Plan) {
  return {
    application: world.application,
    dialect: 'scorecard',
    lane: 0 as const,
    to: number,
    brand: 'Acme',
    workflow: plan.workflow,
    codeLength: 6,
    ...(plan.ownCode !== undefined && { code: plan.ownCode }),
    codeLifeSeconds: plan.codeLifeSeconds,
    checksMax: plan.checksMax,
  };
}

function anyFate(world: World): Fate {
  return world.chance.pick(['sent', 'sent', 'sent', 'sent', 'lost-before', 'lost-after']);
}

async function start(fleet: Fleet, world: World): Promise<void> {
  const { address, number } = anyAddress(world);
  const plan = anyPlan(world);
  const expected = expectStart(address, now(world));
  world.fate = anyFate(world);
  const outcome = await anyNode(fleet, world).start(requestFor(world, number, plan));
  expectSame(world, 'start', outcome.kind, expected);
  if (outcome.kind === 'concurrent') {
    expectSame(world, 'the live request', outcome.verificationId, address.live?.id);
  }
  if (outcome.kind === 'started') await noteStart(fleet, world, address, outcome, plan);
}

async function noteStart(
  fleet: Fleet,
  world: World,
  address: Address,
  started: { verificationId: string; dispatchId: string },
  plan: Plan,
): Promise<void> {
  const dispatch = world.handedOver.find(({ id }) => id === started.dispatchId);
  if (!dispatch) {
    world.faults.push('a start was not handed over');
    return;
  }
  const code = codeIn(dispatch);
  const verification = begin(address, { id: started.verificationId, code, plan }, now(world));
  world.verifications.set(verification.id, verification);
  await noteDispatch(fleet, world, verification, dispatch);
}

function codeIn({ content }: ReadyDispatch): string {
  return content.kind === 'code' ? content.message.code : '';
}

/** What became of a dispatch, by the fate of this operation. */
async function noteDispatch(
  fleet: Fleet,
  world: World,
  verification: Verification,
  dispatch: ReadyDispatch,
): Promise<void> {
  const { fate } = world;
  await idle(fleet);
  world.messages.set(dispatch.id, {
    dispatchId: dispatch.id,
    verification,
    codeNumber: verification.codeNumber,
    state: fate === 'sent' ? 'sent' : 'due',
    submissions: fate === 'lost-before' ? 0 : 1,
    crashes: fate === 'sent' ? 0 : 1,
    parked: [],
  });
  if (codeIn(dispatch) !== verification.code) world.faults.push('another code was handed over');
}

/** Two callers on two nodes meet on one address: one starts, the other is told of it. */
async function startTwice(fleet: Fleet, world: World): Promise<void> {
  const { address, number } = anyAddress(world);
  const plan = anyPlan(world);
  const expected = expectStart(address, now(world));
  world.fate = 'sent';
  const outcomes = await Promise.all(
    fleet.nodes.map((node) => node.start(requestFor(world, number, plan))),
  );
  const started = outcomes.filter(({ kind }) => kind === 'started');
  expectSame(world, 'starts at once that began', started.length, expected === 'started' ? 1 : 0);
  const [first] = started;
  if (first?.kind === 'started') await noteStart(fleet, world, address, first, plan);
}

function wrongCode(code: string): string {
  return code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`;
}

async function checkOne(fleet: Fleet, world: World): Promise<void> {
  const picked = anyVerification(world);
  if (!picked) return;
  const { address, verification } = picked;
  const isRight = !world.isHostile && world.chance.below(4) === 0;
  // Another request's code is as wrong as any.
  const other = world.chance.pick([...world.verifications.values()]).code;
  const foreign = other === verification.code ? wrongCode(other) : other;
  const code = isRight
    ? verification.code
    : world.chance.pick([wrongCode(verification.code), foreign]);
  const { id } = verification;
  const expected = check(address, id, code, now(world));
  world.comparisonsExpected += Number(expected.isCompared);
  const outcome = await anyNode(fleet, world).check({
    application: world.application,
    verificationId: id,
    code,
  });
  expectSame(
    world,
    `check with a ${isRight ? 'right' : 'wrong'} code`,
    outcome.kind,
    expected.kind,
  );
}

/** Whoever comes first, together they get what one after the other would have got. */
async function burst(fleet: Fleet, world: World, isRight: boolean): Promise<void> {
  const picked = anyVerification(world);
  if (!picked) return;
  const { address, verification } = picked;
  const { id } = verification;
  const code = isRight ? verification.code : wrongCode(verification.code);
  const many = 2 + world.chance.below(12);
  const expected: CheckKind[] = [];
  for (let place = 0; place < many; place += 1) {
    const one = check(address, id, code, now(world));
    world.comparisonsExpected += Number(one.isCompared);
    expected.push(one.kind);
  }
  const outcomes = await Promise.all(
    Array.from({ length: many }, (_none, index) =>
      (fleet.nodes[index % fleet.nodes.length] as Fleet['nodes'][number]).check({
        application: world.application,
        verificationId: id,
        code,
      }),
    ),
  );
  const actual = outcomes.map(({ kind }) => kind);
  expectSame(world, `burst of ${many}`, actual.sort().join(), expected.sort().join());
  if (isRight) forgiveSpares(world, verification);
}

/**
 * Codes that came in one batch with the winner may have been compared as well, within the limit;
 * their callers learn nothing of it.
 */
function forgiveSpares(world: World, { plan, wrong }: Verification): void {
  const spares = world.comparisons - world.comparisonsExpected;
  if (spares > 0 && spares < plan.checksMax - wrong) world.comparisonsExpected += spares;
}

function burstWrong(fleet: Fleet, world: World): Promise<void> {
  return burst(fleet, world, false);
}

function burstRight(fleet: Fleet, world: World): Promise<void> {
  return burst(fleet, world, !world.isHostile);
}

async function cancelOne(fleet: Fleet, world: World): Promise<void> {
  const picked = anyVerification(world);
  if (!picked) return;
  const { address, verification } = picked;
  // Over but not yet swept up: "cancelled" is no lie then, so both answers are right.
  const isOver = address.live === verification && now(world) >= verification.endsAt;
  if (isOver) return;
  const expected = cancel(address, verification.id, now(world));
  const outcome = await anyNode(fleet, world).cancel({
    application: world.application,
    verificationId: verification.id,
    ageSecondsMin: 30,
    isAfterSecondStepAllowed: false,
  });
  expectSame(world, 'cancel', outcome.kind, expected);
}

async function triggerOne(fleet: Fleet, world: World): Promise<void> {
  const picked = anyVerification(world);
  if (!picked) return;
  const { address, verification } = picked;
  const expected = expectTrigger(address, verification.id, now(world));
  world.fate = anyFate(world);
  const outcome = await anyNode(fleet, world).trigger({
    applicationId: world.application.id,
    verificationId: verification.id,
  });
  expectSame(world, 'next step', outcome.kind, expected);
  if (outcome.kind === 'triggered') await noteStep(fleet, world, verification);
}

/** Two callers ask at once: each gets a step, as if one had come after the other. */
async function triggerTwice(fleet: Fleet, world: World): Promise<void> {
  const picked = anyVerification(world);
  if (!picked) return;
  const { address, verification } = picked;
  const { id } = verification;
  world.fate = 'sent';
  const request = { applicationId: world.application.id, verificationId: id };
  const outcomes = await Promise.all(fleet.nodes.map((node) => node.trigger(request)));
  const expected: string[] = [];
  for (const _node of fleet.nodes) {
    const kind = expectTrigger(address, id, now(world));
    expected.push(kind);
    if (kind === 'triggered') await noteStep(fleet, world, verification);
  }
  const actual = outcomes.map(({ kind }) => kind);
  expectSame(world, 'two next steps', actual.sort().join(), expected.sort().join());
}

/** The dispatch of the next step, taken by the model as well. */
async function noteStep(fleet: Fleet, world: World, verification: Verification): Promise<void> {
  const step = verification.step + 1;
  const own = world.handedOver.filter(({ verificationId }) => verificationId === verification.id);
  const [dispatch, ...more] = own.filter((one) => one.step === step);
  if (!dispatch || more.length > 0) {
    world.faults.push(`${more.length + (dispatch ? 1 : 0)} hand-overs of one step`);
    return;
  }
  const renews = mustRenew(verification, now(world));
  if (!renews && codeIn(dispatch) !== verification.code)
    world.faults.push('a resend changed the code');
  takeStep(verification, codeIn(dispatch), now(world));
  await noteDispatch(fleet, world, verification, dispatch);
}

/** Both nodes look at the same time; each due step is taken once. */
async function advanceAll(fleet: Fleet, world: World): Promise<void> {
  world.fate = anyFate(world);
  const due = world.addresses.map((address) => ({
    address,
    live: address.live,
    expected: expectAdvance(address, now(world)),
  }));
  await Promise.all(fleet.nodes.map((node) => node.advance(50)));
  for (const { address, live, expected } of due) {
    if (expected === 'expire') expire(address);
    if (expected === 'step' && live) await noteStep(fleet, world, live);
  }
  const steps = due.filter(({ expected }) => expected === 'step').length;
  expectSame(world, 'steps taken by a look', world.handedOver.length, steps);
}

async function jumpClock(fleet: Fleet, world: World): Promise<void> {
  const { chance } = world;
  const moments = world.addresses.flatMap(deadlines).filter((moment) => moment > now(world));
  const isAimed = moments.length > 0 && chance.below(3) === 0;
  // Aimed: to just before or just after something happens.
  const aimed = isAimed ? chance.pick(moments) - now(world) + chance.pick([-2, 2]) : 0;
  const blind = chance.pick([1, 5, 30, 61, 120, 180, 300, 901, 1_800, 3_600]);
  await jump(fleet, world, isAimed ? Math.max(1, Math.round(aimed)) : blind);
}

/** One operation; answers its name, for the trace. */
export async function operate(fleet: Fleet, world: World): Promise<string> {
  await clearOfDeadlines(fleet, world);
  world.handedOver.length = 0;
  const [, name, run] = pickOperation(world);
  await run(fleet, world);
  await idle(fleet);
  return name;
}
