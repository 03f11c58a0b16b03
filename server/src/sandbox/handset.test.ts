import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { until } from '../../test-support/until.ts';
import {
  clock,
  createWorkbench,
  freshNumber,
  openHotDatabase,
  silentLogger,
  type Workbench,
} from '../../test-support/workbench.ts';
import { type Database, sql } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';
import type { OutgoingMessage, Receipt } from '../transports/contract.ts';
import { assertSandbox, createHandset, type Handset } from './handset.ts';
import type { HandsetMessage } from './handset-message.ts';

let database: TestDatabase;
let bench: Workbench;
let db: Database;
const nodes: Handset[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({ database });
  db = openHotDatabase(database.url);
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await db.close();
  await bench.close();
  await database.drop();
});

/** A server's handset; the receipts it pays go to the test. */
function node() {
  const paid: Receipt[] = [];
  const handset = createHandset({
    db,
    keyRing: bench.keyRing,
    clock,
    logger: silentLogger,
    transport: 'inbox',
    replyChannel: 'sms',
    recordReceipts: {
      record: async (_transport, receipt) => paid.push(receipt),
      again: async () => undefined,
      matchParked: async () => 0,
    },
  });
  nodes.push(handset);
  const paidFor = (id: string) =>
    paid.filter(({ messageId }) => messageId === id).map(({ status }) => status);
  return { handset, paid, paidFor };
}

function message(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    dispatchId: newId(clock.now()),
    applicationId: bench.application.id,
    verificationId: newId(clock.now()),
    channel: 'sms',
    to: freshNumber(),
    from: 'VERIFY',
    code: '041267',
    rendered: { text: 'Acme code: 041267.', segments: 1, locale: 'en-us' },
    ...changes,
  };
}
const list = (handset: Handset, to?: string) =>
  handset.list({ applicationId: bench.application.id, limit: 50, ...(to && { to }) });

describe('keeping and listing', () => {
  test('a message can be read with its code, and the carrier answers with an id', async () => {
    const { handset } = node();
    const sent = message();
    expect(await handset.keep(sent)).toEqual({ messageId: sent.dispatchId, network: '00101' });
    expect(await list(handset, sent.to)).toEqual([
      {
        id: sent.dispatchId,
        direction: 'to-handset',
        channel: 'sms',
        to: sent.to,
        from: 'VERIFY',
        text: 'Acme code: 041267.',
        code: '041267',
        verificationId: sent.verificationId,
        sentAt: expect.any(Date),
      },
    ]);
  });

  test('what only some channels have comes along', async () => {
    const { handset } = node();
    const rendered = { text: 'x', subject: 'Code', ssml: '4 7', segments: 1, locale: 'en-us' };
    const sent = message({ channel: 'email', to: 'ann@example.com', rendered });
    await handset.keep(sent);
    expect(await list(handset, 'ann@example.com')).toMatchObject([
      { subject: 'Code', ssml: '4 7' },
    ]);
  });

  test('the same dispatch handed over twice is one message', async () => {
    const { handset } = node();
    const sent = message();
    await Promise.all([handset.keep(sent), handset.keep(sent), node().handset.keep(sent)]);
    expect(await list(handset, sent.to)).toHaveLength(1);
  });

  test('the newest comes first, no more than asked for, and only that number’s', async () => {
    const { handset } = node();
    const to = freshNumber();
    const base = Date.now();
    const ids = [1, 2, 3, 4].map((step) => newId(new Date(base + step)));
    await Promise.all(ids.map((dispatchId) => handset.keep(message({ dispatchId, to }))));
    await handset.keep(message());
    const { id: applicationId } = bench.application;
    const listed = await handset.list({ applicationId, to, limit: 3 });
    expect(listed.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 3));
  });

  test('another application sees nothing of it', async () => {
    const { handset } = node();
    const sent = message();
    await handset.keep(sent);
    const applicationId = bench.application.id + 1;
    expect(await handset.list({ applicationId, limit: 50 })).toEqual([]);
    expect(await handset.list({ applicationId, to: sent.to, limit: 50 })).toEqual([]);
  });

  test('neither text, code nor number stands in the row in clear', async () => {
    const { handset } = node();
    const sent = message();
    await handset.keep(sent);
    const rows = await database.db.query(
      sql`select h::text as text from handset_messages h where id = ${sent.dispatchId}::uuid`,
    );
    const text = JSON.stringify(rows);
    for (const secret of ['041267', 'Acme', sent.to]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});

test('the handset answers, and the answer stands in its own list', async () => {
  const { handset } = node();
  const from = freshNumber();
  const reply = await handset.reply(bench.application.id, { from, to: '98765', text: 'STOP 🛑' });
  expect(reply).toMatchObject({ direction: 'from-handset', text: 'STOP 🛑', code: null });
  expect(await list(handset, from)).toEqual([{ ...reply, sentAt: expect.any(Date) }]);
});

describe('following', () => {
  async function follow(handset: Handset, applicationId = bench.application.id) {
    const controller = new AbortController();
    const heard: HandsetMessage[] = [];
    const reading = (async () => {
      for await (const one of handset.follow(applicationId, controller.signal)) heard.push(one);
    })();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const stop = async () => {
      controller.abort();
      await reading;
    };
    return { heard, stop };
  }

  test('this node’s messages come at once, another node’s within two seconds, each once', async () => {
    const [here, there] = [node().handset, node().handset];
    const { heard, stop } = await follow(here);
    const [own, others] = [message(), message()];
    await here.keep(own);
    await until(() => heard.length === 1, 500);
    await there.keep(others);
    await until(() => heard.length === 2, 2_500);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(heard.map(({ id }) => id)).toEqual([own.dispatchId, others.dispatchId]);
    await stop();
  });

  test('other applications’ messages and older ones are not heard', async () => {
    const { handset } = node();
    await handset.keep(message());
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { heard, stop } = await follow(handset, bench.application.id + 1);
    await handset.keep(message());
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(heard).toEqual([]);
    await stop();
  });

  test('it ends with its signal, also when that has been given already', async () => {
    const { stop } = await follow(node().handset);
    await stop();
    const messages = node().handset.follow(bench.application.id, AbortSignal.abort());
    for await (const one of messages) throw new Error(`heard ${one.id}`);
  });
});

describe('receipts owed', () => {
  const dueNow = (id: string) =>
    database.db.query(
      sql`update handset_messages set receipt_due_at = now() where id = ${id}::uuid`,
    );
  const owed = (id: string) =>
    database.db.query(sql`select receipts_owed, receipt_due_at from handset_messages
      where id = ${id}::uuid`);

  test('are paid in order and then owed no more', async () => {
    const { handset, paidFor } = node();
    const sent = message();
    await handset.keep(sent);
    await until(() => paidFor(sent.dispatchId).length === 2);
    expect(paidFor(sent.dispatchId)).toEqual(['accepted', 'delivered']);
    await until(async () => JSON.stringify(await owed(sent.dispatchId)).includes('null,'));
    expect(await owed(sent.dispatchId)).toEqual([{ receipts_owed: null, receipt_due_at: null }]);
  });

  test('survive the node that owed them: another one pays', async () => {
    const [dying, heir] = [node(), node()];
    const sent = message();
    await dying.handset.keep(sent);
    await dying.handset.close();
    expect(dying.paidFor(sent.dispatchId)).toEqual([]);
    expect(await heir.handset.payDueReceipts(10)).toBe(0);
    await dueNow(sent.dispatchId);
    expect(await heir.handset.payDueReceipts(10)).toBe(1);
    await until(() => heir.paidFor(sent.dispatchId).length === 2);
    expect(heir.paidFor(sent.dispatchId)).toEqual(['accepted', 'delivered']);
  });

  test('that wait long lie in the database, and two nodes never take them both', async () => {
    const [first, second] = [node(), node()];
    const sent = message({ to: '12025550104' });
    await first.handset.keep(sent);
    await until(() => first.paidFor(sent.dispatchId).length === 1);
    await first.handset.close();
    await until(
      async () => JSON.stringify(await owed(sent.dispatchId)).split('status').length === 2,
    );
    await dueNow(sent.dispatchId);
    const third = node();
    const taken = await Promise.all([
      second.handset.payDueReceipts(10),
      third.handset.payDueReceipts(10),
    ]);
    expect(taken.toSorted()).toEqual([0, 1]);
    await until(() => second.paid.length + third.paid.length === 1);
  });
});

test('only sandbox applications have a handset', () => {
  expect(() => assertSandbox({ kind: 'sandbox' })).not.toThrow();
  expect(() => assertSandbox({ kind: 'live' })).toThrow('sandbox_only');
});
