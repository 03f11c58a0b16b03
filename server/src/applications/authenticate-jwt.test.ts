import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { type AuthenticateJwtDeps, authenticateJwt } from './authenticate-jwt.ts';
import { type CreatedApplication, createApplication } from './create-application.ts';
import { createApplicationDirectory } from './directory.ts';
import { retireApplication } from './manage-application.ts';
import { addPublicKey, listPublicKeys, retirePublicKey } from './public-keys.ts';

const keyRing = readKeyRing(generateKeyRing());
const now = new Date('2026-03-04T05:06:07Z');
const nowSeconds = now.getTime() / 1000;
const keys = Array.from({ length: 3 }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }));
const [own, others, second] = keys as [Pair, Pair, Pair];
type Pair = ReturnType<typeof generateKeyPairSync> & {
  publicKey: KeyObject;
  privateKey: KeyObject;
};
const pemOf = (pair: Pair) => pair.publicKey.export({ format: 'pem', type: 'spki' }) as string;
const call = { method: 'POST', path: '/v2/verify' };

let database: TestDatabase;
let acme: CreatedApplication;
let rival: CreatedApplication;
let deps: AuthenticateJwtDeps & Parameters<typeof retireApplication>[0];
/** A second node on the same database. */
let elsewhere: typeof deps;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const node = () => ({
    db,
    keyRing,
    directory: createApplicationDirectory({ db, keyRing }),
    clock: { now: () => now },
  });
  deps = node();
  elsewhere = node();
  const make = (name: string) =>
    createApplication({ db, keyRing }, { name, kind: 'live', actor: 'system' });
  acme = await make('Acme');
  rival = await make('Rival');
  await addPublicKey(deps, { id: acme.application.id, pem: pemOf(own), actor: 'system' });
  await addPublicKey(deps, { id: rival.application.id, pem: pemOf(others), actor: 'system' });
});
afterAll(() => database.drop());

function claims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { wireId } = acme.application;
  const usual = { application_id: wireId, iat: nowSeconds, exp: nowSeconds + 900, jti: 'j1' };
  return Object.fromEntries(
    Object.entries({ ...usual, ...changes }).filter(([, value]) => value !== undefined),
  );
}

function sign(changes: Record<string, unknown> = {}, pair: Pair = own): Promise<string> {
  return new SignJWT(claims(changes))
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .sign(pair.privateKey);
}

/** A token in any form, as a forger writes it. */
function forge(header: object, payload: object, signature: (input: string) => string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signature(input)}`;
}

const refusal = (reason: string) => ({
  code: 'invalid_credentials',
  publicDetail: { reason },
});
const authenticateOn = async (node: AuthenticateJwtDeps, token: string) =>
  (await authenticateJwt(node, { token, call })).application.id;

describe('opens', () => {
  test.each([
    ['an ordinary token', {}],
    ['one without exp, for 15 minutes', { exp: undefined, iat: nowSeconds - 890 }],
    ['one without jti', { jti: undefined }],
    ['one of 24 hours', { exp: nowSeconds + 86_400 }],
    ['one of 30 seconds', { exp: nowSeconds + 30 }],
    ['one of a clock 9 seconds ahead', { iat: nowSeconds + 9, exp: nowSeconds + 909 }],
    ['one whose nbf has come', { nbf: nowSeconds }],
    ['one for this path', { acl: { paths: { '/*/verify/**': {} } } }],
  ])('%s', async (_name, changes) => {
    expect(await authenticateOn(deps, await sign(changes))).toBe(acme.application.id);
  });

  test('one that writes its application in capitals', async () => {
    const token = await sign({ application_id: acme.application.wireId.toUpperCase() });
    expect(await authenticateOn(deps, token)).toBe(acme.application.id);
  });
});

describe('tells an expired token from a wrong one', () => {
  test.each([
    ['exp is over', { iat: nowSeconds - 920, exp: nowSeconds - 20 }, 'expired'],
    ['no exp and older than 15 minutes', { exp: undefined, iat: nowSeconds - 920 }, 'expired'],
    ['exp before iat', { exp: nowSeconds - 1, iat: nowSeconds }, 'token'],
    ['a life of 29 seconds', { exp: nowSeconds + 29 }, 'token'],
    ['a life over 24 hours', { exp: nowSeconds + 86_401 }, 'token'],
    ['endless', { exp: 1e300 }, 'token'],
    ['made in an hour', { iat: nowSeconds + 3_600, exp: nowSeconds + 4_500 }, 'token'],
    ['made at the end of time', { iat: 1e300, exp: undefined }, 'token'],
    ['not yet good', { nbf: nowSeconds + 60 }, 'token'],
    ['no iat', { iat: undefined }, 'token'],
    ['iat as text', { iat: `${nowSeconds}` }, 'token'],
    ['exp as text', { exp: `${nowSeconds + 900}` }, 'token'],
    ['jti as a number', { jti: 7 }, 'token'],
    ['no application_id', { application_id: undefined }, 'token'],
    ['an application_id that is none', { application_id: "' or true --" }, 'token'],
    ['an application_id that is a list', { application_id: [1] }, 'token'],
    [
      'an unknown application_id',
      { application_id: 'c11236f4-00bf-4b89-84ba-88b25df97315' },
      'token',
    ],
    ['the API key for an application_id', { application_id: '00000000' }, 'token'],
    ['other paths', { acl: { paths: { '/*/users/**': {} } } }, 'acl'],
    ['an empty list of paths', { acl: { paths: {} } }, 'acl'],
    ['a list of paths that is none', { acl: 'everything' }, 'acl'],
  ])('%s', async (_name, changes, reason) => {
    await expect(authenticateOn(deps, await sign(changes))).rejects.toMatchObject(refusal(reason));
  });

  test('a token of another signer is wrong, not expired, however old it is', async () => {
    const token = await sign({ iat: nowSeconds - 9_000, exp: nowSeconds - 8_000 }, others);
    await expect(authenticateOn(deps, token)).rejects.toMatchObject(refusal('token'));
  });
});

describe('hostile tokens', () => {
  const hmac = (secret: string | Buffer) => (input: string) =>
    createHmac('sha256', secret).update(input).digest('base64url');
  const spki = own.publicKey.export({ format: 'der', type: 'spki' });

  test.each([
    ['alg none', () => forge({ alg: 'none' }, claims(), () => '')],
    ['alg None', () => forge({ alg: 'None' }, claims(), () => '')],
    ['no alg', () => forge({ typ: 'JWT' }, claims(), () => '')],
    [
      'HS256 with the public key as secret',
      () => forge({ alg: 'HS256', typ: 'JWT' }, claims(), hmac(pemOf(own))),
    ],
    ['HS256 with its DER as secret', () => forge({ alg: 'HS256' }, claims(), hmac(spki))],
    ['HS256 with an empty secret', () => forge({ alg: 'HS256' }, claims(), hmac(''))],
    [
      'HS256 with the signature secret',
      () => forge({ alg: 'HS256' }, claims(), hmac(acme.signatureSecret)),
    ],
    ['RS256 without a signature', () => forge({ alg: 'RS256' }, claims(), () => '')],
    ['RS256 with zeros', () => forge({ alg: 'RS256' }, claims(), () => 'A'.repeat(342))],
    [
      'a key of its own in the header',
      () =>
        forge(
          { alg: 'RS256', jwk: others.publicKey.export({ format: 'jwk' }) },
          claims(),
          () => 'AA',
        ),
    ],
    [
      'an unknown critical header',
      () => forge({ alg: 'RS256', crit: ['x'], x: 1 }, claims(), () => 'AA'),
    ],
    ['nothing', () => ''],
    ['two dots', () => '..'],
    ['no token', () => 'Bearer'],
    ['JSON that is no object', () => forge([], [], () => '')],
    ['NUL in the application', () => forge({ alg: 'RS256' }, { application_id: '\0' }, () => '')],
  ])('%s opens nothing', async (_name, make) => {
    await expect(authenticateOn(deps, make())).rejects.toMatchObject(refusal('token'));
  });

  test('PS256 and RS512 under the right key open nothing: one algorithm only', async () => {
    for (const alg of ['PS256', 'RS512']) {
      const token = await new SignJWT(claims()).setProtectedHeader({ alg }).sign(own.privateKey);
      await expect(authenticateOn(deps, token)).rejects.toMatchObject(refusal('token'));
    }
  });

  test('a payload changed after signing opens nothing', async () => {
    const [header, , signature] = (await sign()).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ exp: nowSeconds + 9_000 })));
    const token = `${header}.${payload.toString('base64url')}.${signature}`;
    await expect(authenticateOn(deps, token)).rejects.toMatchObject(refusal('token'));
  });

  test('another tenant’s key does not sign for this application, nor its application for ours', async () => {
    await expect(authenticateOn(deps, await sign({}, others))).rejects.toMatchObject(
      refusal('token'),
    );
    const { wireId } = rival.application;
    await expect(
      authenticateOn(deps, await sign({ application_id: wireId })),
    ).rejects.toMatchObject(refusal('token'));
    const theirs = await sign({ application_id: wireId }, others);
    expect(await authenticateOn(deps, theirs)).toBe(rival.application.id);
  });

  test('a huge token is refused unread, whoever signed it', async () => {
    const token = await sign({ filler: 'x'.repeat(2_000_000) });
    await expect(authenticateOn(deps, token)).rejects.toMatchObject(refusal('token'));
  });

  test.each([
    ['of nobody', () => sign({ application_id: randomUUID() })],
    ['signed with another key', () => sign({}, others)],
    ['that is none', async () => 'a.b.c'],
  ])('one %s is refused on the beat', async (_name, make) => {
    const token = await make();
    const startedAt = performance.now();
    await expect(authenticateOn(deps, token)).rejects.toMatchObject(refusal('token'));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(25);
  });
});

describe('rotation', () => {
  test('a second key works at once on every node, a retired one nowhere after a second', async () => {
    const { id } = acme.application;
    const withSecond = () => sign({ jti: `${Math.trunc(performance.now())}` }, second);
    await expect(authenticateOn(elsewhere, await withSecond())).rejects.toThrow();
    // What the other node has just looked up may be remembered for a moment.
    await new Promise((resolve) => setTimeout(resolve, 120));
    const added = await addPublicKey(deps, { id, pem: pemOf(second), actor: 'system' });
    expect(await authenticateOn(elsewhere, await withSecond())).toBe(id);
    expect(await authenticateOn(elsewhere, await sign())).toBe(id);

    await retirePublicKey(deps, { id, keyId: added.id, actor: 'system' });
    await expect(authenticateOn(deps, await withSecond())).rejects.toMatchObject(refusal('token'));
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await expect(authenticateOn(elsewhere, await withSecond())).rejects.toMatchObject(
      refusal('token'),
    );
    expect(await authenticateOn(elsewhere, await sign())).toBe(id);
    expect((await listPublicKeys(deps, id)).map(({ bits }) => bits)).toEqual([2048]);
  });

  test('tokens of a retired application open nothing', async () => {
    await retireApplication(deps, { id: rival.application.id, actor: 'system' });
    const token = await sign({ application_id: rival.application.wireId }, others);
    await expect(authenticateOn(deps, token)).rejects.toMatchObject(refusal('token'));
  });
});
