/** Handing messages to a carrier: retries, refusals, dead nodes, money. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createDeliveryBench, type DeliveryBench } from '../../test-support/delivery-bench.ts';
import {
  codeIn,
  createWorkbench,
  freshNumber,
  type Workbench,
} from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { parseAmount } from '../kernel/money.ts';
import { TransportError, type TransportErrorKind } from '../transports/contract.ts';
import { lanes } from '../verification/verification.ts';
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
const usual = async ({ dispatchId }: { dispatchId: string }) => ({ messageId: dispatchId });
afterEach(() => delivery.carry(usual));

const failing = (kind: TransportErrorKind) => async () => {
  throw new TransportError(kind, 'TEST_CODE', 'the carrier said no');
};
const rowOf = async (id: string) => {
  const [row] = await database.db.query(sql`
    select state, tries, error, transport, message_id, leased_until is not null as is_leased,
      segments, cost, extract(epoch from due_at - now())::float8 as due_in
    from dispatches where id = ${id}::uuid`);
  return row as Record<string, unknown>;
};
/** Lets every due dispatch be taken up as if its lease or its pause were over. */
const endWaits = () =>
  database.db.query(sql`
    update dispatches set due_at = now(), leased_until = now() - interval '1 second'
    where state = 'due'`);
const sentTo = (to: string) =>
  [...delivery.sent, ...otherNode.sent].filter((message) => message.to === to);
const lastHanded = () => bench.handed.at(-1) as ReadyDispatch;
const balance = async () => {
  const [row] = await database.db.query<{ amount: string }>(
    sql`select amount from balances where application_id = ${bench.application.id}`,
  );
  return parseAmount(row?.amount ?? '');
};

test('a message goes to the carrier once, rendered, with its idempotency token', async () => {
  const to = freshNumber();
  const { verificationId, dispatchId } = await delivery.deliver({ to });
  expect(sentTo(to)).toMatchObject([
    {
      dispatchId,
      verificationId,
      applicationId: bench.application.id,
      channel: 'sms',
      to,
      from: 'VERIFY',
      code: bench.codeOf(verificationId),
      rendered: { text: expect.stringContaining(bench.codeOf(verificationId)), segments: 1 },
    },
  ]);
  expect(await rowOf(dispatchId)).toMatchObject({
    state: 'sent',
    transport: 'test',
    message_id: dispatchId,
    is_leased: false,
    cost: '0.03330000',
  });
  expect(await delivery.eventsOf(verificationId)).toEqual(['verification.started', 'message.sent']);
});

test('no event holds the code or the number', async () => {
  const to = freshNumber();
  const { verificationId } = await delivery.deliver({ to, codeLength: 10 });
  const events = await database.db.query(
    sql`select * from verification_events where verification_id = ${verificationId}::uuid`,
  );
  expect(JSON.stringify(events)).not.toContain(bench.codeOf(verificationId));
  expect(JSON.stringify(events)).not.toContain(to);
});

describe('money', () => {
  test('a verification’s message is paid when it was handed over, by its parts', async () => {
    const before = await balance();
    await delivery.deliver();
    expect(await balance()).toBe(before - parseAmount('0.0333'));
  });

  test('a message that was paid at the start is not paid again', async () => {
    const before = await balance();
    const { charge } = await delivery.deliver({ lane: lanes.message, code: '4711' });
    expect(await balance()).toBe(before - charge);
  });

  test('the ledger and the balance agree', async () => {
    const [row] = await database.db.query<{ total: string }>(sql`
      select coalesce(sum(amount), 0) as total from ledger_entries
      where application_id = ${bench.application.id}`);
    expect(await balance()).toBe(parseAmount('10000') + parseAmount(row?.total ?? ''));
  });
});

describe('a carrier that says no', () => {
  test('for a while: the message is tried again, later each time, and sent once', async () => {
    delivery.carry(failing('retryable'));
    const { dispatchId } = await delivery.deliver();
    const waits: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      const row = await rowOf(dispatchId);
      expect(row).toMatchObject({ state: 'due', tries: index + 1, error: 'TEST_CODE' });
      waits.push(Number(row.due_in));
      await endWaits();
      if (index === 2) delivery.carry(usual);
      await delivery.dispatcher.sendDue(10);
      await delivery.dispatcher.idle();
    }
    for (const [index, expected] of [1, 2, 4].entries()) {
      expect(Math.abs((waits[index] as number) - expected)).toBeLessThan(0.9);
    }
    expect(await rowOf(dispatchId)).toMatchObject({ state: 'sent', tries: 4 });
  });

  test('for ever: six tries end it', async () => {
    delivery.carry(failing('retryable'));
    const to = freshNumber();
    const { dispatchId, verificationId } = await delivery.deliver({ to });
    for (let index = 0; index < 8; index += 1) {
      await endWaits();
      await delivery.dispatcher.sendDue(10);
      await delivery.dispatcher.idle();
    }
    expect(sentTo(to)).toHaveLength(6);
    expect(await rowOf(dispatchId)).toMatchObject({ state: 'failed', tries: 6 });
    expect(await delivery.eventsOf(verificationId)).toContain('message.failed');
  });

  test.each(['permanent', 'misconfigured', 'over-quota'] as const)(
    '%s: it is over at once',
    async (kind) => {
      delivery.carry(failing(kind));
      const { dispatchId } = await delivery.deliver();
      expect(await rowOf(dispatchId)).toMatchObject({
        state: 'failed',
        error: 'TEST_CODE',
        tries: 1,
      });
    },
  );

  test('in a way nobody foresaw: it is over, and its words are not stored', async () => {
    delivery.carry(async () => {
      throw new Error('secret internals');
    });
    const { dispatchId } = await delivery.deliver();
    expect(await rowOf(dispatchId)).toMatchObject({ state: 'failed', error: 'unexpected error' });
  });

  test('an application nobody has set a carrier up for is told so', async () => {
    const byEmail = { workflow: [{ channel: 'email', waitSeconds: 300 }], to: 'ann@example.com' };
    const { dispatchId } = await delivery.deliver(byEmail);
    expect(await rowOf(dispatchId)).toMatchObject({
      state: 'not_sent',
      error: expect.stringContaining('no transport is configured'),
    });
  });
});

describe('a node that died', () => {
  test('its message is taken up by another when the lease is over, not before', async () => {
    const to = freshNumber();
    await bench.begin({ to });
    await otherNode.dispatcher.sendDue(10);
    await otherNode.dispatcher.idle();
    expect(sentTo(to)).toHaveLength(0);
    await endWaits();
    await otherNode.dispatcher.sendDue(10);
    await otherNode.dispatcher.idle();
    expect(sentTo(to)).toMatchObject([{ code: codeIn(lastHanded()), from: 'VERIFY' }]);
  });

  test('a code sent again another way, and one to a step’s own address, are taken up as they were meant', async () => {
    const [to, other] = [freshNumber(), freshNumber()];
    const template = { text: 'Only for a text: ${code}', parameters: {} };
    const { verificationId } = await bench.begin({
      to,
      workflow: [
        { channel: 'sms', waitSeconds: 60, sender: 'TEXTS', template },
        { channel: 'voice', waitSeconds: 60, to: other, code: 'new' },
      ],
    });
    await bench.resend(verificationId, 'reuse', 'voice');
    await endWaits();
    await otherNode.dispatcher.sendDue(10);
    await otherNode.dispatcher.idle();
    const [text, call] = sentTo(to);
    expect(text).toMatchObject({ channel: 'sms', from: 'TEXTS' });
    expect(text?.rendered.text).toContain('Only for a text');
    expect(call).toMatchObject({ channel: 'voice', from: 'VERIFY' });
    expect(call?.rendered.text).not.toContain('Only for a text');
    await bench.trigger({ applicationId: bench.application.id, verificationId });
    await endWaits();
    await otherNode.dispatcher.sendDue(10);
    await otherNode.dispatcher.idle();
    expect(sentTo(other)).toMatchObject([{ channel: 'voice', code: codeIn(lastHanded()) }]);
    expect(sentTo(to)).toHaveLength(2);
  });

  test('of two nodes that look at once one takes it', async () => {
    const numbers = Array.from({ length: 10 }, freshNumber);
    await Promise.all(numbers.map((to) => bench.begin({ to })));
    await endWaits();
    await Promise.all([delivery.dispatcher.sendDue(10), otherNode.dispatcher.sendDue(10)]);
    await Promise.all([delivery.dispatcher.idle(), otherNode.dispatcher.idle()]);
    for (const to of numbers) expect(sentTo(to)).toHaveLength(1);
  });

  test('a node that was asleep beyond its lease sends nothing any more', async () => {
    const to = freshNumber();
    await bench.begin({ to });
    delivery.dispatcher.handOver({ ...lastHanded(), leaseEndsAt: performance.now() - 1 });
    await delivery.dispatcher.idle();
    expect(sentTo(to)).toHaveLength(0);
  });

  test('a message handed over twice is charged once', async () => {
    const before = await balance();
    await bench.begin();
    const dispatch = lastHanded();
    delivery.dispatcher.handOver(dispatch);
    otherNode.dispatcher.handOver(dispatch);
    await Promise.all([delivery.dispatcher.idle(), otherNode.dispatcher.idle()]);
    expect(await balance()).toBe(before - parseAmount('0.0333'));
  });
});

describe('too late', () => {
  test.each([
    [300, 59, 'not_sent'],
    [300, 60, 'sent'],
    [120, 29, 'not_sent'],
    [120, 30, 'sent'],
  ])('a code of %i s with %i s left: %s', async (codeLifeSeconds, left, state) => {
    const { dispatchId } = await bench.begin({ codeLifeSeconds });
    delivery.dispatcher.handOver({ ...lastHanded(), lifeLeftSeconds: left });
    await delivery.dispatcher.idle();
    expect(await delivery.stateOf(dispatchId)).toBe(state);
  });

  test.each([
    [
      'cancelled',
      (verificationId: string) =>
        bench.cancel({
          application: bench.application,
          verificationId,
          ageSecondsMin: 0,
          isAfterSecondStepAllowed: true,
        }),
    ],
    ['verified', (id: string) => bench.check(id, bench.codeOf(id))],
  ] as const)('a verification that was %s is not sent to by a retry', async (_name, end) => {
    delivery.carry(failing('retryable'));
    const to = freshNumber();
    const { verificationId, dispatchId } = await delivery.deliver({ to });
    await end(verificationId);
    delivery.carry(usual);
    await endWaits();
    await delivery.dispatcher.sendDue(10);
    await delivery.dispatcher.idle();
    expect(sentTo(to)).toHaveLength(1);
    expect(await rowOf(dispatchId)).toMatchObject({ state: 'not_sent' });
  });

  test('a retry of an old code is not sent once the code was renewed', async () => {
    delivery.carry(failing('retryable'));
    const to = freshNumber();
    const workflow = [
      { channel: 'sms', waitSeconds: 120 },
      { channel: 'sms', waitSeconds: 120 },
    ];
    const { dispatchId } = await delivery.deliver({ to, workflow, codeLifeSeconds: 120 });
    await bench.travel(120);
    delivery.carry(usual);
    await endWaits();
    await delivery.dispatcher.sendDue(10);
    await delivery.dispatcher.idle();
    expect(await delivery.stateOf(dispatchId)).toBe('not_sent');
    expect(
      sentTo(to)
        .slice(1)
        .map(({ code }) => code),
    ).toEqual([codeIn(lastHanded())]);
  });
});
