import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createWorkbench, freshNumber, type Workbench } from '../../test-support/workbench.ts';

let database: TestDatabase;
let bench: Workbench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({ database });
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

const begin = (changes = {}) => bench.begin({ to: freshNumber(), ...changes });

test('reuse sends the same code again', async () => {
  const { verificationId } = await begin();
  const first = bench.codeOf(verificationId);
  expect(await bench.resend(verificationId, 'reuse')).toMatchObject({
    kind: 'resent',
    isNewCode: false,
  });
  expect(bench.codeOf(verificationId)).toBe(first);
  expect((await bench.check(verificationId, first)).kind).toBe('verified');
});

test('rotate makes the old code worthless, and restores its tries but not the budget', async () => {
  const { verificationId } = await begin({ checksMax: 3 });
  const first = bench.codeOf(verificationId);
  await bench.check(verificationId, bench.wrongCodeOf(verificationId));
  await bench.resend(verificationId, 'rotate');
  expect(bench.codeOf(verificationId)).not.toBe(first);
  expect(await bench.check(verificationId, first)).toEqual({ kind: 'mismatch', checksLeft: 2 });
  const second = bench.codeOf(verificationId);
  expect((await bench.check(verificationId, second)).kind).toBe('verified');
});

test('keep-previous takes both codes, and only the last two', async () => {
  const { verificationId } = await begin();
  const codes = [bench.codeOf(verificationId)];
  for (let index = 0; index < 2; index += 1) {
    await bench.resend(verificationId, 'keep-previous');
    codes.push(bench.codeOf(verificationId));
  }
  const [oldest, previous] = codes as [string, string, string];
  expect((await bench.check(verificationId, oldest)).kind).toBe('mismatch');
  expect((await bench.check(verificationId, previous)).kind).toBe('verified');
});

test('the previous code dies with the verification: fifty of each give one success', async () => {
  const { verificationId } = await begin();
  const first = bench.codeOf(verificationId);
  await bench.resend(verificationId, 'keep-previous');
  const second = bench.codeOf(verificationId);
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      bench.check(verificationId, index % 2 ? first : second),
    ),
  );
  expect(outcomes.filter(({ kind }) => kind === 'verified')).toHaveLength(1);
  expect(outcomes.filter(({ kind }) => kind === 'not_live')).toHaveLength(99);
});

test('another channel to the same address, and none of another kind', async () => {
  const { verificationId } = await begin();
  expect(await bench.resend(verificationId, 'reuse', 'voice')).toMatchObject({ channel: 'voice' });
  expect(bench.handed.at(-1)).toMatchObject({ channel: 'voice', verificationId });
  for (const channel of ['email', 'whatsapp-interactive', 'silent-auth']) {
    await expect(bench.resend(verificationId, 'reuse', channel)).rejects.toMatchObject({
      code: 'invalid_parameter',
    });
  }
});

test('it counts against the sends of the address, also in parallel', async () => {
  const limited = await createWorkbench({
    database,
    settings: { countries: null, sendsPerAddress: { count: 5, windowSeconds: 600 } },
  });
  const { verificationId } = await limited.begin({ to: freshNumber() });
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => limited.resend(verificationId, 'reuse')),
  );
  expect(outcomes.filter(({ kind }) => kind === 'resent')).toHaveLength(4);
  expect(outcomes.filter(({ kind }) => kind === 'too_many_sends')).toHaveLength(16);
  await limited.close();
});

test('it does not prolong: what is over stays over, and too late is said', async () => {
  const { verificationId } = await begin({
    codeLifeSeconds: 300,
    workflow: [{ channel: 'sms', waitSeconds: 300 }],
  });
  await bench.travel(290);
  expect(await bench.resend(verificationId, 'rotate')).toEqual({ kind: 'too_late' });
  await bench.travel(20);
  expect(await bench.resend(verificationId, 'rotate')).toEqual({ kind: 'not_live' });
});

test('steps have codes, addresses, senders and options of their own', async () => {
  const email = 'ada@example.com';
  const { verificationId } = await begin({
    codeLifeSeconds: 180,
    workflow: [
      { channel: 'sms', waitSeconds: 60, options: { app_hash: 'ABCDEFGHIJK' } },
      { channel: 'email', waitSeconds: 60, code: 'new', to: email, sender: 'Acme' },
      { channel: 'voice', waitSeconds: 60, endsVerification: true },
    ],
  });
  const first = bench.codeOf(verificationId);
  expect(bench.handed.at(-1)?.options).toEqual({ app_hash: 'ABCDEFGHIJK' });
  await bench.travel(61);
  await bench.advance();
  expect(bench.handed.at(-1)).toMatchObject({ channel: 'email', to: email, sender: 'Acme' });
  const second = bench.codeOf(verificationId);
  expect(second).not.toBe(first);
  await bench.travel(61);
  await bench.advance();
  expect(bench.handed.at(-1)).toMatchObject({ channel: 'voice' });
  expect(bench.codeOf(verificationId)).toBe(second);
  await bench.travel(61);
  expect((await bench.check(verificationId, second)).kind).toBe('not_live');
});
