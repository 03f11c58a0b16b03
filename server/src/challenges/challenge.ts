/**
 * A challenge on a hosted page: the application makes it and sends the person to its address; the
 * person types the code there and returns with a result, which the application confirms from server to
 * server. The result is bound to the application, the subject and the purpose it was made for, and good
 * once (docs/how-to/hosted-page.md).
 */
import { createHash } from 'node:crypto';
import { randomBytes } from '../kernel/random.ts';
import { equalsInConstantTime, type KeyRing } from '../kernel/secret-box.ts';

/** How the page looks and where it leads; sealed in the row. */
export interface ChallengePage {
  readonly brand: string;
  /** BCP 47; the browser's language otherwise. */
  readonly locale: string | null;
  /** Channels the person may choose from; the first was used. */
  readonly channels: readonly string[];
  readonly returnUrl: string;
  /** Given back as it is. */
  readonly state: string | null;
}

export type ChallengeStatus = 'open' | 'passed' | 'cancelled' | 'expired';

export interface Challenge {
  readonly id: string;
  readonly verificationId: string;
  readonly subject: string;
  readonly purpose: string;
  readonly status: ChallengeStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly passedAt: Date | null;
  readonly confirmedAt: Date | null;
}

/** The page lives as long as a code may, and a little for the way back. */
export const challengeLifeSeconds = 900;
/** How long a result may be confirmed. */
export const resultLifeSeconds = 600;

export const pageContext = (id: string): string => `challenges.page:${id}`;

/** 256 random bits, for an address or a result. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const macName = 'challenge-result';

/** A result names its challenge and is signed, so that one made up is refused without a look-up. */
export function newResult(keyRing: KeyRing, challengeId: string): string {
  const secret = newToken();
  return `${secret}.${signatureOf(keyRing, challengeId, secret).toString('base64url')}`;
}

export function isOwnResult(keyRing: KeyRing, challengeId: string, result: string): boolean {
  const [secret = '', signature = ''] = result.split('.');
  const given = Buffer.from(signature, 'base64url');
  return equalsInConstantTime(given, signatureOf(keyRing, challengeId, secret));
}

function signatureOf(keyRing: KeyRing, challengeId: string, secret: string): Buffer {
  return keyRing.mac(macName, `${challengeId}.${secret}`);
}
