/** Moving an application's time: what is pending comes closer, what was reported stays as it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { freshNumber, usualRequest } from '../../test-support/workbench.ts';
import type { Application } from '../applications/application.ts';
import { sql } from '../db/client.ts';
import { lanes } from '../verification/verification.ts';
import { createAdvanceClock } from './advance-clock.ts';

let scene: TestCore;
beforeAll(async () => {
  scene = await createTestCore();
});
afterAll(() => scene.close());

/** Something pending in every table there is, without a loop that would move it on. */
async function fill(application: Application): Promise<void> {
  const { core, database } = scene;
  const to = freshNumber();
  await core.startVerification({ ...usualRequest(application), to });
  await core.startVerification({
    ...usualRequest(application),
    to,
    lane: lanes.message,
    code: '4711',
    receiptsTo: 'http://127.0.0.1:1/dlr',
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { db } = database;
  const { id } = application;
  await db.query(sql`
    update live_addresses set locked_until = now() + interval '15 minutes',
      next_step_at = coalesce(next_step_at, now() + interval '1 minute')
    where application_id = ${id}`);
  await db.query(sql`
    insert into rate_windows (application_id, kind, window_start, count)
    values (${id}, 'requests', now(), 7)`);
  await db.query(sql`
    insert into dispatches (application_id, id, verification_id, step, code_number, channel, sender,
      wants_receipts)
    select application_id, gen_random_uuid(), id, 1, 1, 'sms', 'x', false from verifications
    where application_id = ${id}`);
  await db.query(sql`
    update handset_messages set receipts_owed = '[{}]', receipt_due_at = now()
    where application_id = ${id}`);
}

/** Every time of an application, by table and column, as milliseconds. */
async function timesOf(applicationId: number): Promise<Record<string, number[]>> {
  const columns = await scene.database.db.query<{ table: string; column: string }>(sql`
    select c.relname as table, a.attname as column from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'timestamptz'::regtype
      and not a.attisdropped and a.attnum > 0
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and exists (select 1 from pg_attribute k
        where k.attrelid = c.oid and k.attname = 'application_id')
    order by 1, 2`);
  const times: Record<string, number[]> = {};
  for (const { table, column } of columns) {
    const rows = await scene.database.db.query<{ at: number | null }>({
      name: '',
      // The names come from the catalogue itself, the only place they are known.
      text: `select extract(epoch from ${column})::float8 * 1000 as at from ${table}
        where application_id = $1 order by 1`,
      values: [applicationId],
    });
    times[`${table}.${column}`] = rows.flatMap(({ at }) => (at === null ? [] : [Math.round(at)]));
  }
  return times;
}

const moved = [
  'dispatches.due_at',
  'handset_messages.receipt_due_at',
  'live_addresses.code_expires_at',
  'live_addresses.ends_at',
  'live_addresses.locked_until',
  'live_addresses.next_step_at',
  'live_addresses.started_at',
  'live_addresses.wake_at',
  'live_addresses.window_started_at',
  'webhook_deliveries.due_at',
  'webhook_deliveries.give_up_at',
];

test('what is pending moves by exactly so much, rate windows open, all other times stay', async () => {
  const other = (await scene.create('sandbox')).application;
  await fill(scene.application);
  await fill(other);
  const before = await timesOf(scene.application.id);
  const theirs = await timesOf(other.id);
  for (const name of moved) expect([name, before[name]?.length]).not.toEqual([name, 0]);
  const count = await scene.core.advanceClock({ application: scene.application, seconds: 125 });
  const after = await timesOf(scene.application.id);
  const pending = await scene.database.db.query<{ id: string }>(sql`
    select id from dispatches where application_id = ${scene.application.id} and state = 'due'`);
  for (const [name, times] of Object.entries(before)) {
    if (name === 'rate_windows.window_start') expect(after[name]).toEqual([]);
    else if (name === 'dispatches.due_at') {
      const shifted = (after[name] ?? []).filter((time) => !times.includes(time));
      expect(shifted).toHaveLength(pending.length);
      for (const time of shifted) expect(times).toContain(time + 125_000);
    } else if (moved.includes(name)) {
      expect([name, after[name]]).toEqual([name, times.map((time) => time - 125_000)]);
    } else expect([name, after[name]]).toEqual([name, times]);
  }
  expect(count).toBeGreaterThan(5);
  expect(await timesOf(other.id)).toEqual(theirs);
});

test('a live application’s time is its own', async () => {
  const { application } = await scene.create('live');
  await expect(scene.core.advanceClock({ application, seconds: 1 })).rejects.toMatchObject({
    code: 'sandbox_only',
  });
});

test('many at once are made one after the other, and each is made', async () => {
  const { core, database } = scene;
  const { application } = await scene.create('sandbox');
  await core.startVerification({ ...usualRequest(application), to: freshNumber() });
  const startedAt = async () => {
    const [row] = await database.db.query<{ at: number }>(sql`
      select extract(epoch from started_at)::float8 as at from live_addresses
      where application_id = ${application.id}`);
    return row?.at ?? 0;
  };
  const before = await startedAt();
  let underWay = 0;
  let most = 0;
  const db = new Proxy(database.db, {
    get: (target, name) =>
      name !== 'query'
        ? Reflect.get(target, name)
        : async (...statement: Parameters<typeof target.query>) => {
            underWay += 1;
            most = Math.max(most, underWay);
            return target.query(...statement).finally(() => {
              underWay -= 1;
            });
          },
  });
  const advance = createAdvanceClock({ db, wakeLoops: () => undefined });
  await Promise.all(Array.from({ length: 20 }, () => advance({ application, seconds: 1 })));
  expect(most).toBe(1);
  expect(before - (await startedAt())).toBeCloseTo(20, 3);
});

/** Runs `work` while somebody is changing everything of an application that waits to be told or sent. */
function whileHeld(applicationId: number, work: () => Promise<void>): Promise<void> {
  return scene.database.db.transaction(async (tx) => {
    for (const table of ['dispatches', 'webhook_deliveries', 'handset_messages']) {
      await tx.query({
        name: '',
        text: `select 1 from ${table} where application_id = $1 for update`,
        values: [applicationId],
      });
    }
    await work();
  });
}

test('it does not wait for what somebody is changing for long', async () => {
  const { application } = await scene.create('sandbox');
  await fill(application);
  // Whoever holds these may be waiting for an address that is moved: nobody must wait in a circle.
  await whileHeld(application.id, async () => {
    expect(await scene.core.advanceClock({ application, seconds: 5 })).toBeGreaterThan(0);
  });
});

test('what somebody was changing just then is moved once they are done, and once only', async () => {
  const { application } = await scene.create('sandbox');
  await fill(application);
  const before = await timesOf(application.id);
  const started: { advance?: Promise<number> } = {};
  await whileHeld(application.id, async () => {
    started.advance = scene.core.advanceClock({ application, seconds: 125 });
    await sleep(100);
  });
  await started.advance;
  const after = await timesOf(application.id);
  for (const name of moved) {
    const times = before[name] ?? [];
    const shifted = (after[name] ?? []).filter((time) => !times.includes(time));
    expect([name, shifted.length > 0]).toEqual([name, true]);
    for (const time of shifted) expect(times).toContain(time + 125_000);
  }
});
