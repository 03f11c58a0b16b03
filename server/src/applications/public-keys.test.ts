import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { listAudit } from '../audit/list-audit.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { createApplication } from './create-application.ts';
import { createApplicationDirectory } from './directory.ts';
import { addPublicKey, listPublicKeys, retirePublicKey } from './public-keys.ts';

const keyRing = readKeyRing(generateKeyRing());
let database: TestDatabase;
let deps: Parameters<typeof addPublicKey>[0];
let id: number;
let rivalId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  deps = { db, directory: createApplicationDirectory({ db, keyRing }) };
});
beforeEach(async () => {
  const make = async (name: string) =>
    (await createApplication({ db: database.db, keyRing }, { name, kind: 'live', actor: 'system' }))
      .application.id;
  id = await make('Acme');
  rivalId = await make('Rival');
});
afterAll(() => database.drop());

function rsa(modulusLength = 2048, publicExponent = 65_537, type: 'spki' | 'pkcs1' = 'spki') {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return {
    pem: publicKey.export({ format: 'pem', type }) as string,
    secret: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  };
}
const add = (pem: string, of = id) => addPublicKey(deps, { id: of, pem, actor: 'operator:1' });

test('both PEM forms of a key are one key', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const added = await add(publicKey.export({ format: 'pem', type: 'pkcs1' }) as string);
  expect(added).toMatchObject({ bits: 2048, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await expect(
    add(publicKey.export({ format: 'pem', type: 'spki' }) as string),
  ).rejects.toMatchObject({
    code: 'conflict',
    publicDetail: { reason: 'this key is live already' },
  });
  expect(await listPublicKeys(deps, id)).toEqual([added]);
});

test('two keys may be live, of any number asked for at once', async () => {
  const pems = Array.from({ length: 6 }, () => rsa().pem);
  const results = await Promise.allSettled(pems.map((pem) => add(pem)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await listPublicKeys(deps, id)).toHaveLength(2);
});

test('the last key may be retired, once, and its application alone may do so', async () => {
  const { id: keyId, fingerprint } = await add(rsa().pem);
  const retire = (of: number) => retirePublicKey(deps, { id: of, keyId, actor: 'operator:1' });
  await expect(retire(rivalId)).rejects.toMatchObject({ code: 'not_found' });
  expect(await listPublicKeys(deps, rivalId)).toEqual([]);
  await retire(id);
  await expect(retire(id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await listPublicKeys(deps, id)).toEqual([]);
  const { items } = await listAudit(deps, { limit: 10 });
  expect(items.map(({ action, subject }) => [action, subject])).toEqual(
    expect.arrayContaining([
      ['application.key_added', fingerprint],
      ['application.key_retired', fingerprint],
    ]),
  );
});

test('a private key is refused, and told so', async () => {
  const { secret } = rsa();
  await expect(add(secret)).rejects.toMatchObject({
    code: 'invalid_parameter',
    publicDetail: { reason: expect.stringContaining('private key') },
  });
});

test.each([
  ['1024 bits', () => rsa(1024).pem],
  ['exponent 3', () => rsa(2048, 3).pem],
  ['an elliptic curve', () => ecPem()],
  ['no PEM', () => 'hello'],
  ['an empty PEM', () => '-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----'],
  ['nonsense in a PEM', () => '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
  ['a huge PEM', () => `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(1e6)}\n-----END PUBLIC KEY-----`],
  ['two keys', () => rsa().pem + rsa().pem],
])('%s is refused', async (_name, make) => {
  await expect(add(make())).rejects.toMatchObject({
    code: 'invalid_parameter',
    publicDetail: { parameter: 'publicKey' },
  });
});

function ecPem(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ format: 'pem', type: 'spki' }) as string;
}
