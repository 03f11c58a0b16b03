/** Messages from subscribers: kept once, handled once in effect, answered once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { until } from '../../test-support/until.ts';
import { freshNumber } from '../../test-support/workbench.ts';
import type { Application } from '../applications/application.ts';
import { sql } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';
import type { InboundMessage } from '../transports/contract.ts';
import { lanes } from '../verification/verification.ts';
import { createInbound, type InboundReceived } from './receive-inbound.ts';

let scene: TestCore;
beforeAll(async () => {
  scene = await createTestCore();
});
afterAll(() => scene.close());

const code = '98765';

function messageOf(changes: Partial<InboundMessage> = {}): InboundMessage {
  const messageId = newId(new Date());
  return { messageId, from: freshNumber(), to: code, type: 'text', text: 'hello', ...changes };
}
const receive = (changes: Partial<InboundMessage>, application = scene.application) =>
  scene.core.receiveInbound({
    transport: 'inbox',
    applicationId: application.id,
    message: messageOf(changes),
  });
/** What was sent to a number, oldest first. */
const sentTo = async (to: string, application = scene.application): Promise<string[]> => {
  const all = await scene.core.handset.list({ applicationId: application.id, to, limit: 200 });
  return all
    .filter(({ direction }) => direction === 'to-handset')
    .map(({ text }) => text)
    .toReversed();
};
const outcomeOf = (received: InboundReceived): unknown =>
  received.kind === 'handled' ? received.outcome : received.kind;
const ledgerOf = async (address: string) =>
  (
    await scene.core.consent.listEntries({
      applicationId: scene.application.id,
      address,
      limit: 50,
    })
  ).items.map(({ change, sender }) => `${change} ${sender}`);
const standingsOf = async (address: string) =>
  (
    await scene.core.consent.listStandings({
      applicationId: scene.application.id,
      address,
      limit: 50,
    })
  ).items.map(({ sender, isOptedOut }) => ({ sender, isOptedOut }));
async function sendCode(to: string, pin = '471108', application = scene.application) {
  return scene.core.startVerification({
    application,
    dialect: 'test',
    lane: lanes.message,
    to,
    brand: 'Acme',
    workflow: [{ channel: 'sms', waitSeconds: 600 }],
    codeLength: pin.length,
    code: pin,
    codeLifeSeconds: 600,
    checksMax: 5,
  });
}
async function begin(to: string, pin?: string, application?: Application): Promise<string> {
  const started = await sendCode(to, pin, application);
  if (started.kind !== 'started') throw new Error(started.kind);
  return started.verificationId;
}

describe('STOP', () => {
  test('is answered once, kept in the ledger, and ends what is sent from that number', async () => {
    const from = freshNumber();
    const received = await receive({ from, text: 'Stop' });
    expect(received).toMatchObject({ kind: 'handled', meaning: 'stop' });
    expect(outcomeOf(received)).toEqual({ kind: 'changed', reply: 'sent' });
    await until(async () => (await sentTo(from)).length === 1);
    expect((await sentTo(from))[0]).toMatch(/^Acme: You are unsubscribed/);
    expect(outcomeOf(await receive({ from, text: 'STOP' }))).toEqual({
      kind: 'unchanged',
      reply: 'none',
    });
    expect(await ledgerOf(from)).toEqual([`opt-out ${code}`]);
    await expect(sendCode(from)).rejects.toMatchObject({ code: 'opted_out' });
    expect(await sentTo(from)).toHaveLength(1);
  });

  test('to one number leaves the others as they are', async () => {
    const from = freshNumber();
    await receive({ from, to: '22395', text: 'STOP' });
    expect(await sendCode(from)).toMatchObject({ kind: 'started' });
  });

  test('is taken back by START, which is answered once', async () => {
    const from = freshNumber();
    await receive({ from, text: 'STOP' });
    expect(outcomeOf(await receive({ from, text: 'start' }))).toEqual({
      kind: 'changed',
      reply: 'sent',
    });
    expect(outcomeOf(await receive({ from, text: 'START' }))).toEqual({
      kind: 'changed',
      reply: 'none',
    });
    expect(await sendCode(from)).toMatchObject({ kind: 'started' });
    expect(await standingsOf(from)).toEqual([{ sender: code, isOptedOut: false }]);
  });

  test('ALL ends everything; START to one number opens that one only', async () => {
    const from = freshNumber();
    await receive({ from, text: 'STOPALL' });
    await expect(sendCode(from)).rejects.toMatchObject({ code: 'opted_out' });
    await receive({ from, text: 'START' });
    expect(await sendCode(from)).toMatchObject({ kind: 'started' });
    const other = { application: scene.application, dialect: 'test', to: from, text: 'hello' };
    const sending = { sender: '22395', wantsReceipts: false, validitySeconds: 600 };
    await expect(
      scene.core.sendMessage({ ...other, ...sending, refusesOptOut: true }),
    ).rejects.toMatchObject({ code: 'opted_out' });
  });

  test('in Spanish is answered in Spanish', async () => {
    const from = freshNumber();
    await receive({ from, text: 'ALTO' });
    await until(async () => (await sentTo(from)).length === 1);
    expect((await sentTo(from))[0]).toMatch(/^Acme: Cancelado/);
  });

  test.each(['please stop', 'STOP 🛑', 'stop it'])('%j inside a message is none', async (text) => {
    const from = freshNumber();
    expect(await receive({ from, text })).toMatchObject({
      kind: 'handled',
      meaning: 'message',
      outcome: { kind: 'passed-on' },
    });
    expect(await ledgerOf(from)).toEqual([]);
  });

  test('said in one part of a longer message is none', async () => {
    const concat = { reference: '7', total: 2, part: 2 };
    expect(await receive({ text: 'STOP', concat })).toMatchObject({ meaning: 'message' });
  });
});

describe('HELP', () => {
  test('is answered every time, opted out or not, and kept in the ledger', async () => {
    const from = freshNumber();
    await receive({ from, text: 'HELP' });
    await receive({ from, text: 'STOP' });
    await receive({ from, text: 'info' });
    await until(async () => (await sentTo(from)).length === 3);
    expect(await ledgerOf(from)).toEqual([`help ${code}`, `opt-out ${code}`, `help ${code}`]);
    expect(await sendCode(from).catch((error: Error) => error)).toMatchObject({
      code: 'opted_out',
    });
  });

  test('from a machine that answers every answer is not answered on for ever', async () => {
    const from = freshNumber();
    const replies: unknown[] = [];
    for (let count = 0; count < 12; count += 1) {
      replies.push(outcomeOf(await receive({ from, text: 'HELP' })));
    }
    expect(replies.slice(0, 10)).toEqual(Array(10).fill({ kind: 'helped', reply: 'sent' }));
    expect(replies.slice(10)).toEqual(Array(2).fill({ kind: 'helped', reply: 'too-many' }));
  });
});

describe('a repeated message', () => {
  test('of which a hundred come at once takes effect once and is answered once', async () => {
    const message = messageOf({ text: 'STOP' });
    const request = { transport: 'inbox', applicationId: scene.application.id, message };
    const all = await Promise.all(
      Array.from({ length: 100 }, () => scene.core.receiveInbound(request)),
    );
    const count = (kind: string) => all.filter((received) => received.kind === kind).length;
    expect([count('handled'), count('duplicate')]).toEqual([1, 99]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await ledgerOf(message.from)).toHaveLength(1);
    await until(async () => (await sentTo(message.from)).length === 1);
  });

  test('of another application is another message', async () => {
    const other = (await scene.create('sandbox')).application;
    const message = messageOf();
    for (const { id: applicationId } of [scene.application, other]) {
      const received = await scene.core.receiveInbound({
        transport: 'inbox',
        applicationId,
        message,
      });
      expect(received.kind).toBe('handled');
    }
  });
});

describe('STOP and START at one moment', () => {
  test('end in one of both, and the ledger’s last entry says which', async () => {
    for (let round = 0; round < 10; round += 1) {
      const from = freshNumber();
      await Promise.all(['STOP', 'START', 'STOP', 'START'].map((text) => receive({ from, text })));
      const [standing] = await standingsOf(from);
      const [last] = await ledgerOf(from);
      expect(last).toBe(`${standing?.isOptedOut ? 'opt-out' : 'opt-in'} ${code}`);
      const sent = await sendCode(from).catch((error: unknown) => error);
      expect(sent).toMatchObject(
        standing?.isOptedOut ? { code: 'opted_out' } : { kind: 'started' },
      );
    }
  });
});

describe('a reply with the code', () => {
  test('verifies the live message, once, whatever is between the digits', async () => {
    const from = freshNumber();
    const verificationId = await begin(from);
    const received = await receive({ from, text: ' 471-108. ' });
    expect(received).toMatchObject({
      meaning: 'code',
      outcome: { kind: 'checked', check: 'verified', dispatchId: expect.any(String) },
    });
    expect(await receive({ from, text: '471108' })).toMatchObject({ meaning: 'message' });
    const kinds = await scene.database.db.query<{ kind: string; data: unknown }>(sql`
      select kind, data from verification_events
      where verification_id = ${verificationId}::uuid and kind not like 'message.%' order by id`);
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'verification.started',
      'verification.verified',
      'reply.received',
    ]);
    expect(kinds[2]?.data).toMatchObject({ check: 'verified' });
    expect(JSON.stringify(kinds)).not.toContain('471108');
  });

  test('of a few digits is one only where the code has as many', async () => {
    const from = freshNumber();
    await begin(from, '07');
    for (const text of ['1', '123']) {
      expect(await receive({ from, text })).toMatchObject({ meaning: 'message' });
    }
    expect(outcomeOf(await receive({ from, text: '70' }))).toMatchObject({ check: 'mismatch' });
    expect(outcomeOf(await receive({ from, text: '07' }))).toMatchObject({ check: 'verified' });
    const other = freshNumber();
    await begin(other);
    expect(await receive({ from: other, text: '12' })).toMatchObject({ meaning: 'message' });
  });

  test('costs nothing: the message was paid for', async () => {
    const { application } = await scene.create('sandbox');
    const from = freshNumber();
    const id = await begin(from, '471108', application);
    const balanceOf = () =>
      scene.database.db.query(sql`
        select amount from balances where application_id = ${application.id}`);
    const before = await balanceOf();
    await receive({ from, text: '471108' }, application);
    expect(await balanceOf()).toEqual(before);
    expect(
      await scene.database.db.query(sql`
        select status, price from verifications where id = ${id}::uuid`),
    ).toEqual([{ status: 'verified', price: '0.00000000' }]);
  });

  test('that is wrong counts as a check, and the last one ends it', async () => {
    const from = freshNumber();
    await begin(from);
    const checks: unknown[] = [];
    for (let count = 0; count < 6; count += 1) {
      checks.push(outcomeOf(await receive({ from, text: `00000${count}` })));
    }
    expect(checks.map((outcome) => (outcome as { check?: string }).check)).toEqual([
      ...Array(4).fill('mismatch'),
      'exhausted',
      undefined,
    ]);
  });

  test('of which fifty come at once verifies once', async () => {
    const from = freshNumber();
    await begin(from);
    const all = await Promise.all(
      Array.from({ length: 50 }, () => receive({ from, text: '471108' })),
    );
    const checks = all.map(outcomeOf).map((outcome) => (outcome as { check?: string }).check);
    expect(checks.filter((check) => check === 'verified')).toHaveLength(1);
    expect(checks.filter((check) => check === 'mismatch')).toHaveLength(0);
  });

  test('in a burst of guesses is compared no more often than the budget allows', async () => {
    const from = freshNumber();
    await begin(from);
    const guesses = Array.from({ length: 60 }, (_none, index) => `9000${10 + index}`);
    const all = await Promise.all(guesses.map((text) => receive({ from, text })));
    const compared = all
      .map(outcomeOf)
      .map((outcome) => (outcome as { check?: string }).check)
      .filter((check) => check === 'mismatch' || check === 'exhausted');
    expect(compared).toHaveLength(5);
    expect(await receive({ from, text: '471108' })).toMatchObject({ meaning: 'message' });
  });

  test.each([
    ['from another number', { from: freshNumber() }],
    ['to another code', { to: '22395' }],
    ['with a word beside it', { text: 'code 471108' }],
    ['in a part of a longer message', { concat: { reference: '1', total: 2, part: 1 } }],
  ])('%s checks nothing', async (_name, changes) => {
    const from = freshNumber();
    const id = await begin(from);
    const received = await receive({ from, text: '471108', ...changes });
    expect(received).toMatchObject({ meaning: 'message' });
    expect(
      await scene.database.db.query(sql`
        select status from verifications where id = ${id}::uuid`),
    ).toEqual([{ status: 'in_progress' }]);
  });

  test('does not reach the message of another application', async () => {
    const from = freshNumber();
    const other = (await scene.create('sandbox')).application;
    await begin(from);
    expect(await receive({ from, text: '471108' }, other)).toMatchObject({ meaning: 'message' });
  });
});

describe('a node that dies', () => {
  /** The message is kept and its lease runs out before anything else happens. */
  async function keepAndDie(changes: Partial<InboundMessage>, until_: 'kept' | 'decided' | 'done') {
    const { db } = scene.database;
    const broken = createInbound({
      ...scene.deps,
      directory: scene.core.directory,
      checkVerification: async (request) => {
        if (until_ === 'done') await scene.core.checkVerification(request);
        throw new Error('died');
      },
      sendMessage: async (request) => {
        if (until_ === 'done') await scene.core.sendMessage(request);
        throw new Error('died');
      },
      db: until_ !== 'kept' ? db : { ...db, transaction: () => Promise.reject(new Error('died')) },
    });
    const received = await broken.receive({
      transport: 'inbox',
      applicationId: scene.application.id,
      message: messageOf(changes),
    });
    expect(received.kind).toBe('received');
    await db.query(sql`
      update inbound_messages set leased_until = now() - interval '1 second'
      where id = ${received.id}::uuid`);
  }
  const takeUp = () =>
    createInbound({
      ...scene.deps,
      directory: scene.core.directory,
      checkVerification: scene.core.checkVerification,
      sendMessage: scene.core.sendMessage,
    }).handleDue(50);
  const handled = (from: string) =>
    scene.database.db.query<{ state: string; meaning: string; outcome: object }>(sql`
      select state, meaning, outcome from inbound_messages
      where address_mac = ${scene.keyRing.mac('address', from)} order by received_at`);

  test.each(['kept', 'decided', 'done'] as const)(
    'after STOP was %s: another one goes on, with one effect and one answer',
    async (moment) => {
      const from = freshNumber();
      await keepAndDie({ from, text: 'STOP' }, moment);
      await takeUp();
      expect(await handled(from)).toEqual([
        { state: 'handled', meaning: 'stop', outcome: { kind: 'changed', reply: 'sent' } },
      ]);
      expect(await ledgerOf(from)).toEqual([`opt-out ${code}`]);
      await until(async () => (await sentTo(from)).length > 0);
      expect(await sentTo(from)).toHaveLength(1);
      expect(await takeUp()).toBe(0);
    },
  );

  test.each(['decided', 'done'] as const)(
    'after a reply’s check was %s: it is counted once',
    async (moment) => {
      const from = freshNumber();
      const id = await begin(from);
      await keepAndDie({ from, text: '000000' }, moment);
      await takeUp();
      expect(await handled(from)).toMatchObject([{ outcome: { check: 'mismatch' } }]);
      expect(
        await scene.database.db.query(sql`
          select count(*)::int as count from verification_events
          where verification_id = ${id}::uuid and kind = 'check.wrong'`),
      ).toEqual([{ count: 1 }]);
      await keepAndDie({ from, text: '471108' }, moment);
      await takeUp();
      expect(await handled(from)).toMatchObject([{}, { outcome: { check: 'verified' } }]);
    },
  );

  test('with a STOP that is older than a START said since: the later word stands', async () => {
    const from = freshNumber();
    await keepAndDie({ from, text: 'STOP' }, 'kept');
    await receive({ from, text: 'START' });
    await takeUp();
    expect(await standingsOf(from)).toEqual([{ sender: code, isOptedOut: false }]);
    expect(await handled(from)).toMatchObject([{ outcome: { kind: 'superseded' } }, {}]);
  });
});

describe('what cannot be taken', () => {
  test.each([
    ['no id', { messageId: '' }, 'messageId'],
    ['an id with a control character', { messageId: 'a\nb' }, 'messageId'],
    ['no number', { from: "' or true --" }, 'from'],
    ['a sender that is none', { to: '98765; drop' }, 'to'],
    ['1,601 characters', { text: 'x'.repeat(1601) }, 'text'],
    ['10 MB of text', { text: 'x'.repeat(10_000_000) }, 'text'],
    ['a NUL', { text: 'a\0b' }, 'text'],
    ['half a pair', { text: '\ud83d' }, 'text'],
    ['binary that is no hex', { type: 'binary', text: undefined, data: 'zz' }, 'data'],
    ['binary of 141 octets', { type: 'binary', text: undefined, data: 'ab'.repeat(141) }, 'data'],
    ['part 3 of 2', { concat: { reference: '1', total: 2, part: 3 } }, 'concat.part'],
  ])('%s is refused with the parameter, and nothing is kept', async (_name, changes, parameter) => {
    const before = await countKept();
    await expect(receive(changes as Partial<InboundMessage>)).rejects.toMatchObject({
      code: 'invalid_parameter',
      publicDetail: { parameter, reason: expect.any(String) },
    });
    expect(await countKept()).toBe(before);
  });

  async function countKept(): Promise<number> {
    const rows = await scene.database.db.query<{ count: number }>(
      sql`select count(*)::int as count from inbound_messages`,
    );
    return rows[0]?.count ?? -1;
  }

  test('neither text nor number of a message lies in the clear in its row', async () => {
    const from = freshNumber();
    await receive({ from, text: 'my secret is 471108' });
    const rows = await scene.database.db.query(sql`
      select m::text as row from inbound_messages m
      where address_mac = ${scene.keyRing.mac('address', from)}`);
    expect(rows).toHaveLength(1);
    for (const secret of [from, '471108']) expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
