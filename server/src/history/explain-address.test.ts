/** Each cause is told while it holds and not after, never for somebody else, never with the number. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { freshNumber } from '../../test-support/workbench.ts';
import type { Application, ApplicationSettings } from '../applications/application.ts';
import { sql } from '../db/client.ts';
import { numberMac } from '../fraud/number-mac.ts';
import { refuseMagicNumber } from '../sandbox/magic-numbers.ts';
import { explainAddress } from './explain-address.ts';

let scene: TestCore;
let number: string;
beforeAll(async () => {
  scene = await createTestCore();
});
afterAll(() => scene.close());
beforeEach(async () => {
  number = freshNumber();
  // Fresh numbers are neighbours: a block of one is a block of all.
  await scene.database.db.query(sql`delete from fraud_blocks`);
});

const explain = (address = number, application: Application = scene.application) => {
  const { core, database, keyRing } = scene;
  const { priceOf } = core.prices;
  const deps = { db: database.db, keyRing, refuseMagicNumber, priceOf, textChannel: 'sms' };
  return explainAddress(deps, { application, address });
};
const causes = async (address = number, application: Application = scene.application) =>
  (await explain(address, application)).holds.map(({ cause, isOver }) =>
    isOver ? `${cause}, over` : cause,
  );
/** As it is read, with other settings. */
const having = (
  settings: Partial<ApplicationSettings>,
  changes: Partial<Application> = {},
): Application => {
  const { application } = scene;
  return { ...application, ...changes, settings: { ...application.settings, ...settings } };
};
const pumping = () => scene.application.settings.pumping;

/** A row of the address with what holds it, each until `seconds` from now. */
async function keepAddress(
  holds: { locked?: number; window?: number; live?: number; lane?: number },
  address = number,
): Promise<void> {
  const { application, database, keyRing } = scene;
  const { locked = null, window = null, live = null, lane = 0 } = holds;
  await database.db.query(sql`
    insert into live_addresses (application_id, address_mac, lane, locked_until,
      window_started_at, window_seconds, window_sends, sends_max, verification_id, ends_at)
    values (${application.id}, ${keyRing.mac('address', address)}, ${lane},
      now() + make_interval(secs => ${locked}::int),
      now() - interval '600 seconds' + make_interval(secs => ${window}::int), 600, 5, 5,
      case when ${live}::int is not null then gen_random_uuid() end,
      now() + make_interval(secs => ${live}::int))`);
}

async function block(scope: 'country' | 'prefix', key: string, seconds: number): Promise<void> {
  const { application, database } = scene;
  await database.db.query(sql`
    insert into fraud_blocks (application_id, scope, key, rule, until)
    values (${application.id}, ${scope}, ${key}, ${scope}, now() + make_interval(secs => ${seconds}))`);
}
const refusing = () =>
  having({ pumping: { ...pumping(), prefix: { ...pumping().prefix, action: 'refuse' } } });

test('a person whom nothing holds back is told so, masked', async () => {
  const explained = await explain();
  expect(explained).toMatchObject({ holds: [], country: 'GB', verificationId: null });
  expect(explained.maskedAddress).toContain('•');
  expect(JSON.stringify(explained)).not.toContain(number);
});

test.each([
  ['locked', { locked: 60 }, { locked: -1 }],
  ['too-many-messages', { window: 60 }, { window: -1 }],
  ['running', { live: 60 }, { live: -1 }],
] as const)('%s is told while it lasts, with its end', async (cause, now, before) => {
  const another = freshNumber();
  await keepAddress(now);
  await keepAddress(before, another);
  const { holds } = await explain();
  expect(holds).toMatchObject([{ cause, isOver: false }]);
  const seconds = ((holds[0]?.until?.getTime() ?? 0) - Date.now()) / 1_000;
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThan(61);
  expect(await causes(another)).toEqual([]);
});

test('a message with its own code holds no other one back', async () => {
  await keepAddress({ live: 60, lane: 1 });
  expect(await causes()).toEqual([]);
});

test('an opt-out names its sender, and a later word to one sender goes before that to all', async () => {
  const { application, core } = scene;
  await core.consent.optOut({ application, use: 'two-factor', address: number });
  expect((await explain()).holds).toMatchObject([
    { cause: 'opted-out', meaning: 'The person has opted out of 98765.', until: null },
  ]);
  await core.consent.optOut({ application, address: number });
  expect((await explain()).holds[0]?.meaning).toMatch(/every sender of this application\.$/);
  const evidence = { text: 'asked for codes again' };
  await core.consent.optIn({ application, use: 'two-factor', address: number, evidence });
  expect((await explain()).holds[0]?.meaning).toMatch(/every sender of this application but 98765/);
});

test('a block is told while it holds, and for a week as over', async () => {
  const prefix = number.slice(0, -4);
  await block('prefix', prefix, 600);
  expect(await causes(number, refusing())).toEqual(['blocked']);
  expect(await causes(number), 'a rule that only records holds nothing').toEqual([]);
  await scene.database.db.query(sql`
    update fraud_blocks set until = now() - interval '1 hour' where key = ${prefix}`);
  expect(await causes(number, refusing())).toEqual(['blocked, over']);
});

test('who is never judged is not held by a block', async () => {
  await block('prefix', number.slice(0, -4), 600);
  const { allow, ...rest } = refusing().settings.pumping;
  const mac = numberMac(scene.keyRing, number);
  for (const list of [
    { ...allow, countries: ['GB'] },
    { ...allow, prefixes: [number.slice(0, 6)] },
    { ...allow, numbers: [{ mac, label: '44' }] },
  ]) {
    expect(await causes(number, having({ pumping: { ...rest, allow: list } }))).toEqual([]);
  }
});

test('a cap, an empty balance, a country, a retired key, a refused number', async () => {
  const cap = having({ spendCaps: { hour: '0.01', day: null } });
  expect(await causes(number, cap)).toEqual(['spend-cap']);
  const poor = having({}, { kind: 'live', balance: '0', credit: '0' });
  expect(await causes('447911123456', poor)).toEqual(['balance']);
  expect(await causes(number, having({ countries: ['US'] }))).toEqual(['country']);
  expect(await causes(number, having({}, { retiredAt: new Date() }))).toEqual(['retired']);
  expect(await causes('12025550107')).toEqual(['refused-on-purpose']);
});

test('what is no number, or none that gets messages, is told, and hidden whole', async () => {
  for (const text of ['12', 'nobody', '+999 999', '<script>']) {
    const explained = await explain(text);
    expect(explained.holds).toMatchObject([{ cause: 'not-a-number' }]);
    expect(explained.maskedAddress).toMatch(/^\+?•+$/);
  }
  expect(await causes('449098790000')).toEqual(['number-type']);
});

test('an email address has its lock and its window', async () => {
  await keepAddress({ locked: 60 }, 'anna@example.com');
  expect(await explain(' Anna@Example.com ')).toMatchObject({
    holds: [{ cause: 'locked' }],
    maskedAddress: 'a•••@example.com',
  });
});

test('what another application knows of the number is not told', async () => {
  await keepAddress({ locked: 60 });
  const { application } = await scene.create('sandbox');
  expect(await causes(number, application)).toEqual([]);
});
