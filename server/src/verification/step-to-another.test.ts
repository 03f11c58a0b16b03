/** Steps to another address than the verification's own, and steps that meet a new code. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import {
  codeIn,
  createWorkbench,
  freshNumber,
  type Workbench,
} from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import type { MessageToAdmit } from '../fraud/admit-message.ts';
import { PlatformError } from '../kernel/errors.ts';

let database: TestDatabase;
let bench: Workbench;
let isBarred: (message: MessageToAdmit) => boolean = () => false;
const judged: MessageToAdmit[] = [];
const takenBack: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({
    database,
    admit: (message) => {
      if (isBarred(message)) throw new PlatformError('barred', { reason: 'pumping' });
      judged.push(message);
      return { channel: message.channel, takeBack: () => takenBack.push(message.address) };
    },
  });
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

const steps = (...addresses: (string | undefined)[]) =>
  addresses.map((to) => ({ channel: 'sms', waitSeconds: 60, ...(to !== undefined && { to }) }));
const handedOf = (id: string) => bench.handed.filter(({ verificationId }) => verificationId === id);

test('the defence against pumping judges each address once, when it is written to', async () => {
  const other = freshNumber();
  const { verificationId, address } = await bench.begin({
    workflow: steps(undefined, undefined, other),
  });
  await bench.travel(61);
  expect(judged.map((message) => message.address).slice(-1)).toEqual([address]);
  await bench.travel(61);
  expect(judged.map((message) => message.address).slice(-2)).toEqual([address, other]);
  expect(judged.at(-1)).toMatchObject({ country: 'GB', prefix: other.slice(0, -4) });
  expect(handedOf(verificationId).map(({ to }) => to)).toEqual([address, address, other]);
});

test('a barred address gets nothing and costs nothing; the step after it follows', async () => {
  const [barred, fine] = [freshNumber(), freshNumber()];
  isBarred = ({ address }) => address === barred;
  const { verificationId, address } = await bench.begin({
    workflow: steps(undefined, barred, fine),
  });
  expect((await bench.trigger({ applicationId: bench.application.id, verificationId })).kind).toBe(
    'triggered',
  );
  await bench.travel(61);
  expect(handedOf(verificationId).map(({ to }) => to)).toEqual([address, fine]);
  const rows = await bench.db.query<{ state: string; error: string | null; cost: string }>(sql`
    select state, error, cost::text from dispatches
    where verification_id = ${verificationId}::uuid and step = 1`);
  expect(rows).toEqual([
    {
      state: 'not_sent',
      error: expect.stringContaining('pumping'),
      cost: expect.stringMatching(/^0/),
    },
  ]);
});

describe('an address of a step has budgets of its own', () => {
  const sendsPerAddress = { count: 2, windowSeconds: 600 };
  const limit = (settings: object) =>
    bench.db.query(sql`
      update applications set settings = ${JSON.stringify(settings)}::jsonb
      where id = ${bench.application.id}`);
  const application = () => ({
    ...bench.application,
    settings: { ...bench.application.settings, sendsPerAddress },
  });
  beforeAll(() => limit({ sendsPerAddress }));
  afterAll(() => limit({}));

  const trigger = (verificationId: string) =>
    bench.trigger({ applicationId: bench.application.id, verificationId });
  const stateOf = (id: string) =>
    bench.db.query<{ state: string; error: string | null }>(sql`
      select state, error from dispatches where verification_id = ${id}::uuid and step = 1`);
  const heldBack = [{ state: 'not_sent', error: expect.stringContaining('limit of the address') }];

  test('what verifications of others send it counts in its own window', async () => {
    const other = freshNumber();
    const started = [];
    for (let round = 0; round < 3; round += 1) {
      const { verificationId } = await bench.begin({ workflow: steps(undefined, other) });
      await trigger(verificationId);
      started.push(verificationId);
    }
    const sent = started.flatMap((id) => handedOf(id)).filter(({ to }) => to === other);
    expect(sent).toHaveLength(2);
    expect(await stateOf(started[2] as string)).toEqual(heldBack);
    // A start to it finds the window as full as the steps left it.
    const start = { application: application(), to: other, workflow: steps(undefined) };
    expect(await bench.start(start)).toMatchObject({ kind: 'too_many_sends' });
  });

  test('its lock keeps the message away, and the step after it follows', async () => {
    const [locked, fine] = [freshNumber(), freshNumber()];
    const first = await bench.begin({ to: locked, workflow: steps(undefined) });
    await bench.db.query(sql`
      update live_addresses set locked_until = now() + interval '1 hour'
      where verification_id = ${first.verificationId}::uuid`);
    const workflow = steps(undefined, locked, fine);
    const { verificationId, address } = await bench.begin({ workflow });
    await bench.travel(61);
    expect(await stateOf(verificationId)).toEqual(heldBack);
    await bench.travel(61);
    expect(handedOf(verificationId).map(({ to }) => to)).toEqual([address, fine]);
  });

  test('so does a resend to it', async () => {
    await limit({ sendsPerAddress: { ...sendsPerAddress, count: 3 } });
    const other = freshNumber();
    let last = '';
    for (let round = 0; round < 3; round += 1) {
      last = (await bench.begin({ workflow: steps(undefined, other) })).verificationId;
      await trigger(last);
    }
    const before = handedOf(last).length;
    expect(await bench.resend(last, 'reuse')).toMatchObject({ kind: 'too_many_sends' });
    expect(handedOf(last)).toHaveLength(before);
    await limit({ sendsPerAddress });
  });

  test('what was not sent after all is given back', async () => {
    const other = freshNumber();
    const { verificationId } = await bench.begin({ workflow: steps(undefined, other) });
    await Promise.all(Array.from({ length: 2 }, () => trigger(verificationId)));
    const rows = await bench.db.query<{ window_sends: number }>(sql`
      select window_sends from live_addresses
      where address_mac = ${bench.keyRing.mac('address', other)}`);
    expect(rows).toEqual([{ window_sends: 1 }]);
  });
});

test('what the locked address keeps from being sent is not counted as sent', async () => {
  const other = freshNumber();
  const { verificationId } = await bench.begin({ workflow: steps(undefined, other) });
  await bench.db.query(sql`
    update live_addresses set locked_until = now() + interval '1 hour'
    where verification_id = ${verificationId}::uuid`);
  await bench.trigger({ applicationId: bench.application.id, verificationId });
  expect(handedOf(verificationId)).toHaveLength(1);
  expect(takenBack).toContain(other);
});

test('whoever sends again while another makes a new code sends the new one', async () => {
  const { verificationId } = await bench.begin();
  for (let round = 0; round < 8; round += 1) {
    await Promise.all([
      bench.resend(verificationId, 'rotate'),
      bench.resend(verificationId, 'reuse'),
      bench.resend(verificationId, 'reuse'),
    ]);
  }
  const rows = await bench.db.query<{ id: string; code_number: number }>(sql`
    select id, code_number from dispatches where verification_id = ${verificationId}::uuid`);
  const codes = new Map<number, Set<string>>();
  for (const { id, code_number } of rows) {
    const sent = bench.handed.find((dispatch) => dispatch.id === id);
    codes.set(code_number, (codes.get(code_number) ?? new Set()).add(codeIn(sent)));
  }
  expect(codes.size).toBe(9);
  expect([...codes.values()].filter(({ size }) => size > 1)).toEqual([]);
});

test('a text message after a call needs a sender that may write to the country', async () => {
  const live = await createWorkbench({ database, kind: 'live' });
  const application = { ...live.application, campaigns: [], registeredSenders: [] };
  const workflow = [{ channel: 'voice', waitSeconds: 300 }];
  const { verificationId } = await live.begin({ application, workflow, to: '12025550163' });
  await expect(live.resend(verificationId, 'reuse', 'sms')).rejects.toMatchObject({
    code: 'unroutable',
  });
  await live.close();
});

test('a device is sent to a web address only, whatever hints the channel is given', async () => {
  for (const redirect_url of ['nonsense', 'javascript:alert(1)', 'https://x.example/\r\nx: y']) {
    const workflow = [{ channel: 'silent-auth', waitSeconds: 60, options: { redirect_url } }];
    await expect(bench.start({ workflow })).rejects.toMatchObject({ code: 'invalid_parameter' });
  }
});
