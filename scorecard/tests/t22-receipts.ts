/**
 * T22: ten thousand receipts in any order, doubled, before the hand-over was recorded, for messages
 * nobody sent, on two nodes at once. Each message ends in its right state, none ever goes back, each
 * move is told once, and what fits nothing is kept.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { markSent } from '../../server/src/delivery/store.ts';
import { idRange } from '../../server/src/kernel/ids.ts';
import type { Receipt, ReceiptStatus } from '../../server/src/transports/contract.ts';
import { lanes } from '../../server/src/verification/verification.ts';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { type Chance, chanceFrom } from '../rig/chance.ts';
import { type Modules, openModules, transportName } from '../rig/modules.ts';
import { inParallel } from '../rig/parallel.ts';
import { openScratch, type Scratch } from '../rig/scratch.ts';
import { forgeReceipts } from './t22-forged.ts';

const width = 64;
const finals: readonly ReceiptStatus[] = [
  'delivered',
  'delivered',
  'failed',
  'expired',
  'rejected',
];

interface Message {
  readonly dispatchId: string;
  readonly verificationId: string;
  readonly messageId: string;
  readonly final: ReceiptStatus;
  /** Its hand-over is recorded after its receipts have begun to come. */
  readonly isLate: boolean;
}

export const receiptsInAnyOrder: ScorecardTest = {
  id: 'T22',
  name: 'receipts in any order and number end in the right state',
  async run(setup, findings) {
    const scratch = await openScratch();
    try {
      // No carrier and no dispatcher: the test records the hand-overs itself, when it likes.
      const seams = {
        carrier: { send: () => new Promise<never>(() => undefined) },
        onHandOver: () => undefined,
        onComparison: () => undefined,
      };
      const nodes = [openModules(scratch, seams), openModules(scratch, seams)];
      const chance = chanceFrom(setup.seed);
      const messages = await openMessages(scratch, nodes[0] as Modules, setup, chance);
      await play(scratch, nodes, messages, chance, findings);
    } finally {
      await scratch.stop();
    }
    await forgeReceipts(setup, findings);
  },
};

/** Messages that wait for their hand-over, made by the use case that makes them in the server. */
async function openMessages(
  scratch: Scratch,
  node: Modules,
  setup: Setup,
  chance: Chance,
): Promise<Message[]> {
  const many = sized(setup, { short: 900, usual: 3_900, full: 20_000 });
  const { application } = scratch;
  return inParallel(many, width, async (index) => {
    const started = await node.start({
      application,
      dialect: 'scorecard',
      lane: lanes.message,
      to: String(447_400_000_000 + index),
      brand: 'Acme',
      workflow: [{ channel: 'sms', waitSeconds: 600 }],
      codeLength: 6,
      code: '135790',
      codeLifeSeconds: 600,
      checksMax: 5,
      receiptsTo: 'http://127.0.0.1:9/',
    });
    if (started.kind !== 'started') throw new InvalidRun(`A message was not made: ${started.kind}`);
    const { dispatchId, verificationId } = started;
    return {
      dispatchId,
      verificationId,
      messageId: messageIdOf(index),
      final: chance.pick(finals),
      isLate: index % 20 === 0,
    };
  });
}

/** Carriers' ids are hexadecimal, decimal or anything else. */
function messageIdOf(index: number): string {
  const shapes = [
    () => `0a${(index + 1_000_000).toString(16).toUpperCase()}`,
    () => String(7_000_000_000 + index),
    () => `msg-${index.toString(36)}-Zz`,
  ];
  return (shapes[index % 3] as () => string)();
}

type Act = (node: Modules) => Promise<unknown>;

async function play(
  scratch: Scratch,
  nodes: readonly Modules[],
  messages: readonly Message[],
  chance: Chance,
  findings: Findings,
): Promise<void> {
  const feed = feedFor(messages, chance);
  const punctual = messages.filter(({ isLate }) => !isLate);
  await perform(
    nodes,
    punctual.map((message) => () => (node) => recordSent(scratch, node, message)),
    chance,
  );
  const watch = watchStates(scratch, findings);
  const late = messages.filter(({ isLate }) => isLate);
  // The late hand-overs come in the second half, among receipts that go on coming.
  const half = Math.floor(feed.receipts.length / 2);
  const acts = feed.receipts.map((receipt) => () => actOf(receipt));
  const lateActs = late.map(
    (message) => () => (node: Modules) => recordSent(scratch, node, message),
  );
  await perform(nodes, acts.slice(0, half), chance);
  await perform(nodes, chance.shuffle([...acts.slice(half), ...lateActs]), chance);
  // As the server's loop does twice a second: a receipt may be parked while its hand-over commits.
  await matchAll(nodes);
  await perform(
    nodes,
    feed.contradictions.map((receipt) => () => actOf(receipt)),
    chance,
  );
  await matchAll(nodes);
  watch.stop();
  await watch.done;
  await judge(scratch, messages, feed, findings);
}

function actOf(receipt: Receipt): Act {
  return (node) => node.receipts.record(transportName, receipt);
}

function perform(nodes: readonly Modules[], acts: (() => Act)[], chance: Chance): Promise<unknown> {
  return inParallel(acts.length, width, (index) =>
    (acts[index] as () => Act)()(chance.pick(nodes)),
  );
}

interface Feed {
  readonly receipts: readonly Receipt[];
  /** Come after everything else: a second final state, and early ones too late. */
  readonly contradictions: readonly Receipt[];
  readonly unknown: ReadonlySet<string>;
}

function feedFor(messages: readonly Message[], chance: Chance): Feed {
  const usual = messages.flatMap(({ messageId, final }, index) => {
    const rejected = final === 'rejected';
    const accepted = rejected ? [] : [receiptOf(messageId, 'accepted')];
    const buffered = index % 10 === 0 ? [receiptOf(messageId, 'buffered')] : [];
    return [...accepted, ...buffered, receiptOf(messageId, final)];
  });
  const doubled = usual.filter(() => chance.below(5) === 0);
  const unknown = Array.from({ length: Math.ceil(usual.length / 100) }, (_none, index) =>
    receiptOf(`nobody-${index}`, chance.pick(finals)),
  );
  const contradictions = messages
    .filter((_message, index) => index % 15 === 0)
    .flatMap(({ messageId, final }) => [
      receiptOf(messageId, final === 'delivered' ? 'failed' : 'delivered'),
      receiptOf(messageId, 'accepted'),
      receiptOf(messageId, 'unknown'),
    ]);
  return {
    receipts: chance.shuffle([...usual, ...doubled, ...unknown]),
    contradictions,
    unknown: new Set(unknown.map(({ messageId }) => messageId)),
  };
}

function receiptOf(messageId: string, status: ReceiptStatus): Receipt {
  return { messageId, status, errorCode: status === 'failed' ? 3 : 0 };
}

/** As the dispatcher does it: recorded, then the receipts that were faster. */
async function recordSent(
  scratch: Scratch,
  { db, receipts }: Modules,
  message: Message,
): Promise<void> {
  const { dispatchId, verificationId, messageId } = message;
  const [lowest, highest] = idRange([verificationId]);
  const row = {
    applicationId: scratch.application.id,
    id: dispatchId,
    verificationId,
    transport: transportName,
    messageId,
    network: null,
    segments: 1,
    cost: '0.0333',
    locale: 'en',
  };
  const early = await markSent(db, [row], lowest, highest);
  await receipts.again(early);
}

async function matchAll(nodes: readonly Modules[]): Promise<void> {
  const [first] = nodes as [Modules];
  for (let turn = 0; turn < 100; turn += 1) {
    if ((await first.receipts.matchParked(200)) === 0) return;
  }
  throw new InvalidRun('Parked receipts are matched for ever.');
}

const ranks: Readonly<Record<string, number>> = {
  due: 0,
  sent: 1,
  accepted: 2,
  buffered: 3,
  unknown: 3,
};
const rankOf = (state: string): number => ranks[state] ?? 4;

/** Looks again and again: no state may be lower than it was, no final one another. */
function watchStates(scratch: Scratch, findings: Findings): { stop(): void; done: Promise<void> } {
  let isOver = false;
  const known = new Map<string, string>();
  let looks = 0;
  const watch = async (): Promise<void> => {
    for (let isLast = false; !isLast; ) {
      isLast = isOver;
      const { rows } = await scratch.db.query<{ id: string; state: string }>(
        'select id, state from dispatches',
      );
      looks += 1;
      for (const { id, state } of rows) {
        const before = known.get(id) ?? 'due';
        const isForward = rankOf(state) > rankOf(before) || state === before;
        findings.expect(
          isForward || (rankOf(before) < 4 && rankOf(state) >= rankOf(before)),
          `a message went from ${before} to ${state}`,
        );
        known.set(id, state);
      }
      await sleep(100);
    }
    findings.figure(`looked ${looks} times`);
  };
  return {
    stop: () => {
      isOver = true;
    },
    done: watch(),
  };
}

async function judge(
  scratch: Scratch,
  messages: readonly Message[],
  feed: Feed,
  findings: Findings,
): Promise<void> {
  const { rows } = await scratch.db.query<{
    id: string;
    state: string;
    ended: boolean;
    told: number;
    noted: number;
  }>(
    `select d.id, d.state, d.ended_at is not null as ended,
       (select count(*)::int from webhook_deliveries w
         where w.dispatch_id = d.id and w.data ->> 'status' = d.state) as told,
       (select count(*)::int from verification_events e
         where e.verification_id = d.verification_id and e.kind = 'message.' || d.state) as noted
     from dispatches d`,
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  let right = 0;
  for (const { dispatchId, final } of messages) {
    const row = stored.get(dispatchId);
    right += Number(row?.state === final);
    findings.expect(row?.state === final, `a message ended as ${row?.state} instead of ${final}`);
    findings.expect(row?.ended === true, 'a final state without its time');
    findings.equal(row?.told, 1, 'webhooks of a final state');
    findings.equal(row?.noted, 1, 'events of a final state');
  }
  const parked = await scratch.db.query<{ message_id: string }>(
    'select message_id from parked_receipts',
  );
  const kept = new Set(parked.rows.map(({ message_id }) => message_id));
  findings.equal(kept.size, feed.unknown.size, 'unknown receipts kept');
  for (const id of kept) findings.expect(feed.unknown.has(id), 'a known receipt is still parked');
  findings.figure(
    `${feed.receipts.length + feed.contradictions.length} receipts for ${messages.length} messages: ` +
      `${right} right, ${kept.size} unknown kept`,
  );
}
