/** Starting on a real database: one live verification per address, limits, who may be written to. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createWorkbench, freshNumber, type Workbench } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { parseAmount } from '../kernel/money.ts';
import { lanes } from './verification.ts';

let database: TestDatabase;
let bench: Workbench;
let other: Workbench;
let live: Workbench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({ database });
  other = await createWorkbench({ ...bench, database });
  live = await createWorkbench({ database, kind: 'live' });
});
afterAll(async () => {
  await Promise.all([bench.close(), other.close(), live.close()]);
  await database.drop();
});

const ofKind = <Outcome extends { kind: string }>(outcomes: readonly Outcome[], kind: string) =>
  outcomes.filter((outcome) => outcome.kind === kind);
const countRows = async (table: 'verifications' | 'dispatches', id: string) => {
  const [row] = await database.db.query<{ count: number }>(
    table === 'verifications'
      ? sql`select count(*)::int as count from verifications where id = ${id}::uuid`
      : sql`select count(*)::int as count from dispatches where verification_id = ${id}::uuid`,
  );
  return row?.count;
};

describe('one live verification per address', () => {
  test('of fifty parallel starts on two servers one wins and all others learn its id', async () => {
    const to = freshNumber();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? bench : other).start({ to })),
    );
    const [winner, ...others] = ofKind(outcomes, 'started') as { verificationId: string }[];
    expect(others).toEqual([]);
    const refused = ofKind(outcomes, 'concurrent');
    expect(refused).toHaveLength(49);
    expect(new Set(refused.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ kind: 'concurrent', verificationId: winner?.verificationId })]),
    );
    const handed = [...bench.handed, ...other.handed].filter((dispatch) => dispatch.to === to);
    expect(handed).toHaveLength(1);
  });

  test('in every spelling of the number', async () => {
    const to = freshNumber();
    const { verificationId } = await bench.begin({ to });
    const national = { to: `0${to.slice(2)}`, country: 'GB' };
    for (const spelling of [{ to: `+${to}` }, { to: `+44 (0)${to.slice(2)}` }, national]) {
      const outcome = await bench.start(spelling).catch((error) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'invalid_parameter' });
      else expect(outcome).toEqual({ kind: 'concurrent', verificationId });
    }
  });

  test('other applications and other addresses are not in its way', async () => {
    const stranger = await createWorkbench({ database, keyRing: bench.keyRing });
    const to = freshNumber();
    await bench.begin({ to });
    await bench.begin({ to: freshNumber() });
    await stranger.begin({ to });
    await stranger.close();
  });

  test.each([
    ['verified', (id: string) => bench.check(id, bench.codeOf(id))],
    [
      'failed',
      async (id: string) => {
        for (let index = 0; index < 3; index += 1) await bench.check(id, bench.wrongCodeOf(id));
      },
    ],
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
    ['expired', () => bench.travel(301)],
  ] as const)('once it is %s the address is free', async (status, end) => {
    const to = freshNumber();
    const first = await bench.begin({ to });
    await end(first.verificationId);
    await bench.begin({ to });
    expect(
      await database.db.query(
        sql`select status from verifications where id = ${first.verificationId}::uuid`,
      ),
    ).toEqual([{ status }]);
  });

  test('one whose time is over makes way although no loop has swept it', async () => {
    const to = freshNumber();
    const { verificationId } = await bench.begin({ to });
    await database.db.query(sql`
      update live_addresses set ends_at = now() - interval '1 second', wake_at = null
      where verification_id = ${verificationId}::uuid`);
    await bench.begin({ to });
    expect(
      await database.db.query(
        sql`select status from verifications where id = ${verificationId}::uuid`,
      ),
    ).toEqual([{ status: 'expired' }]);
  });
});

describe('what a start leaves', () => {
  test('state, due dispatch and event are there when it answers', async () => {
    const { verificationId, dispatchId } = await bench.begin();
    expect(await countRows('verifications', verificationId)).toBe(1);
    expect(
      await database.db.query(sql`
        select id, state, tries, leased_until > now() as is_leased from dispatches
        where verification_id = ${verificationId}::uuid`),
    ).toEqual([{ id: dispatchId, state: 'due', tries: 1, is_leased: true }]);
    expect(
      await database.db.query(
        sql`select kind from verification_events where verification_id = ${verificationId}::uuid`,
      ),
    ).toEqual([{ kind: 'verification.started' }]);
  });

  test('neither number nor code stands in any row in clear', async () => {
    const to = freshNumber();
    const { verificationId } = await bench.begin({ to, codeLength: 10 });
    const rows = await database.db.query<{ text: string }>(sql`
      select v::text || l::text || d::text as text from verifications v
      join live_addresses l using (application_id, address_mac, lane)
      join dispatches d on d.verification_id = v.id where v.id = ${verificationId}::uuid`);
    const text = JSON.stringify(rows);
    expect(rows).toHaveLength(1);
    for (const secret of [to, bench.codeOf(verificationId)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  test('a refused start leaves nothing', async () => {
    const [before] = await database.db.query(sql`select count(*) as count from verifications`);
    const refusals = [
      bench.start({ to: 'nonsense' }),
      bench.start({ to: '12025550106' }),
      bench.start({ to: '12025550107' }),
      bench.start({ to: '449012345678' }),
    ];
    await Promise.all(refusals.map((refusal) => expect(refusal).rejects.toThrow()));
    expect(await database.db.query(sql`select count(*) as count from verifications`)).toEqual([
      before,
    ]);
  });

  test.each([4, 6, 10])('a code of %i digits is made and is what was asked', async (codeLength) => {
    const { verificationId } = await bench.begin({ codeLength });
    expect(bench.codeOf(verificationId)).toMatch(new RegExp(`^\\d{${codeLength}}$`));
  });

  test('the caller’s own code is the one that is sent and checked', async () => {
    const { verificationId } = await bench.begin({ code: 'AKFG-3424' });
    expect(bench.codeOf(verificationId)).toBe('AKFG-3424');
    expect(await bench.check(verificationId, 'AKFG-3424')).toMatchObject({ kind: 'verified' });
  });
});

describe('whom a live application may write to', () => {
  const kinds = { started: true, concurrent: true };
  test.each([
    ['12025550143', 'started'],
    ['+1 202 555 0143', 'concurrent'],
    ['447400123456', 'unroutable'],
    ['447700900123', 'invalid_parameter'],
    ['19005551234', 'unroutable'],
    ['not a number', 'invalid_parameter'],
  ])('%s: %s', async (to, expected) => {
    const outcome = await live.start({ to }).catch((error) => error);
    if (expected in kinds) expect(outcome).toMatchObject({ kind: expected });
    else expect(outcome).toMatchObject({ name: 'PlatformError', code: expected });
  });

  test('from a sender the country does not let write, nothing goes out', async () => {
    const application = { ...live.application, campaigns: [] };
    await expect(live.start({ application, to: '12025550188' })).rejects.toMatchObject({
      code: 'unroutable',
      publicDetail: { parameter: 'sender' },
    });
  });

  test('the countries are a setting', async () => {
    const abroad = await createWorkbench({
      database,
      kind: 'live',
      settings: { countries: ['GB'] },
    });
    await abroad.begin({ to: '447400123456' });
    await expect(abroad.start({ to: '12025550143' })).rejects.toMatchObject({
      code: 'unroutable',
      publicDetail: { reason: 'country' },
    });
    await abroad.close();
  });

  test('a live application is not refused by magic numbers, and a sandbox takes drama numbers', async () => {
    await live.begin({ to: '12025550107' });
    await bench.begin({ to: '447700900999' });
  });

  test('without a balance for the message and its right code nothing starts', async () => {
    const poor = await createWorkbench({ database, kind: 'live' });
    const application = { ...poor.application, balance: '0.08329999' };
    await expect(poor.start({ application, to: '12025550199' })).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
    await poor.begin({ application: { ...application, balance: '0.0833' }, to: '12025550199' });
    await poor.close();
  });
});

describe('messages to one address in a window', () => {
  test('five of fifty parallel and serial sends pass in ten minutes, then five more', async () => {
    const limits = { countries: null, sendsPerAddress: { count: 5, windowSeconds: 600 } };
    const limited = await createWorkbench({ database, settings: limits });
    const to = freshNumber();
    const cancelAfter = async () => {
      const started = await limited.start({ to });
      if (started.kind !== 'started') return started.kind;
      const { verificationId } = started;
      const { application } = limited;
      await limited.cancel({
        application,
        verificationId,
        ageSecondsMin: 0,
        isAfterSecondStepAllowed: true,
      });
      return started.kind;
    };
    const kinds: string[] = [];
    for (let index = 0; index < 8; index += 1) kinds.push(await cancelAfter());
    expect(kinds).toEqual([...Array(5).fill('started'), ...Array(3).fill('too_many_sends')]);
    const refused = await limited.start({ to });
    expect((refused as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(590);
    await limited.travel(601);
    expect(await cancelAfter()).toBe('started');
    expect(await limited.start({ to: freshNumber() })).toMatchObject({ kind: 'started' });
    await limited.close();
  });
});

describe('the message lane', () => {
  const message = { lane: lanes.message, code: '4711', brand: 'Acme' } as const;

  test('is paid at once, exactly, and tells the balance after', async () => {
    const before = await balance();
    const started = await bench.begin({ ...message });
    expect(started.charge).toBe(parseAmount('0.0333'));
    expect(parseAmount(started.balance ?? '0')).toBe(before - started.charge);
    expect(await balance()).toBe(before - started.charge);
  });

  test('a newer message replaces the older one', async () => {
    const to = freshNumber();
    const first = await bench.begin({ ...message, to });
    const second = await bench.begin({ ...message, to, code: '4712' });
    expect(
      await database.db.query(sql`
        select status from verifications
        where id in (${first.verificationId}::uuid, ${second.verificationId}::uuid) order by id`),
    ).toEqual([{ status: 'cancelled' }, { status: 'in_progress' }]);
  });

  test('runs beside a verification of the same address', async () => {
    const to = freshNumber();
    const { verificationId } = await bench.begin({ to });
    await bench.begin({ ...message, to });
    expect(await bench.check(verificationId, bench.codeOf(verificationId))).toMatchObject({
      kind: 'verified',
    });
  });

  test('its template is proven before anything is stored or paid', async () => {
    const before = await balance();
    const to = freshNumber();
    const template = { text: 'no code in here', parameters: {} };
    await expect(bench.start({ ...message, to, template })).rejects.toMatchObject({
      code: 'invalid_template',
    });
    expect(await balance()).toBe(before);
    await bench.begin({ ...message, to });
  });

  async function balance(): Promise<number> {
    const [row] = await database.db.query<{ amount: string }>(
      sql`select amount from balances where application_id = ${bench.application.id}`,
    );
    return parseAmount(row?.amount ?? '');
  }
});

describe('the sender', () => {
  test.each([
    ['the short code to the United States', { to: '12025550111' }, '98765'],
    ['the default elsewhere', {}, 'VERIFY'],
    ['the wanted one elsewhere', { sender: 'Acme' }, 'Acme'],
    ['the short code although another is wanted', { to: '12025550112', sender: 'Acme' }, '98765'],
    ['the short code of a message anywhere', { lane: lanes.message, code: '1' }, '98765'],
  ])('%s', async (_name, changes, sender) => {
    expect((await bench.begin(changes)).sender).toBe(sender);
    expect(bench.handed.at(-1)?.sender).toBe(sender);
  });
});

test('an address by email is one whatever its case', async () => {
  const byEmail = { workflow: [{ channel: 'email', waitSeconds: 300 }] };
  const { verificationId, address } = await bench.begin({ ...byEmail, to: 'Ann@Example.com' });
  expect(address).toBe('ann@example.com');
  expect(await bench.start({ ...byEmail, to: 'ann@example.COM' })).toEqual({
    kind: 'concurrent',
    verificationId,
  });
  for (const to of [
    'ann',
    'ann@',
    '@example.com',
    'a b@example.com',
    'a@b@c',
    `${'a'.repeat(65)}@b.c`,
  ]) {
    await expect(bench.start({ ...byEmail, to })).rejects.toMatchObject({
      code: 'invalid_parameter',
    });
  }
});
