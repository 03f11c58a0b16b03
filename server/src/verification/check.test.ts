/** Checking codes on a real database: counting, ending, the budget of an address (docs/security.md). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createWorkbench, freshNumber, type Workbench } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';

let database: TestDatabase;
let bench: Workbench;
let other: Workbench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({ database });
  other = await createWorkbench({ ...bench, database });
});
afterAll(async () => {
  await Promise.all([bench.close(), other.close()]);
  await database.drop();
});

const kinds = (outcomes: readonly { kind: string }[]) => {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};
const statusOf = async (id: string) => {
  const [row] = await database.db.query<{ status: string }>(
    sql`select status from verifications where id = ${id}::uuid`,
  );
  return row?.status;
};
const wrong = (id: string) => bench.check(id, bench.wrongCodeOf(id));
const travel = (seconds: number) => bench.travel(seconds);

/** Uses up so many wrong codes of an address over as many verifications as that takes. */
async function fail(to: string, times: number): Promise<void> {
  for (let left = times; left > 0; left -= 2) {
    const { verificationId } = await bench.begin({ to });
    for (let index = 0; index < Math.min(2, left); index += 1) await wrong(verificationId);
    await bench.cancel({
      application: bench.application,
      verificationId,
      ageSecondsMin: 0,
      isAfterSecondStepAllowed: true,
    });
  }
}

describe('one verification', () => {
  test('the right code verifies once and tells what carried it', async () => {
    const { verificationId, dispatchId } = await bench.begin();
    const code = bench.codeOf(verificationId);
    expect(await bench.check(verificationId, code)).toMatchObject({
      kind: 'verified',
      dispatchId,
    });
    expect(await statusOf(verificationId)).toBe('verified');
    expect(await bench.check(verificationId, code)).toEqual({ kind: 'not_live' });
  });

  test('of fifty parallel right codes on two servers exactly one verifies', async () => {
    const { verificationId } = await bench.begin();
    const code = bench.codeOf(verificationId);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? bench : other).check(verificationId, code),
      ),
    );
    expect(kinds(outcomes)).toEqual({ verified: 1, not_live: 49 });
  });

  test('the third wrong code ends it, and the right one comes too late', async () => {
    const { verificationId } = await bench.begin();
    expect(await wrong(verificationId)).toEqual({ kind: 'mismatch', checksLeft: 2 });
    expect(await wrong(verificationId)).toEqual({ kind: 'mismatch', checksLeft: 1 });
    expect(await wrong(verificationId)).toEqual({ kind: 'exhausted' });
    expect(await statusOf(verificationId)).toBe('failed');
    expect(await bench.check(verificationId, bench.codeOf(verificationId))).toEqual({
      kind: 'not_live',
    });
  });

  test('a right third try after two wrong ones verifies', async () => {
    const { verificationId } = await bench.begin();
    await wrong(verificationId);
    await wrong(verificationId);
    expect(await bench.check(verificationId, bench.codeOf(verificationId))).toMatchObject({
      kind: 'verified',
    });
  });

  test('of fifty parallel wrong codes on two servers three are compared', async () => {
    const { verificationId } = await bench.begin();
    const before = bench.countComparisons() + other.countComparisons();
    const code = bench.wrongCodeOf(verificationId);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? bench : other).check(verificationId, code),
      ),
    );
    expect(kinds(outcomes)).toEqual({ mismatch: 2, exhausted: 1, not_live: 47 });
    expect(bench.countComparisons() + other.countComparisons() - before).toBe(3);
  });

  test('a thousand different guesses at once find the code no oftener than the limit allows', async () => {
    const { verificationId } = await bench.begin();
    const before = bench.countComparisons();
    await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        bench.check(verificationId, String(index * 10).padStart(4, '0')),
      ),
    );
    expect(bench.countComparisons() - before).toBeLessThanOrEqual(3);
  });

  test.each([
    ['an empty code', ''],
    ['the code with a space', (code: string) => `${code} `],
    ['the code’s beginning', (code: string) => code.slice(0, 3)],
    [
      'the code in other digits',
      (code: string) => code.replace(/\d/, (digit) => '０１２３４５６７８９'[Number(digit)] ?? ''),
    ],
    ['a code with a NUL', '12\u00003'],
  ])('%s does not verify', async (_name, given) => {
    const { verificationId } = await bench.begin();
    const code = typeof given === 'string' ? given : given(bench.codeOf(verificationId));
    expect(await bench.check(verificationId, code)).toMatchObject({ kind: 'mismatch' });
  });

  test('an unknown id is not live, like an ended one', async () => {
    expect(await bench.check(newId(new Date()), '1234')).toEqual({ kind: 'not_live' });
    expect(await bench.check('00000000-0000-0000-0000-000000000000', '1234')).toEqual({
      kind: 'not_live',
    });
    expect(await bench.check('ffffffff-ffff-ffff-ffff-ffffffffffff', '1234')).toEqual({
      kind: 'not_live',
    });
  });

  test('another application’s verification is not live, and its tries are untouched', async () => {
    const stranger = await createWorkbench({ database, keyRing: bench.keyRing });
    const { verificationId } = await bench.begin();
    const code = bench.codeOf(verificationId);
    for (let index = 0; index < 5; index += 1) {
      expect(await stranger.check(verificationId, code)).toEqual({ kind: 'not_live' });
    }
    expect(await bench.check(verificationId, code)).toMatchObject({ kind: 'verified' });
    await stranger.close();
  });

  test('many verifications checked at one moment each get their own answer', async () => {
    const started = await Promise.all(Array.from({ length: 40 }, () => bench.begin()));
    const outcomes = await Promise.all(
      started.map(({ verificationId }, index) =>
        index % 2 === 0
          ? bench.check(verificationId, bench.codeOf(verificationId))
          : wrong(verificationId),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(
      started.map((_, index) => (index % 2 === 0 ? 'verified' : 'mismatch')),
    );
  });

  test('the statement that ends it wipes the code', async () => {
    const ended = await bench.begin();
    await bench.check(ended.verificationId, bench.codeOf(ended.verificationId));
    const rows = await database.db.query(sql`
      select l.verification_id, l.code_mac, l.code_sealed from live_addresses l
      join verifications v using (application_id, address_mac, lane)
      where v.id = ${ended.verificationId}::uuid`);
    expect(rows).toEqual([{ verification_id: null, code_mac: null, code_sealed: null }]);
  });
});

describe('the life of a code', () => {
  const late = {
    workflow: [
      { channel: 'sms', waitSeconds: 400 },
      { channel: 'sms', waitSeconds: 300 },
    ],
  };

  test('after it the right code is refused without being compared or counted', async () => {
    const { verificationId } = await bench.begin({ ...late, codeLifeSeconds: 300 });
    const code = bench.codeOf(verificationId);
    const before = bench.countComparisons();
    await travel(301);
    expect(await bench.check(verificationId, code)).toEqual({ kind: 'code_expired' });
    expect(bench.countComparisons()).toBe(before);
  });

  test('a verification whose time is over is not live although nobody swept it', async () => {
    const { verificationId } = await bench.begin();
    const code = bench.codeOf(verificationId);
    await database.db.query(sql`
      update live_addresses set ends_at = now() - interval '1 second'
      where verification_id = ${verificationId}::uuid`);
    expect(await bench.check(verificationId, code)).toEqual({ kind: 'not_live' });
  });
});

describe('the budget of an address', () => {
  test('twenty wrong codes over many verifications lock it; start and check refuse', async () => {
    const to = freshNumber();
    await fail(to, 19);
    const { verificationId } = await bench.begin({ to });
    const code = bench.codeOf(verificationId);
    expect(await wrong(verificationId)).toEqual({ kind: 'locked' });
    const before = bench.countComparisons();
    expect(await bench.check(verificationId, code)).toEqual({ kind: 'locked' });
    expect(bench.countComparisons()).toBe(before);
    const refused = await bench.start({ to });
    expect(refused).toMatchObject({ kind: 'address_locked' });
    expect((refused as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(890);
  });

  test('parallel guesses beyond the budget are not compared', async () => {
    const to = freshNumber();
    await fail(to, 18);
    const { verificationId } = await bench.begin({ to, checksMax: 5 });
    const before = bench.countComparisons();
    const code = bench.wrongCodeOf(verificationId);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => bench.check(verificationId, code)),
    );
    expect(bench.countComparisons() - before).toBe(2);
    expect(kinds(outcomes)).toEqual({ mismatch: 1, locked: 49 });
  });

  test('after each lock the next wrong code locks for twice as long, up to a day', async () => {
    const to = freshNumber();
    await fail(to, 19);
    const minutes: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const { verificationId } = await bench.begin({ to });
      expect(await wrong(verificationId)).toEqual({ kind: 'locked' });
      const refused = await bench.start({ to });
      if (refused.kind !== 'address_locked') throw new Error(refused.kind);
      minutes.push(Math.round(refused.retryAfterSeconds / 60));
      await travel(refused.retryAfterSeconds + 1);
    }
    expect(minutes).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
  });

  test('a success restores it', async () => {
    const to = freshNumber();
    await fail(to, 19);
    const good = await bench.begin({ to });
    await bench.check(good.verificationId, bench.codeOf(good.verificationId));
    await fail(to, 19);
    const { verificationId } = await bench.begin({ to });
    expect(await bench.check(verificationId, bench.codeOf(verificationId))).toMatchObject({
      kind: 'verified',
    });
  });

  test('other spellings of a number share it', async () => {
    const to = freshNumber();
    await fail(to, 9);
    await fail(`+${to.slice(0, 4)} ${to.slice(4)}`, 10);
    const { verificationId } = await bench.begin({ to: `00${to}` });
    expect(await wrong(verificationId)).toEqual({ kind: 'locked' });
  });

  test('the lock is one alert event and one line of the audit', async () => {
    const to = freshNumber();
    await fail(to, 19);
    const { verificationId } = await bench.begin({ to });
    await wrong(verificationId);
    const events = await database.db.query(sql`
      select 1 from verification_events
      where verification_id = ${verificationId}::uuid and kind = 'address.locked'`);
    const audit = await database.db.query(sql`
      select 1 from audit_entries
      where subject = ${verificationId} and action = 'challenge.locked'`);
    expect([events.length, audit.length]).toEqual([1, 1]);
  });
});
