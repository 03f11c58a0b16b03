import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { sql } from '../db/client.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { type CreatedApplication, createApplication, newSecret } from './create-application.ts';
import { createApplicationDirectory } from './directory.ts';
import {
  getApplication,
  issueSecret,
  listApplicationSecrets,
  listApplications,
  type ManageDeps,
  replaceSecrets,
  retireApplication,
  revokeSecret,
  sandboxSecretOf,
  updateApplication,
} from './manage-application.ts';

let database: TestDatabase;
let servers: readonly [ManageDeps, ManageDeps];
let made: CreatedApplication;
const keyRing = readKeyRing(generateKeyRing());
const actor = 'operator:1';

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const server = () => ({ db, keyRing, directory: createApplicationDirectory({ db, keyRing }) });
  servers = [server(), server()];
});
afterAll(() => database.drop());
beforeEach(async () => {
  made = await createApplication(servers[0], { name: 'Acme', kind: 'live', actor });
});

const id = () => made.application.id;
const server = (index: number) => servers[index % 2] as ManageDeps;
const parallel = <Result>(count: number, work: (server: ManageDeps) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => work(server(index))));
const wins = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === 'fulfilled').length;
const secrets = () => listApplicationSecrets(servers[0], id());

describe('a new application', () => {
  test('has a key of eight hexadecimal characters, one secret and a signature secret', async () => {
    expect(made.application.apiKey).toMatch(/^[0-9a-f]{8}$/);
    expect(made.apiSecret).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(made.signatureSecret).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(await secrets()).toMatchObject([{ hint: made.apiSecret.slice(-4) }]);
  });

  test('a live secret can never be read again, a sandbox’s can', async () => {
    const sandbox = await createApplication(servers[0], { name: 'S', kind: 'sandbox', actor });
    expect(await sandboxSecretOf(servers[0], id())).toBeNull();
    expect(await sandboxSecretOf(servers[1], sandbox.application.id)).toBe(sandbox.apiSecret);
  });

  test('no secret stands in the database in clear', async () => {
    const rows = await database.db.query(sql`
      select encode(secret_mac, 'escape') as mac, encode(secret_sealed, 'escape') as sealed,
        (select encode(signature_secret_sealed, 'escape') from applications where id = ${id()})
          as signature
      from application_secrets where application_id = ${id()}`);
    const text = JSON.stringify(rows);
    expect(text).not.toContain(made.apiSecret);
    expect(text).not.toContain(made.signatureSecret);
  });

  test('wrong settings or a wrong name leave nothing behind', async () => {
    const before = (await listApplications(servers[0])).length;
    const requests = [
      { name: '   ' },
      { name: 'x'.repeat(101) },
      { name: 'a\u0000b' },
      { name: 'Acme', settings: { sender: '!' } },
      { name: 'Acme', settings: { allowedNetworks: ['10.0.0.0/8\u0000'] } },
    ];
    for (const request of requests) {
      await expect(
        createApplication(servers[0], { kind: 'live', actor, ...request }),
      ).rejects.toMatchObject({ code: 'invalid_parameter' });
    }
    expect(await listApplications(servers[0])).toHaveLength(before);
  });

  test.each([16, 32])('a secret of %i has every kind of letter', (length) => {
    for (let index = 0; index < 200; index += 1) {
      expect(newSecret(length)).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9]+$/);
    }
  });
});

describe('secrets', () => {
  test('a second may be issued, a third not before one is revoked', async () => {
    await issueSecret(servers[0], { id: id(), actor });
    await expect(issueSecret(servers[1], { id: id(), actor })).rejects.toMatchObject({
      code: 'conflict',
    });
    const [newest] = await secrets();
    await revokeSecret(servers[1], { id: id(), secretId: newest?.id ?? 0, actor });
    await issueSecret(servers[0], { id: id(), actor });
    expect(await secrets()).toHaveLength(2);
  });

  test('ten parallel issues on two servers give one', async () => {
    const results = await parallel(10, (deps) => issueSecret(deps, { id: id(), actor }));
    expect(wins(results)).toBe(1);
    expect(await secrets()).toHaveLength(2);
  });

  test('the last one cannot be revoked, not even by two at once', async () => {
    const [only] = await secrets();
    await expect(
      revokeSecret(servers[0], { id: id(), secretId: only?.id ?? 0, actor }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const issued = await issueSecret(servers[0], { id: id(), actor });
    const results = await Promise.allSettled([
      revokeSecret(servers[0], { id: id(), secretId: only?.id ?? 0, actor }),
      revokeSecret(servers[1], { id: id(), secretId: issued.id, actor }),
    ]);
    expect(wins(results)).toBe(1);
    expect(await secrets()).toHaveLength(1);
  });

  test('issuing and revoking side by side never leaves none or three', async () => {
    for (let round = 0; round < 5; round += 1) {
      const live = await secrets();
      await Promise.allSettled([
        ...[0, 1].map((index) => issueSecret(server(index), { id: id(), actor })),
        ...live.map(({ id: secretId }, index) =>
          revokeSecret(server(index), { id: id(), secretId, actor }),
        ),
      ]);
      expect([1, 2]).toContain((await secrets()).length);
    }
  });

  test('another application’s secret is not found', async () => {
    const other = await createApplication(servers[0], { name: 'Other', kind: 'live', actor });
    await issueSecret(servers[0], { id: other.application.id, actor });
    await issueSecret(servers[0], { id: id(), actor });
    const [theirs] = await listApplicationSecrets(servers[0], other.application.id);
    await expect(
      revokeSecret(servers[0], { id: id(), secretId: theirs?.id ?? 0, actor }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await listApplicationSecrets(servers[0], other.application.id)).toHaveLength(2);
  });
});

describe('changing', () => {
  test('replaces the settings that are named and keeps the others', async () => {
    await updateApplication(servers[0], { id: id(), settings: { sender: 'Acme' }, actor });
    const changed = await updateApplication(servers[1], {
      id: id(),
      name: 'Acme Ltd',
      settings: { countries: null },
      actor,
    });
    expect(changed).toMatchObject({
      name: 'Acme Ltd',
      settings: { sender: 'Acme', countries: null },
    });
  });

  test('twenty side by side each keep their own setting', async () => {
    const changes = [{ sender: 'Acme' }, { countries: null }, { customCodes: true }] as const;
    await Promise.all(
      Array.from({ length: 21 }, (_, index) =>
        updateApplication(server(index), {
          id: id(),
          settings: changes[index % 3] as Parameters<typeof updateApplication>[1]['settings'] &
            object,
          actor,
        }),
      ),
    );
    const { settings } = await getApplication(servers[0], id());
    expect(settings).toMatchObject({ sender: 'Acme', countries: null, customCodes: true });
  });

  test.each([
    ['a wrong setting', { settings: { sender: '!' } }],
    ['an empty name', { name: ' ' }],
    ['a name of 101 letters', { name: 'x'.repeat(101) }],
    ['a name with a NUL', { name: 'a\u0000b' }],
  ])('%s changes nothing', async (_name, change) => {
    await expect(
      updateApplication(servers[0], { id: id(), actor, ...change }),
    ).rejects.toMatchObject({ code: 'invalid_parameter' });
    expect(await getApplication(servers[0], id())).toMatchObject({
      name: 'Acme',
      settings: { sender: 'VERIFY' },
    });
  });
});

describe('retiring', () => {
  test('happens once, and after it nothing can be changed', async () => {
    const results = await parallel(6, (deps) => retireApplication(deps, { id: id(), actor }));
    expect(wins(results)).toBe(1);
    const later = [
      () => updateApplication(servers[0], { id: id(), name: 'New', actor }),
      () => issueSecret(servers[0], { id: id(), actor }),
      () => retireApplication(servers[0], { id: id(), actor }),
    ];
    for (const work of later) await expect(work()).rejects.toMatchObject({ code: 'not_found' });
    expect((await getApplication(servers[0], id())).retiredAt).toBeInstanceOf(Date);
  });
});

test('every act stands in the audit with who did it, and no secret', async () => {
  const issued = await issueSecret(servers[0], { id: id(), actor });
  await updateApplication(servers[0], { id: id(), settings: { sender: 'Acme' }, actor });
  await revokeSecret(servers[0], { id: id(), secretId: issued.id, actor });
  await retireApplication(servers[0], { id: id(), actor });
  const entries = await database.db.query<{ action: string; actor: string }>(
    sql`select action, actor, subject, data from audit_entries
      where application_id = ${id()} order by id`,
  );
  expect(entries.map(({ action }) => action)).toEqual([
    'application.created',
    'application.secret_issued',
    'application.updated',
    'application.secret_revoked',
    'application.retired',
  ]);
  expect(entries.every((entry) => entry.actor === actor)).toBe(true);
  expect(JSON.stringify(entries)).not.toContain(issued.apiSecret);
});

test('unknown applications are not found', async () => {
  const nobody = { id: 999_999, actor };
  const calls = [
    () => getApplication(servers[0], nobody.id),
    () => updateApplication(servers[0], nobody),
    () => issueSecret(servers[0], nobody),
    () => revokeSecret(servers[0], { ...nobody, secretId: 1 }),
    () => retireApplication(servers[0], nobody),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'not_found' });
});

describe('a secret the caller chose', () => {
  const secret = 'Ch0sen-by-me';

  test('is kept as its MAC alone, of a sandbox too, and hinted at by two letters', async () => {
    const sandbox = await createApplication(servers[0], { name: 'S', kind: 'sandbox', actor });
    const request = { id: sandbox.application.id, actor, secret };
    expect((await issueSecret(servers[0], request)).apiSecret).toBe(secret);
    expect(await sandboxSecretOf(servers[0], request.id)).toBe(sandbox.apiSecret);
    const [newest] = await listApplicationSecrets(servers[0], request.id);
    expect(newest?.hint).toBe('me');
  });

  test('takes the place of all others, and of many at once one set is left', async () => {
    await issueSecret(servers[0], { id: id(), actor });
    const results = await parallel(6, (one) => replaceSecrets(one, { id: id(), actor, secret }));
    expect(wins(results)).toBe(6);
    expect(await secrets()).toHaveLength(1);
  });

  test.each(['Sh0rt', 'alllower1', 'ALLUPPER1', 'NoDigits', `L0ng${'x'.repeat(30)}`, 'W1th space'])(
    '%s is too weak',
    async (weak) => {
      const refusal = { code: 'invalid_parameter', publicDetail: { parameter: 'secret' } };
      const request = { id: id(), actor, secret: weak };
      await expect(issueSecret(servers[0], request)).rejects.toMatchObject(refusal);
      await expect(replaceSecrets(servers[0], request)).rejects.toMatchObject(refusal);
      expect(await secrets()).toHaveLength(1);
    },
  );
});
