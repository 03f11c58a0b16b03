/**
 * Decides which application signed a token (JWT, RFC 7519; RS256 only, RFC 8725). The application is
 * named inside and proven by its own keys alone: no key of another one opens it. Claims and lives as
 * the vendor documents them: https://developer.vonage.com/en/getting-started/concepts/authentication
 */
import type { KeyObject } from 'node:crypto';
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { PlatformError } from '../kernel/errors.ts';
import type { ApplicationDirectory, KnownApplication } from './directory.ts';
import { refuseEvenly } from './refuse-evenly.ts';
import { allowsCall, type TokenCall } from './token-paths.ts';

export interface AuthenticateJwtDeps {
  readonly directory: ApplicationDirectory;
  readonly clock: { now(): Date };
}

export interface JwtRequest {
  readonly token: string;
  /** What it is used for: a token may be good for some paths only. */
  readonly call: TokenCall;
}

/** Longer ones are not even read; the vendor's SDKs make some 600 characters. */
const tokenCharactersMax = 8_192;
/** How far two clocks may be apart. */
const toleranceSeconds = 10;
const lifeSecondsDefault = 900;
const lifeSecondsMin = 30;
const lifeSecondsMax = 86_400;

/**
 * @throws PlatformError `invalid_credentials`; its reason is `expired` for one that was good before,
 * `acl` for one that is good for other paths, `token` for all others.
 */
export function authenticateJwt(
  deps: AuthenticateJwtDeps,
  request: JwtRequest,
): Promise<KnownApplication> {
  return refuseEvenly(() => decide(deps, request));
}

async function decide(
  deps: AuthenticateJwtDeps,
  { token, call }: JwtRequest,
): Promise<KnownApplication> {
  const wireId = readApplicationId(token);
  if (wireId === undefined) throw refused('token');
  const { directory } = deps;
  const proven =
    (await prove(deps, token, await directory.find({ wireId }))) ??
    (await prove(deps, token, await directory.findAgain({ wireId })));
  if (!proven) throw refused('token');
  assertTimes(proven.claims, deps.clock.now());
  if (!allowsCall(proven.claims.acl, call)) throw refused('acl');
  return proven.known;
}

function refused(reason: 'expired' | 'acl' | 'token'): PlatformError {
  return new PlatformError('invalid_credentials', { reason });
}

/** Whose keys to try: believed only when one of them fits. */
function readApplicationId(token: string): string | undefined {
  if (token.length > tokenCharactersMax) return undefined;
  try {
    const { application_id: id } = decodeJwt(token);
    return typeof id === 'string' ? id.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}

interface Proven {
  readonly known: KnownApplication;
  readonly claims: JWTPayload;
}

async function prove(
  deps: AuthenticateJwtDeps,
  token: string,
  known: KnownApplication | undefined,
): Promise<Proven | undefined> {
  for (const key of known?.publicKeys ?? []) {
    const claims = await claimsUnder(deps, token, key);
    if (known && claims) return { known, claims };
  }
  return undefined;
}

/** Undefined when the key does not fit. @throws PlatformError for a signed token out of its time. */
async function claimsUnder(
  deps: AuthenticateJwtDeps,
  token: string,
  key: KeyObject,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, {
      // Never what the token says: `none`, or HS256 keyed with the public key, must not open.
      algorithms: ['RS256'],
      clockTolerance: toleranceSeconds,
      currentDate: deps.clock.now(),
      requiredClaims: ['application_id', 'iat'],
    });
    return payload;
  } catch (error) {
    // The signature has been looked at before the times are.
    if (error instanceof errors.JWTExpired) throw refused('expired');
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** The library has looked at `exp` and `nbf` where they are; the rest is the vendor's own. */
function assertTimes(claims: JWTPayload, now: Date): void {
  const { iat, exp, jti } = claims;
  if (iat === undefined || (jti !== undefined && typeof jti !== 'string')) throw refused('token');
  const seconds = now.getTime() / 1000;
  if (iat > seconds + toleranceSeconds) throw refused('token');
  const life = exp === undefined ? lifeSecondsDefault : exp - iat;
  if (life < lifeSecondsMin || life > lifeSecondsMax) throw refused('token');
  if (iat + life + toleranceSeconds <= seconds) throw refused('expired');
}
