/** Compares the rows of a seed with its model, and holds the invariants of the scorecard. */
import type { Fleet, World } from './world.ts';
import { now } from './world.ts';

const toleranceSeconds = 1.2;

interface LiveRow {
  readonly to: string;
  readonly verification_id: string | null;
  readonly ends_in: number | null;
  readonly code_expires_in: number | null;
  readonly next_step_in: number | null;
  readonly step: number | null;
  readonly code_number: number | null;
  readonly wrong_checks: number;
  readonly consecutive_wrong: number;
  readonly lock_count: number;
  readonly locked_in: number;
  readonly has_code: boolean;
}

export async function compare(fleet: Fleet, world: World): Promise<void> {
  await compareAddresses(fleet, world);
  await compareVerifications(fleet, world);
  await compareMessages(fleet, world);
  await compareMoney(fleet, world);
  if (world.comparisons !== world.comparisonsExpected) {
    world.faults.push(`${world.comparisons} comparisons, model: ${world.comparisonsExpected}`);
  }
}

function fault(world: World, what: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) world.faults.push(`${what}: ${left}, model: ${right}`);
}

function near(
  world: World,
  what: string,
  actual: number | null,
  expected: number | undefined,
): void {
  const isNear =
    expected === undefined
      ? actual === null
      : actual !== null && Math.abs(actual - (expected - now(world))) < toleranceSeconds;
  if (!isNear) {
    const model = expected === undefined ? 'never' : (expected - now(world)).toFixed(1);
    world.faults.push(`${what}: in ${actual} s, model: ${model}`);
  }
}

async function compareAddresses(fleet: Fleet, world: World): Promise<void> {
  const { db, keyRing } = fleet.scratch;
  for (const [index, address] of world.addresses.entries()) {
    const mac = keyRing.mac('address', world.numbers[index] as string);
    const { rows } = await db.query<LiveRow>(
      `select verification_id, step, code_number, wrong_checks, consecutive_wrong, lock_count,
         extract(epoch from ends_at - now())::float8 as ends_in,
         extract(epoch from code_expires_at - now())::float8 as code_expires_in,
         extract(epoch from next_step_at - now())::float8 as next_step_in,
         coalesce(extract(epoch from locked_until - now()), -1)::float8 as locked_in,
         code_mac is not null or code_sealed is not null as has_code
       from live_addresses where application_id = $1 and address_mac = $2 and lane = 0`,
      [world.application.id, mac],
    );
    const [row] = rows;
    const { live } = address;
    fault(world, 'live verification', row?.verification_id ?? null, live?.id ?? null);
    fault(world, 'wrong codes in a row', row?.consecutive_wrong ?? 0, address.consecutiveWrong);
    fault(world, 'locks in a row', row?.lock_count ?? 0, address.lockCount);
    if (address.lockedUntil > now(world)) {
      near(world, 'lock', row?.locked_in ?? null, address.lockedUntil);
    }
    if (!row) continue;
    fault(world, 'a code is kept', row.has_code, live !== undefined);
    if (!live) continue;
    fault(world, 'step', row.step, live.step);
    fault(world, 'code number', row.code_number, live.codeNumber);
    fault(world, 'wrong codes', row.wrong_checks, live.wrong);
    near(world, 'end', row.ends_in, live.endsAt);
    near(world, 'end of the code', row.code_expires_in, live.codeExpiresAt);
    near(world, 'next step', row.next_step_in, live.nextStepAt);
  }
}

/** Final states are final, and each is told by exactly one event. */
async function compareVerifications(fleet: Fleet, world: World): Promise<void> {
  const { rows } = await fleet.scratch.db.query<{ id: string; status: string; ends: string[] }>(
    `select v.id, v.status, coalesce((select array_agg(e.kind) from verification_events e
       where e.verification_id = v.id and e.kind in ('verification.verified',
         'verification.failed', 'verification.expired', 'verification.cancelled')), '{}') as ends
     from verifications v where v.application_id = $1`,
    [world.application.id],
  );
  fault(world, 'verifications', rows.length, world.verifications.size);
  for (const { id, status, ends } of rows) {
    const model = world.verifications.get(id);
    fault(world, 'state', status, model?.status);
    const expected = status === 'in_progress' ? [] : [`verification.${status}`];
    fault(world, 'final events', ends, expected);
  }
}

async function compareMessages(fleet: Fleet, world: World): Promise<void> {
  const { rows } = await fleet.scratch.db.query<{ id: string; state: string; finals: number }>(
    `select d.id, d.state, (select count(*)::int from verification_events e
       where e.verification_id = d.verification_id and e.data ->> 'dispatchId' = d.id::text
         and e.kind in ('message.delivered', 'message.failed', 'message.expired',
           'message.rejected')) as finals
     from dispatches d where d.application_id = $1`,
    [world.application.id],
  );
  fault(world, 'messages', rows.length, world.messages.size);
  for (const { id, state, finals } of rows) {
    const model = world.messages.get(id);
    fault(world, 'state of a message', state, model?.state);
    const isFinal = state === 'delivered' || state === 'failed';
    fault(world, 'final receipts of a message', finals, isFinal ? 1 : 0);
    if (model && model.submissions > model.crashes + 1) {
      world.faults.push(`a message was submitted ${model.submissions} times`);
    }
  }
}

/** What was spent is what was sent and verified, and the ledger says the same as the balance. */
async function compareMoney(fleet: Fleet, world: World): Promise<void> {
  const { id, balance, settings } = world.application;
  const { rows } = await fleet.scratch.db.query<{ spent: string; booked: string; sent: string }>(
    `select ($2::numeric - amount)::text as spent,
       (select coalesce(-sum(l.amount), 0)::text from ledger_entries l where l.application_id = $1)
         as booked,
       (select coalesce(sum(d.cost), 0)::text from dispatches d where d.application_id = $1) as sent
     from balances where application_id = $1`,
    [id, balance],
  );
  const [row] = rows;
  const verified = [...world.verifications.values()].filter(({ status }) => status === 'verified');
  const expected = Number(row?.sent) + verified.length * Number(settings.prices.verification);
  fault(world, 'ledger and balance', Number(row?.booked), Number(row?.spent));
  if (Math.abs(Number(row?.spent) - expected) > 1e-6) {
    world.faults.push(`spent ${row?.spent}, model: ${expected}`);
  }
}
