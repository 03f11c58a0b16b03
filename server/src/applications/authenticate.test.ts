import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { authenticate, type Credentials } from './authenticate.ts';
import { type CreatedApplication, createApplication } from './create-application.ts';
import { createApplicationDirectory } from './directory.ts';
import {
  issueSecret,
  listApplicationSecrets,
  retireApplication,
  revokeSecret,
} from './manage-application.ts';
import { signatureAlgorithms, signParameters } from './signature.ts';

let database: TestDatabase;
let made: CreatedApplication;
let deps: Parameters<typeof authenticate>[0] & Parameters<typeof issueSecret>[0];
const now = new Date('2026-03-04T05:06:07Z');
const nowSeconds = now.getTime() / 1000;
const keyRing = readKeyRing(generateKeyRing());

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const directory = createApplicationDirectory({ db, keyRing });
  deps = { db, keyRing, directory, clock: { now: () => now } };
  made = await createApplication({ db, keyRing }, { name: 'Acme', kind: 'live', actor: 'system' });
});
afterAll(() => database.drop());

const withSecret = (apiKey: string, secret: string): Credentials => ({
  apiKey,
  proof: { kind: 'secret', secret },
});

function withSignature(
  changes: Record<string, string> = {},
  options: { secret?: string; algorithm?: (typeof signatureAlgorithms)[number] } = {},
): Credentials {
  const apiKey = changes.api_key ?? made.application.apiKey;
  const parameters = { api_key: apiKey, to: '12025550100', timestamp: `${nowSeconds}`, ...changes };
  const { secret = made.signatureSecret, algorithm = 'sha256' } = options;
  const signature = signParameters(parameters, secret, algorithm);
  return { apiKey, proof: { kind: 'signature', signature, parameters } };
}

const refusal = (reason: string) => ({
  name: 'PlatformError',
  code: 'invalid_credentials',
  publicDetail: { reason },
});

test('the right secret opens', async () => {
  const known = await authenticate(deps, withSecret(made.application.apiKey, made.apiSecret));
  expect(known.application.id).toBe(made.application.id);
});

test.each(signatureAlgorithms)('a %s signature opens, in either case', async (algorithm) => {
  const signed = withSignature({}, { algorithm });
  if (signed.proof.kind !== 'signature') throw new Error('not signed');
  for (const signature of [
    signed.proof.signature.toLowerCase(),
    signed.proof.signature.toUpperCase(),
  ]) {
    const known = await authenticate(deps, { ...signed, proof: { ...signed.proof, signature } });
    expect(known.application.id).toBe(made.application.id);
  }
});

describe('an unknown key and a wrong secret are refused alike', () => {
  test.each([
    ['an unknown key', () => withSecret('00000000', made.apiSecret)],
    ['a wrong secret', () => withSecret(made.application.apiKey, 'wrong')],
    ['an empty secret', () => withSecret(made.application.apiKey, '')],
    [
      'the secret in capitals',
      () => withSecret(made.application.apiKey, made.apiSecret.toUpperCase()),
    ],
    [
      'the signature secret as secret',
      () => withSecret(made.application.apiKey, made.signatureSecret),
    ],
    ['a key in capitals', () => withSecret('ABCDEF01', made.apiSecret)],
    ['an empty key', () => withSecret('', made.apiSecret)],
    ['a key with a NUL', () => withSecret('abc\u0000def', made.apiSecret)],
    ['a key of 100,000 letters', () => withSecret('a'.repeat(100_000), made.apiSecret)],
    ['a secret with a NUL', () => withSecret(made.application.apiKey, '\u0000')],
  ])('%s', async (_name, credentials) => {
    await expect(authenticate(deps, credentials())).rejects.toMatchObject(refusal('secret'));
  });

  test.each([
    ['an unknown key', () => withSignature({ api_key: '00000000' })],
    ['another secret', () => withSignature({}, { secret: 'other' })],
    ['the API secret', () => withSignature({}, { secret: made.apiSecret })],
  ])('signed: %s', async (_name, credentials) => {
    await expect(authenticate(deps, credentials())).rejects.toMatchObject(refusal('signature'));
  });
});

test('a signature of other parameters does not open', async () => {
  const signed = withSignature();
  if (signed.proof.kind !== 'signature') throw new Error('not signed');
  for (const change of [{ to: '12025550101' }, { extra: '1' }]) {
    const parameters = { ...signed.proof.parameters, ...change };
    await expect(
      authenticate(deps, { ...signed, proof: { ...signed.proof, parameters } }),
    ).rejects.toMatchObject(refusal('signature'));
  }
});

test.each([
  [0, true],
  [-300, true],
  [300, true],
  [-301, false],
  [301, false],
  [-86_400, false],
])('a signature made %i seconds from now opens: %s', async (offset, opens) => {
  const work = authenticate(deps, withSignature({ timestamp: `${nowSeconds + offset}` }));
  if (opens) await expect(work).resolves.toBeDefined();
  else await expect(work).rejects.toMatchObject(refusal('signature'));
});

test.each([[''], ['soon'], ['NaN'], ['Infinity']])(
  'a signed request with the timestamp %j is refused',
  async (timestamp) => {
    await expect(authenticate(deps, withSignature({ timestamp }))).rejects.toMatchObject(
      refusal('signature'),
    );
  },
);

test('a signed request without a timestamp is refused', async () => {
  const parameters = { api_key: made.application.apiKey };
  const signature = signParameters(parameters, made.signatureSecret, 'sha256');
  const proof = { kind: 'signature' as const, signature, parameters };
  await expect(
    authenticate(deps, { apiKey: made.application.apiKey, proof }),
  ).rejects.toMatchObject(refusal('signature'));
});

describe('changes hold at once on the node that made them', () => {
  test('a second secret opens beside the first, and a revoked one no longer does', async () => {
    const { id, apiKey } = made.application;
    const issued = await issueSecret(deps, { id, actor: 'system' });
    await authenticate(deps, withSecret(apiKey, made.apiSecret));
    await authenticate(deps, withSecret(apiKey, issued.apiSecret));
    const first = (await listApplicationSecrets(deps, id)).find(
      ({ hint }) => hint === made.apiSecret.slice(-4),
    );
    await revokeSecret(deps, { id, secretId: first?.id ?? 0, actor: 'system' });
    await expect(authenticate(deps, withSecret(apiKey, made.apiSecret))).rejects.toMatchObject(
      refusal('secret'),
    );
    await authenticate(deps, withSecret(apiKey, issued.apiSecret));
  });

  test('a retired application is unknown', async () => {
    const other = await createApplication(deps, { name: 'Old', kind: 'sandbox', actor: 'system' });
    const credentials = withSecret(other.application.apiKey, other.apiSecret);
    await authenticate(deps, credentials);
    await retireApplication(deps, { id: other.application.id, actor: 'system' });
    await expect(authenticate(deps, credentials)).rejects.toMatchObject(refusal('secret'));
  });
});
