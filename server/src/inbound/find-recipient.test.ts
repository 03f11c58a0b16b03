/** Whose message it is when the carrier knows only the number that was written to. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { freshNumber } from '../../test-support/workbench.ts';
import type { Application } from '../applications/application.ts';
import { sql } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';

let scene: TestCore;
let [first, second]: Application[] = [];
beforeAll(async () => {
  scene = await createTestCore();
  first = (await scene.create('live')).application;
  second = (await scene.create('live')).application;
  await give(first, 'shared-short-code', '55555');
  await give(second, 'shared-short-code', '55555');
  await give(second, 'long-number', '12025550111');
  await give(scene.application, 'shared-short-code', '55556');
});
afterAll(() => scene.close());

function give(application: Application, kind: string, sender: string): Promise<unknown> {
  return scene.database.db.query(sql`
    insert into numbers (application_id, is_sandbox, kind, sender, country)
    values (${application.id}, ${application.kind === 'sandbox'}, ${kind}, ${sender}, 'US')`);
}
let lastMessage = 0;
async function ownerOf(from: string, to: string): Promise<number | undefined> {
  lastMessage += 1;
  const message = { messageId: `m${lastMessage}`, from, to, type: 'text', text: 'hi' } as const;
  const { id } = await scene.core.receiveInbound({ transport: 'carrier', message });
  const [row] = await scene.database.db.query<{ application_id: number }>(sql`
    select application_id from inbound_messages where id = ${id}::uuid`);
  return row?.application_id;
}
/** A message of an application some seconds ago; live for ten minutes where it carries a code. */
async function wrote(application: Application, to: string, secondsAgo: number, isLive: boolean) {
  const mac = scene.keyRing.mac('address', to);
  const at = new Date(Date.now() - secondsAgo * 1000);
  const id = newId(at);
  await scene.database.db.query(sql`
    insert into verifications (application_id, id, dialect, lane, address_mac, address_sealed,
      brand, sender, locale, workflow, code_length, has_own_code, code_life_seconds, checks_max)
    values (${application.id}, ${id}::uuid, 'test', 1, ${mac}, ${mac}, 'Acme', '55555', 'en-us',
      '[]', 4, true, 600, 5)`);
  if (!isLive) return;
  await scene.database.db.query(sql`
    insert into live_addresses (application_id, address_mac, lane, verification_id, started_at,
      ends_at) values (${application.id}, ${mac}, 1, ${id}::uuid, ${at}, now() + interval '1 minute')`);
}

test('a number of one application is that application’s, with or without a plus', async () => {
  expect(await ownerOf(freshNumber(), '12025550111')).toBe(second?.id);
  expect(await ownerOf(freshNumber(), '+12025550111')).toBe(second?.id);
});

test('on a shared code it is the one with a live code, though another wrote later', async () => {
  const from = freshNumber();
  await wrote(first as Application, from, 60, true);
  await wrote(second as Application, from, 5, false);
  expect(await ownerOf(from, '55555')).toBe(first?.id);
});

test('otherwise it is the one that wrote last to this person', async () => {
  const from = freshNumber();
  await wrote(first as Application, from, 60, false);
  await wrote(second as Application, from, 5, false);
  expect(await ownerOf(from, '55555')).toBe(second?.id);
});

test.each([
  ['nobody wrote to them from the shared code', '55555'],
  ['nobody has the number', '77777'],
  ['only a sandbox application has it', '55556'],
])('where %s, it is kept as nobody’s', async (_name, to) => {
  expect(await ownerOf(freshNumber(), to)).toBe(0);
  const [row] = await scene.database.db.query(sql`
    select state, outcome from inbound_messages order by id desc limit 1`);
  expect(row).toEqual({ state: 'handled', outcome: { kind: 'unknown-number' } });
});

test('a released number and a retired application get nothing', async () => {
  const { application } = await scene.create('live');
  await give(application, 'long-number', '12025550112');
  expect(await ownerOf(freshNumber(), '12025550112')).toBe(application.id);
  await scene.database.db.query(sql`
    update applications set retired_at = now() where id = ${application.id}`);
  expect(await ownerOf(freshNumber(), '12025550112')).toBe(0);
  await scene.database.db.query(sql`
    update numbers set released_at = now() where sender = '12025550111'`);
  expect(await ownerOf(freshNumber(), '12025550111')).toBe(0);
});
