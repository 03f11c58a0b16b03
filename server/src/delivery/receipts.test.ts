/** Carriers' receipts in any order and number, on a real database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createDeliveryBench, type DeliveryBench } from '../../test-support/delivery-bench.ts';
import { createWorkbench, type Workbench } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';
import type { ReceiptStatus } from '../transports/contract.ts';
import type { ReadyDispatch } from './contract.ts';

let database: TestDatabase;
let bench: Workbench;
let delivery: DeliveryBench;
let otherNode: DeliveryBench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({ database });
  delivery = await createDeliveryBench(database, bench);
  otherNode = await createDeliveryBench(database, bench);
});
afterAll(async () => {
  await Promise.all([bench.close(), delivery.close(), otherNode.close()]);
  await database.drop();
});

const finals: readonly ReceiptStatus[] = ['delivered', 'expired', 'failed', 'rejected'];
const ranks: Record<string, number> = { sent: 1, accepted: 2, buffered: 3, unknown: 3 };
const rankOf = (state: string) => ranks[state] ?? 4;

/** What must come of receipts in this order: each moves the state forward or is without effect. */
function expectedOf(receipts: readonly ReceiptStatus[]) {
  let state = 'sent';
  const effective: string[] = [];
  for (const status of receipts) {
    if (rankOf(status) <= rankOf(state)) continue;
    state = status;
    effective.push(`message.${status}`);
  }
  return { state, effective };
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

async function follow(receipts: readonly ReceiptStatus[], isTogether: boolean) {
  const { dispatchId, verificationId } = await delivery.deliver();
  if (isTogether) {
    await Promise.all(receipts.map((status) => delivery.receipt(dispatchId, status)));
  } else {
    for (const status of receipts) await delivery.receipt(dispatchId, status);
  }
  const events = await delivery.eventsOf(verificationId);
  return { state: await delivery.stateOf(dispatchId), effective: events.slice(2) };
}

const orders = permutations<ReceiptStatus>(['accepted', 'buffered', 'delivered', 'failed']);

describe('every order of accepted, buffered, delivered and failed', () => {
  test.each(orders.map((order) => [order.join(', '), order] as const))(
    '%s, one after the other',
    async (_name, order) => {
      expect(await follow(order, false)).toEqual(expectedOf(order));
    },
  );

  test.each(orders.map((order) => [order.join(', '), order] as const))(
    '%s, in one batch',
    async (_name, order) => {
      expect(await follow(order, true)).toEqual(expectedOf(order));
    },
  );
});

test.each(finals)('%s is final: nothing that comes later changes it', async (final) => {
  const later: ReceiptStatus[] = ['accepted', 'buffered', 'unknown', ...finals];
  const { dispatchId, verificationId } = await delivery.deliver();
  await delivery.receipt(dispatchId, final, 6);
  await Promise.all(later.map((status) => delivery.receipt(dispatchId, status, 1)));
  for (const status of later) await delivery.receipt(dispatchId, status, 1);
  expect(await delivery.eventsOf(verificationId)).toHaveLength(3);
  expect(
    await database.db.query(
      sql`select state, error_code, ended_at is not null as is_ended from dispatches
        where id = ${dispatchId}::uuid`,
    ),
  ).toEqual([{ state: final, error_code: 6, is_ended: true }]);
});

test('each receipt a hundred times over two servers takes effect once', async () => {
  const { dispatchId, verificationId } = await delivery.deliver();
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      (index % 2 === 0 ? delivery : otherNode).receipt(dispatchId, 'accepted'),
    ),
  );
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      (index % 2 === 0 ? delivery : otherNode).receipt(dispatchId, 'delivered'),
    ),
  );
  expect(await delivery.eventsOf(verificationId)).toEqual([
    'verification.started',
    'message.sent',
    'message.accepted',
    'message.delivered',
  ]);
});

test('receipts of many messages in one batch find their own', async () => {
  const started = await Promise.all(Array.from({ length: 12 }, () => bench.begin()));
  for (const dispatch of bench.handed.slice(-12)) delivery.dispatcher.handOver(dispatch);
  await delivery.dispatcher.idle();
  await Promise.all(
    started.map(({ dispatchId }, index) =>
      delivery.receipt(dispatchId, finals[index % 4] as ReceiptStatus),
    ),
  );
  const states = await Promise.all(started.map(({ dispatchId }) => delivery.stateOf(dispatchId)));
  expect(states).toEqual(started.map((_, index) => finals[index % 4]));
});

describe('a receipt that is faster than the record of its sending', () => {
  const parked = (messageId: string) =>
    database.db.query(sql`select status from parked_receipts where message_id = ${messageId}`);

  test('is parked and takes effect when the sending is recorded', async () => {
    delivery.carry(async ({ dispatchId }) => {
      await delivery.receipt(dispatchId, 'accepted');
      await delivery.receipt(dispatchId, 'delivered');
      return { messageId: dispatchId };
    });
    const { dispatchId, verificationId } = await delivery.deliver();
    expect(await delivery.stateOf(dispatchId)).toBe('delivered');
    expect(await delivery.eventsOf(verificationId)).toContain('message.delivered');
    expect(await parked(dispatchId)).toEqual([]);
    delivery.carry(async (message) => ({ messageId: message.dispatchId }));
  });

  test('is matched by the loop when it was parked a moment too late', async () => {
    const { dispatchId } = await delivery.deliver();
    await database.db.query(sql`
      insert into parked_receipts (transport, message_id, status, error_code)
      values ('test', ${dispatchId}, 'delivered', 0)`);
    expect(await otherNode.receipts.matchParked(10)).toBe(1);
    expect(await delivery.stateOf(dispatchId)).toBe('delivered');
    expect(await parked(dispatchId)).toEqual([]);
    expect(await otherNode.receipts.matchParked(10)).toBe(0);
  });

  test('for a message nobody sent is kept once and disturbs nobody', async () => {
    const stranger = newId(new Date());
    for (let index = 0; index < 5; index += 1) await delivery.receipt(stranger, 'delivered');
    expect(await parked(stranger)).toEqual([{ status: 'delivered' }]);
    expect(await delivery.receipts.matchParked(10)).toBe(0);
  });

  test('of another carrier with the same message id is not mistaken for it', async () => {
    const { dispatchId } = await delivery.deliver();
    await delivery.receipts.record('other', {
      messageId: dispatchId,
      status: 'failed',
      errorCode: 6,
    });
    expect(await delivery.stateOf(dispatchId)).toBe('sent');
  });
});

test('a hundred random storms of receipts keep every invariant', async () => {
  const statuses: ReceiptStatus[] = ['accepted', 'buffered', 'unknown', ...finals];
  // A small generator with a seed that is printed when the test fails.
  const seed = Date.now() % 100_000;
  let state = seed;
  const next = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
  const storms = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { dispatchId, verificationId } = await bench.begin();
      const dispatch = bench.handed.find(({ id }) => id === dispatchId) as ReadyDispatch;
      delivery.dispatcher.handOver(dispatch);
      const receipts = Array.from(
        { length: 1 + next(8) },
        () => statuses[next(7)] as ReceiptStatus,
      );
      await Promise.all(
        receipts.map((status, index) =>
          (index % 2 === 0 ? delivery : otherNode).receipt(dispatchId, status),
        ),
      );
      return { dispatchId, verificationId, receipts };
    }),
  );
  await delivery.dispatcher.idle();
  // One beat of the loop takes so many; it comes back for the rest.
  while ((await otherNode.receipts.matchParked(200)) > 0);
  for (const { dispatchId, verificationId, receipts } of storms) {
    const events = (await delivery.eventsOf(verificationId)).slice(2).map((kind) => kind.slice(8));
    const isForward = events.every(
      (kind, index) => index === 0 || rankOf(kind) > rankOf(events[index - 1] as string),
    );
    const highest = Math.max(...receipts.map(rankOf));
    const final = (await delivery.stateOf(dispatchId)) as string;
    expect({ seed, isForward, rank: rankOf(final) }).toEqual({
      seed,
      isForward: true,
      rank: highest,
    });
    expect(events.at(-1)).toBe(final);
  }
});
