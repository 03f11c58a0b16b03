/** Tokens got for a secret: whom they prove, and what ends them. */
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createTestApplicationValue } from '../../test-support/application-value.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { accessTokenSeconds, authenticateToken, issueAccessToken } from './access-token.ts';
import type { AuthenticateDeps } from './authenticate.ts';
import type { KnownApplication } from './directory.ts';

const keyRing = readKeyRing(generateKeyRing());
const start = new Date('2026-03-01T00:00:00Z').getTime();
const invalid = expect.objectContaining({ code: 'invalid_credentials' });
const macOf = (secret: string) => keyRing.mac('application-secret', secret);

/** Two applications; the secrets of the first may be changed by a test. */
function world() {
  const secrets: { [apiKey: string]: string[] } = { aaaaaaaa: ['one', 'two'], bbbbbbbb: ['one'] };
  const application = createTestApplicationValue('sandbox', []);
  const find = async (apiKey: string): Promise<KnownApplication | undefined> => {
    const own = secrets[apiKey];
    return own
      ? {
          application: { ...application, apiKey },
          secretMacs: own.map(macOf),
          signatureSecret: 'x',
          publicKeys: [],
        }
      : undefined;
  };
  const directory = { find, findAgain: find, forget: () => undefined };
  const at = (seconds: number): AuthenticateDeps => ({
    directory,
    keyRing,
    clock: { now: () => new Date(start + seconds * 1_000) },
  });
  return { secrets, at };
}

test('a token proves the application whose secret it was got with', async () => {
  const { at } = world();
  for (const secret of ['one', 'two']) {
    const { token } = await issueAccessToken(at(0), { apiKey: 'aaaaaaaa', secret });
    const { application } = await authenticateToken(at(1), token);
    expect(application.apiKey).toBe('aaaaaaaa');
  }
});

test('a wrong secret and an unknown key get none', async () => {
  const { at } = world();
  await expect(issueAccessToken(at(0), { apiKey: 'aaaaaaaa', secret: 'x' })).rejects.toThrow(
    invalid,
  );
  await expect(issueAccessToken(at(0), { apiKey: 'cccccccc', secret: 'one' })).rejects.toThrow(
    invalid,
  );
});

test('it dies with its secret, and with no other', async () => {
  const { secrets, at } = world();
  const { token } = await issueAccessToken(at(0), { apiKey: 'aaaaaaaa', secret: 'one' });
  secrets.aaaaaaaa = ['one'];
  await expect(authenticateToken(at(1), token)).resolves.toBeDefined();
  secrets.aaaaaaaa = ['two', 'three'];
  await expect(authenticateToken(at(1), token)).rejects.toThrow(invalid);
  secrets.aaaaaaaa = [];
  await expect(authenticateToken(at(1), token)).rejects.toThrow(invalid);
});

test('it lives a day', async () => {
  const { at } = world();
  const { token, expiresInSeconds } = await issueAccessToken(at(0), {
    apiKey: 'aaaaaaaa',
    secret: 'one',
  });
  expect(expiresInSeconds).toBe(86_400);
  await expect(authenticateToken(at(accessTokenSeconds - 1), token)).resolves.toBeDefined();
  await expect(authenticateToken(at(accessTokenSeconds), token)).rejects.toThrow(invalid);
});

describe('a token that is not ours', () => {
  const claims = { iss: 'countersign', sub: 'C-aaaaaaaa', exp: start / 1_000 + 60 };
  const signed = (payload: object, key: Buffer, alg = 'HS512') =>
    new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(key);
  const keyOf = (secret: string) =>
    Buffer.concat([1, 2].map((part) => keyRing.mac(`access-token-${part}`, macOf(secret))));

  test('is refused, where the same with nothing wrong is taken', async () => {
    const { secrets, at } = world();
    const key = keyOf('two');
    // What an application without secrets is compared with proves nothing.
    const nobody = Buffer.concat(
      [1, 2].map((part) => keyRing.mac(`access-token-${part}`, Buffer.alloc(32))),
    );
    await expect(authenticateToken(at(0), await signed(claims, key))).resolves.toBeDefined();
    const { exp: _exp, ...endless } = claims;
    const wrong = [
      await signed({ ...claims, sub: 'C-bbbbbbbb' }, key),
      await signed({ ...claims, sub: 'aaaaaaaa' }, key),
      await signed({ ...claims, iss: 'somebody' }, key),
      await signed(endless, key),
      await signed(claims, key, 'HS256'),
      await signed(claims, macOf('two')),
      await signed(claims, Buffer.from('two'.padEnd(64, '\0'))),
      await signed(claims, nobody),
      'a.b.c',
      '',
    ];
    for (const token of wrong) {
      await expect(authenticateToken(at(0), token), token).rejects.toThrow(invalid);
    }
    secrets.aaaaaaaa = [];
    await expect(authenticateToken(at(0), await signed(claims, nobody))).rejects.toThrow(invalid);
  });
});

test('a token of nobody and one with a wrong signature are refused on the same beat', async () => {
  const { at } = world();
  const { token } = await issueAccessToken(at(0), { apiKey: 'aaaaaaaa', secret: 'one' });
  const [header, payload] = token.split('.') as [string, string];
  const claims = Buffer.from(payload, 'base64url').toString('utf8');
  const ofNobody = Buffer.from(claims.replace('aaaaaaaa', 'cccccccc')).toString('base64url');
  for (const forged of [`${header}.${payload}.AAAA`, `${header}.${ofNobody}.AAAA`, 'x.y.z']) {
    const startedAt = performance.now();
    await expect(authenticateToken(at(1), forged)).rejects.toThrow(invalid);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(25);
  }
});
