/** Numbers on a real database: what may be added by whom, and who has a number to themselves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createTestApplication } from '../../test-support/workbench.ts';
import { createApplicationDirectory } from '../applications/directory.ts';
import { getApplication, retireApplication } from '../applications/manage-application.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { addNumber } from './add-number.ts';
import { listNumbers } from './list-numbers.ts';
import type { NumberKind } from './number.ts';
import { recordRegistration } from './record-registration.ts';
import { releaseNumber } from './release-number.ts';
import { registrationOf } from './sender.ts';
import {
  addSharedShortCode,
  listSharedShortCodes,
  removeSharedShortCode,
} from './shared-short-codes.ts';

const keyRing = readKeyRing(generateKeyRing());
const actor = 'operator:1';

let database: TestDatabase;
let deps: { db: TestDatabase['db']; directory: ReturnType<typeof createApplicationDirectory> };
let sandbox: number;
let live: number;
let otherLive: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  deps = { db, directory: createApplicationDirectory({ db, keyRing }) };
  const make = async (kind: 'sandbox' | 'live') =>
    (await createTestApplication(db, keyRing, kind)).id;
  [sandbox, live, otherLive] = [await make('sandbox'), await make('live'), await make('live')];
});
afterAll(() => database.drop());

const add = (applicationId: number, kind: NumberKind, sender: string, country = 'US') =>
  addNumber(deps, { applicationId, kind, sender, country, actor });
const refusal = (code: string, reason: string) =>
  expect.objectContaining({ code, publicDetail: expect.objectContaining({ reason }) });

describe('each kind has its form', () => {
  test.each([
    ['dedicated-short-code', ' 246810 ', 'US', '246810'],
    ['long-number', '+44 7400 123456', 'GB', '447400123456'],
    ['long-number', '(202) 456-1414', 'US', '12024561414'],
    ['toll-free', '1-800-555-0199', 'US', '18005550199'],
    ['toll-free', '(844) 555 0199', 'CA', '18445550199'],
    ['alphanumeric', 'Acme Bank', 'DE', 'AcmeBank'],
    ['alphanumeric', '2go', 'DE', '2go'],
  ] as const)('%s %j of %s becomes %s', async (kind, sender, country, stored) => {
    const number = await add(live, kind, sender, country);
    expect(number).toMatchObject({ kind, sender: stored, country, campaign: null });
  });

  test.each([
    ['shared-short-code', '12345', 'US', 'not-in-pool'],
    // The sandbox's pool is not for messages that reach people.
    ['shared-short-code', '98765', 'US', 'not-in-pool'],
    ['dedicated-short-code', '12', 'US', 'no-short-code'],
    ['dedicated-short-code', '123456789', 'US', 'no-short-code'],
    ['dedicated-short-code', '12a45', 'US', 'no-short-code'],
    ['dedicated-short-code', '１２３４５', 'US', 'no-short-code'],
    ['long-number', '+44 7400 123456', 'US', 'other-country'],
    ['long-number', '12', 'US', 'no-number'],
    ['long-number', '8005550199', 'US', 'toll-free-number'],
    ['long-number', 'Acme', 'DE', 'no-number'],
    ['toll-free', '2024561414', 'US', 'no-toll-free'],
    ['toll-free', '8005550199', 'GB', 'no-toll-free'],
    ['alphanumeric', '12345', 'DE', 'no-name'],
    ['alphanumeric', 'TwelveLetter', 'DE', 'no-name'],
    ['alphanumeric', 'Bäcker', 'DE', 'no-name'],
    ['alphanumeric', 'a\u0000b', 'DE', 'no-name'],
    ['alphanumeric', "x'; --", 'DE', 'no-name'],
  ] as const)('%s %j of %s is refused: %s', async (kind, sender, country, reason) => {
    const before = await listNumbers(deps, { applicationId: live });
    await expect(add(live, kind, sender, country)).rejects.toEqual(
      refusal('invalid_parameter', reason),
    );
    expect(await listNumbers(deps, { applicationId: live })).toEqual(before);
  });
});

describe('whose a number is', () => {
  test('of ten applications that take it at once one has it', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, place) =>
        add(place % 2 ? live : otherLive, 'dedicated-short-code', '55555'),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const both = [
      ...(await listNumbers(deps, { applicationId: live })),
      ...(await listNumbers(deps, { applicationId: otherLive })),
    ];
    expect(both.filter(({ sender }) => sender === '55555')).toHaveLength(1);
  });

  test('the sandbox takes nothing from those who send for real', async () => {
    await add(sandbox, 'dedicated-short-code', '66666');
    expect(await add(live, 'dedicated-short-code', '66666')).toMatchObject({ sender: '66666' });
    await expect(add(otherLive, 'dedicated-short-code', '66666')).rejects.toEqual(
      refusal('conflict', 'number-taken'),
    );
    await expect(add(live, 'dedicated-short-code', '66666')).rejects.toEqual(
      refusal('conflict', 'number-known'),
    );
  });

  test('given back it is free for another; the sample’s is kept while its campaign is there', async () => {
    const { id } = await add(live, 'dedicated-short-code', '77777');
    const release = { applicationId: live, numberId: id, actor };
    await expect(releaseNumber(deps, { ...release, applicationId: sandbox })).rejects.toMatchObject(
      { code: 'not_found' },
    );
    await releaseNumber(deps, release);
    await expect(releaseNumber(deps, release)).rejects.toMatchObject({ code: 'not_found' });
    expect(await add(otherLive, 'dedicated-short-code', '77777')).toBeDefined();
    const [sample] = await listNumbers(deps, { applicationId: sandbox });
    await expect(
      releaseNumber(deps, { applicationId: sandbox, numberId: sample?.id ?? 0, actor }),
    ).rejects.toEqual(refusal('conflict', 'number-has-campaign'));
  });

  test('a retired application can take none', async () => {
    const { id } = await createTestApplication(database.db, keyRing, 'live');
    await retireApplication({ ...deps, keyRing }, { id, actor });
    await expect(add(id, 'dedicated-short-code', '88888')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the shared pool', () => {
  const shared = (code: string, kind: 'sandbox' | 'live' = 'live') =>
    addSharedShortCode(deps, { code, kind, country: 'US', actor });

  test('a code in it is for every application of its kind, and nobody’s own', async () => {
    await shared('11111');
    await add(live, 'shared-short-code', '11111');
    await add(otherLive, 'shared-short-code', '11111');
    await expect(add(sandbox, 'shared-short-code', '11111')).rejects.toEqual(
      refusal('invalid_parameter', 'not-in-pool'),
    );
    await expect(add(live, 'dedicated-short-code', '11111')).rejects.toEqual(
      refusal('conflict', 'number-shared'),
    );
    await expect(shared('11111', 'sandbox')).rejects.toEqual(refusal('conflict', 'number-known'));
    const found = (await listSharedShortCodes(deps)).find(({ code }) => code === '11111');
    expect(found).toMatchObject({ kind: 'live', users: 2 });
  });

  test('made shared and somebody’s own at the same moment, it is one of the two', async () => {
    for (let round = 0; round < 10; round += 1) {
      const code = String(90_001 + round);
      const results = await Promise.allSettled([
        add(live, 'dedicated-short-code', code),
        shared(code),
      ]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  test('somebody’s own code is not shared, and a code in use stays', async () => {
    await add(live, 'dedicated-short-code', '22222');
    await expect(shared('22222')).rejects.toEqual(refusal('conflict', 'number-taken'));
    const remove = (code: string) => removeSharedShortCode(deps, { code, actor });
    await expect(remove('98765')).rejects.toEqual(refusal('conflict', 'number-in-use'));
    await shared('33333');
    await remove('33333');
    await expect(remove('33333')).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a registration counts until it runs out, for sends too', async () => {
  const { id } = await add(live, 'toll-free', '8885550142');
  const record = (expiresAt: Date | null) =>
    recordRegistration(deps, {
      applicationId: live,
      numberId: id,
      registration: { state: 'registered', registryId: 'TF1', expiresAt },
      actor,
    });
  const senders = async () => (await getApplication({ ...deps, keyRing }, live)).registeredSenders;
  expect(await senders()).not.toContain('18885550142');
  expect(registrationOf(await record(null))).toBe('registered');
  expect(await senders()).toContain('18885550142');
  expect(registrationOf(await record(new Date(Date.now() - 1_000)))).toBe('none');
  expect(await senders()).not.toContain('18885550142');
});
