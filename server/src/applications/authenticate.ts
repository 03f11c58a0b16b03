/**
 * Decides which application a caller is, from a key with a secret or with a signature.
 * Must never tell an unknown key from a wrong secret, in words or in time.
 */
import { PlatformError } from '../kernel/errors.ts';
import { equalsInConstantTime, type KeyRing } from '../kernel/secret-box.ts';
import type { ApplicationDirectory, KnownApplication } from './directory.ts';
import { refuseEvenly } from './refuse-evenly.ts';
import { signatureAlgorithms, signParameters } from './signature.ts';

export interface Credentials {
  readonly apiKey: string;
  readonly proof:
    | { readonly kind: 'secret'; readonly secret: string }
    | {
        readonly kind: 'signature';
        readonly signature: string;
        /** All request parameters as sent, `sig` included or not. */
        readonly parameters: Readonly<Record<string, string>>;
      };
}

export interface AuthenticateDeps {
  readonly directory: ApplicationDirectory;
  readonly keyRing: KeyRing;
  readonly clock: { now(): Date };
}

/** How far the `timestamp` of a signed request may be off; the vendor's own verifier uses the same. */
const signatureAgeSecondsMax = 300;

/** @throws PlatformError `invalid_credentials`; its reason is `signature` for a bad signature. */
export function authenticate(
  deps: AuthenticateDeps,
  credentials: Credentials,
): Promise<KnownApplication> {
  const { directory } = deps;
  return refuseEvenly(async () => {
    const known =
      proven(deps, await directory.find(credentials.apiKey), credentials) ??
      proven(deps, await directory.findAgain(credentials.apiKey), credentials);
    if (known) return known;
    throw new PlatformError('invalid_credentials', {
      reason: credentials.proof.kind === 'signature' ? 'signature' : 'secret',
    });
  });
}

function proven(
  deps: AuthenticateDeps,
  known: KnownApplication | undefined,
  { proof }: Credentials,
): KnownApplication | undefined {
  const isProven =
    proof.kind === 'secret'
      ? provesSecret(deps, known, proof.secret)
      : provesSignature(deps, known, proof);
  return isProven ? known : undefined;
}

const nobody = [Buffer.alloc(32)];

function provesSecret(
  deps: AuthenticateDeps,
  known: KnownApplication | undefined,
  secret: string,
): boolean {
  // The MAC is computed for unknown keys too, so that both refusals cost the same.
  const mac = deps.keyRing.mac('application-secret', secret);
  const macs = known && known.secretMacs.length > 0 ? known.secretMacs : nobody;
  let isEqual = false;
  for (const candidate of macs) {
    if (equalsInConstantTime(mac, candidate)) isEqual = true;
  }
  return isEqual && known !== undefined;
}

function provesSignature(
  deps: AuthenticateDeps,
  known: KnownApplication | undefined,
  proof: { signature: string; parameters: Readonly<Record<string, string>> },
): boolean {
  const secret = known?.signatureSecret ?? 'no such application';
  const timestamp = Number(proof.parameters.timestamp);
  const ageSeconds = Math.abs(deps.clock.now().getTime() / 1000 - timestamp);
  const given = Buffer.from(proof.signature.toLowerCase());
  let isEqual = false;
  // A caller does not say which algorithm it used, so all five are tried.
  for (const algorithm of signatureAlgorithms) {
    const expected = signParameters(proof.parameters, secret, algorithm).toLowerCase();
    if (equalsInConstantTime(Buffer.from(expected), given)) isEqual = true;
  }
  return isEqual && ageSeconds <= signatureAgeSecondsMax && known !== undefined;
}
