/**
 * Access tokens: an application changes one of its API secrets for a token that lives a day (a JWT,
 * RFC 7519, HS512). The signing key is made of the secret's MAC under the key ring, so nothing is
 * stored, every node knows it, and the token dies with the secret it was got for.
 */
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import type { KnownApplication } from './directory.ts';
import { refuseEvenly } from './refuse-evenly.ts';

/** Life of a token. Integrators keep one for up to 23 hours. */
export const accessTokenSeconds = 86_400;

const algorithm = 'HS512';
const issuer = 'countersign';
/** Some clients and the token itself write the key so. */
const subjectPrefix = 'C-';

export interface AccessToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** @throws PlatformError `invalid_credentials` */
export async function issueAccessToken(
  deps: AuthenticateDeps,
  request: { readonly apiKey: string; readonly secret: string },
): Promise<AccessToken> {
  const { apiKey, secret } = request;
  await authenticate(deps, { apiKey, proof: { kind: 'secret', secret } });
  const issuedAt = Math.floor(deps.clock.now().getTime() / 1000);
  const token = await new SignJWT()
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(subjectPrefix + apiKey)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + accessTokenSeconds)
    .sign(signingKey(deps.keyRing, deps.keyRing.mac('application-secret', secret)));
  return { token, expiresInSeconds: accessTokenSeconds };
}

/** @throws PlatformError `invalid_credentials` for a token that is not ours, too old, or orphaned. */
export function authenticateToken(
  deps: AuthenticateDeps,
  token: string,
): Promise<KnownApplication> {
  const apiKey = subjectOf(token);
  return refuseEvenly(async () => {
    const known =
      (await proven(deps, await deps.directory.find(apiKey), token)) ??
      (await proven(deps, await deps.directory.findAgain(apiKey), token));
    if (known) return known;
    throw new PlatformError('invalid_credentials', { reason: 'token' });
  });
}

/** Whom the token says it is of, not proven yet; no key at all when it cannot be read. */
function subjectOf(token: string): string {
  try {
    const { sub } = decodeJwt(token);
    return typeof sub === 'string' && sub.startsWith(subjectPrefix)
      ? sub.slice(subjectPrefix.length)
      : '';
  } catch {
    return '';
  }
}

const nobody = [Buffer.alloc(32)];

/** Compared with as many keys for an unknown application as for one with a single secret. */
async function proven(
  deps: { readonly keyRing: KeyRing; readonly clock: Pick<Clock, 'now'> },
  known: KnownApplication | undefined,
  token: string,
): Promise<KnownApplication | undefined> {
  const macs = known && known.secretMacs.length > 0 ? known.secretMacs : nobody;
  const fits = await Promise.all(
    macs.map((mac) =>
      jwtVerify(token, signingKey(deps.keyRing, mac), {
        algorithms: [algorithm],
        issuer,
        currentDate: deps.clock.now(),
        requiredClaims: ['sub', 'exp'],
      }).then(
        () => true,
        () => false,
      ),
    ),
  );
  return fits.includes(true) && known && known.secretMacs.length > 0 ? known : undefined;
}

/** 64 bytes, as RFC 7518 §3.2 asks of HS512. */
function signingKey(keyRing: KeyRing, secretMac: Buffer): Buffer {
  return Buffer.concat([
    keyRing.mac('access-token-1', secretMac),
    keyRing.mac('access-token-2', secretMac),
  ]);
}
