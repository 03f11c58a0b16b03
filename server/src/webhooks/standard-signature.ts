/**
 * Signatures of Standard Webhooks 1.0.0 (https://github.com/standard-webhooks/standard-webhooks): an
 * HMAC-SHA256 over id, time and body, under the key in a secret `whsec_…`.
 */
import { createHmac } from 'node:crypto';
import { equalsInConstantTime } from '../kernel/secret-box.ts';

const prefix = 'whsec_';
const version = 'v1';
/** What receivers should accept between a signature's time and theirs. */
export const toleranceSeconds = 300;

/** 24 to 64 bytes are allowed; ours have 32. */
export function standardSecret(key: Buffer): string {
  return `${prefix}${key.toString('base64')}`;
}

/** What is signed. `timestamp` is in seconds since 1970, as in its header. */
export function standardBase(signed: { id: string; timestamp: string; body: string }): string {
  return `${signed.id}.${signed.timestamp}.${signed.body}`;
}

export function signStandard(secret: string, base: string): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return `${version},${createHmac('sha256', key).update(base).digest('base64')}`;
}

/** The three headers of one attempt, signed under every secret given: two while one is replaced. */
export function standardHeaders(
  secrets: readonly string[],
  signed: { id: string; body: string; now: Date },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(signed.now.getTime() / 1000));
  const base = standardBase({ ...signed, timestamp });
  return {
    'webhook-id': signed.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signStandard(secret, base)).join(' '),
  };
}

/** Whether any signature of a header is right under a secret; others may be of newer versions. */
export function isStandardSignature(header: string, secret: string, base: string): boolean {
  const own = Buffer.from(signStandard(secret, base));
  return header.split(/\s+/).some((each) => equalsInConstantTime(own, Buffer.from(each)));
}
