/** Moving on and ending on a real database, with the test's hand on the clock. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import {
  codeIn,
  createWorkbench,
  freshNumber,
  type Workbench,
} from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { classicWorkflows, type WorkflowStep } from './workflows.ts';

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

const workflow = (id: number) => classicWorkflows[id] as readonly WorkflowStep[];
const waiting = (id: number, waitSeconds: number) =>
  workflow(id).map((step) => ({ ...step, waitSeconds }));
const handedOf = (id: string) =>
  [...bench.handed, ...other.handed].filter((dispatch) => dispatch.verificationId === id);
const statusOf = async (id: string) => {
  const [row] = await database.db.query<{ status: string }>(
    sql`select status from verifications where id = ${id}::uuid`,
  );
  return row?.status;
};
const makeDue = (started: readonly { verificationId: string }[]) =>
  database.db.query(sql`
    update live_addresses set next_step_at = now(), wake_at = now()
    where verification_id = any(${started.map(({ verificationId }) => verificationId)}::uuid[])`);
const wrong = (id: string) => bench.check(id, bench.wrongCodeOf(id));
const cancel = (verificationId: string, changes: object = {}) =>
  bench.cancel({
    application: bench.application,
    verificationId,
    ageSecondsMin: 30,
    isAfterSecondStepAllowed: false,
    ...changes,
  });
const trigger = (verificationId: string, by = bench) =>
  by.trigger({ applicationId: bench.application.id, verificationId });

describe('time', () => {
  test('workflow 1 sends at 0, 125 and 305 s, a new code at the third, and ends at 605 s', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    const counts: number[] = [];
    for (const seconds of [124, 2, 178, 2, 298]) {
      await bench.travel(seconds);
      counts.push(handedOf(id).length);
    }
    expect(counts).toEqual([1, 2, 2, 3, 3]);
    const [first, second, third] = handedOf(id);
    expect(handedOf(id).map(({ channel }) => channel)).toEqual(['sms', 'voice', 'voice']);
    expect(codeIn(second)).toBe(codeIn(first));
    expect(await statusOf(id)).toBe('in_progress');
    expect(await bench.check(id, codeIn(third))).toMatchObject({ kind: 'verified' });
  });

  test('nobody checks: it expires when the last code does, and nothing more is sent', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    for (const seconds of [126, 180, 298]) await bench.travel(seconds);
    expect(await statusOf(id)).toBe('in_progress');
    await bench.travel(5);
    expect(await statusOf(id)).toBe('expired');
    await bench.travel(1000);
    expect(handedOf(id)).toHaveLength(3);
    expect(await bench.check(id, bench.codeOf(id))).toEqual({ kind: 'not_live' });
  });

  test('what was slept through is not sent after the end', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    await bench.travel(10_000);
    expect(handedOf(id)).toHaveLength(1);
    expect(await statusOf(id)).toBe('expired');
  });

  test('two servers that look at once send each step once', async () => {
    const started = await Promise.all(
      Array.from({ length: 20 }, () => bench.begin({ workflow: workflow(4) })),
    );
    await makeDue(started);
    await Promise.all([bench, other, bench, other].map((server) => server.advance()));
    for (const { verificationId } of started) expect(handedOf(verificationId)).toHaveLength(2);
  });

  test('success, failure and cancelling stop the sequence', async () => {
    const verified = await bench.begin({ workflow: workflow(2) });
    const failed = await bench.begin({ workflow: workflow(2) });
    const cancelled = await bench.begin({ workflow: workflow(2) });
    await bench.check(verified.verificationId, bench.codeOf(verified.verificationId));
    for (let index = 0; index < 3; index += 1) await wrong(failed.verificationId);
    await cancel(cancelled.verificationId, { ageSecondsMin: 0 });
    await bench.travel(130);
    await bench.travel(180);
    for (const { verificationId } of [verified, failed, cancelled]) {
      expect(handedOf(verificationId)).toHaveLength(1);
    }
  });

  test('a wrong code does not stop it', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(4) });
    await wrong(id);
    await bench.travel(121);
    expect(handedOf(id)).toHaveLength(2);
  });

  test('one that cannot be moved does not keep the others waiting', async () => {
    const broken = await bench.begin({ workflow: workflow(4) });
    const healthy = await Promise.all(
      Array.from({ length: 5 }, () => bench.begin({ workflow: workflow(4) })),
    );
    await database.db.query(sql`
      update live_addresses set code_sealed = ${Buffer.from([0])}
      where verification_id = ${broken.verificationId}::uuid`);
    await makeDue([broken]);
    await makeDue(healthy);
    await expect(bench.advance()).rejects.toThrow('unknown format');
    for (const { verificationId } of healthy) expect(handedOf(verificationId)).toHaveLength(2);
    await database.db.query(
      sql`delete from live_addresses where verification_id = ${broken.verificationId}::uuid`,
    );
  });
});

describe('a renewed code', () => {
  const renewing = { workflow: waiting(4, 120), codeLifeSeconds: 120 };

  test('replaces the old one and restores the three tries', async () => {
    const { verificationId: id } = await bench.begin(renewing);
    const old = bench.codeOf(id);
    await wrong(id);
    await wrong(id);
    await bench.travel(119);
    await bench.travel(1.5);
    expect(bench.codeOf(id)).not.toBe(old);
    expect(await bench.check(id, old)).toEqual({ kind: 'mismatch', checksLeft: 2 });
    expect(await wrong(id)).toEqual({ kind: 'mismatch', checksLeft: 1 });
    expect(await bench.check(id, bench.codeOf(id))).toMatchObject({ kind: 'verified' });
  });

  test('does not restore the budget of the address', async () => {
    const to = freshNumber();
    let spent = 0;
    while (spent < 16) {
      const { verificationId } = await bench.begin({ to });
      await wrong(verificationId);
      await wrong(verificationId);
      spent += 2;
      await cancel(verificationId, { ageSecondsMin: 0 });
    }
    const { verificationId: id } = await bench.begin({ ...renewing, to });
    await wrong(id);
    await wrong(id);
    await bench.travel(120);
    expect(await wrong(id)).toEqual({ kind: 'mismatch', checksLeft: 2 });
    expect(await wrong(id)).toEqual({ kind: 'locked' });
  });

  test('the caller’s own code is kept through every resend, and so are its wrong tries', async () => {
    const { verificationId: id } = await bench.begin({ ...renewing, code: '4711' });
    await wrong(id);
    await wrong(id);
    await bench.travel(120);
    expect(handedOf(id).map(codeIn)).toEqual(['4711', '4711']);
    expect(await wrong(id)).toEqual({ kind: 'exhausted' });
  });

  test('the caller’s own code lives on when it is sent again', async () => {
    const { verificationId: id } = await bench.begin({ ...renewing, code: '4711' });
    await bench.travel(120);
    await bench.travel(100);
    expect(await bench.check(id, '4711')).toMatchObject({ kind: 'verified' });
  });
});

describe('asking for the next step', () => {
  test('takes it at once, and none after the last', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    expect(await trigger(id)).toEqual({ kind: 'triggered' });
    expect(await trigger(id)).toEqual({ kind: 'triggered' });
    expect(await trigger(id)).toEqual({ kind: 'no_more_steps' });
    expect(handedOf(id).map(({ step }) => step)).toEqual([0, 1, 2]);
  });

  test('ten at once on two servers never send a step twice', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => trigger(id, index % 2 === 0 ? bench : other)),
    );
    expect(
      handedOf(id)
        .map(({ step }) => step)
        .sort(),
    ).toEqual([0, 1, 2]);
  });

  test('an ended or unknown one, or another application’s, is not live', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    const applicationId = bench.application.id + 1;
    expect(await bench.trigger({ applicationId, verificationId: id })).toEqual({
      kind: 'not_live',
    });
    await bench.check(id, bench.codeOf(id));
    expect(await trigger(id)).toEqual({ kind: 'not_live' });
    expect(await trigger('00000000-0000-7000-8000-000000000000')).toEqual({ kind: 'not_live' });
  });

  test('a locked address is sent nothing, and does not keep the loop awake', async () => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    await database.db.query(sql`
      update live_addresses set locked_until = now() + interval '15 minutes'
      where verification_id = ${id}::uuid`);
    expect(await trigger(id)).toEqual({ kind: 'address_locked', retryAfterSeconds: 900 });
    await bench.travel(126);
    expect(handedOf(id)).toHaveLength(1);
    // Due but forbidden, it must not wake the loop again and again.
    expect(await bench.advance()).toBe(0);
  });
});

describe('cancelling', () => {
  test.each([
    [0, { kind: 'too_early', retryAfterSeconds: 30 }],
    [20, { kind: 'too_early', retryAfterSeconds: 10 }],
    [31, { kind: 'cancelled' }],
    [124, { kind: 'cancelled' }],
    [126, { kind: 'too_late' }],
  ])('%i seconds after the start: %j', async (seconds, expected) => {
    const { verificationId: id } = await bench.begin({ workflow: workflow(1) });
    if (seconds > 0) await bench.travel(seconds);
    expect(await cancel(id)).toEqual(expected);
    expect(await statusOf(id)).toBe(expected.kind === 'cancelled' ? 'cancelled' : 'in_progress');
  });

  test('frees the address and kills the code in the same statement', async () => {
    const to = freshNumber();
    const { verificationId: id } = await bench.begin({ to });
    const outcomes = await Promise.all([
      cancel(id, { ageSecondsMin: 0 }),
      ...Array.from({ length: 20 }, () => bench.check(id, bench.codeOf(id))),
    ]);
    const wins = outcomes.filter(({ kind }) => kind === 'cancelled' || kind === 'verified');
    expect(wins).toHaveLength(1);
    await bench.begin({ to });
  });

  test('happens once, and never to another application’s', async () => {
    const { verificationId: id } = await bench.begin();
    const stranger = { ...bench.application, id: bench.application.id + 1 };
    expect(await cancel(id, { application: stranger, ageSecondsMin: 0 })).toEqual({
      kind: 'not_live',
    });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => cancel(id, { ageSecondsMin: 0 })),
    );
    expect(outcomes.filter(({ kind }) => kind === 'cancelled')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'not_live')).toHaveLength(9);
  });
});

test('a verification that is over is not cancelled, though nobody has swept it yet', async () => {
  const { verificationId } = await bench.begin({ to: freshNumber() });
  await database.db.query(sql`
    update live_addresses set ends_at = now() where verification_id = ${verificationId}::uuid`);
  expect(await cancel(verificationId)).toEqual({ kind: 'not_live' });
  expect(await statusOf(verificationId)).toBe('in_progress');
});
