/**
 * Signed requests and webhooks of the classic APIs.
 * Source: the vendor’s guide "signing messages", see docs/compatibility/nexmo-2fa.md.
 */
import { createHash, createHmac } from 'node:crypto';

export const signatureAlgorithms = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** `&key=value` of every parameter but `sig`, sorted by key, `&` and `=` in values replaced by `_`. */
export function signatureBase(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .filter((name) => name !== 'sig')
    .sort()
    .map((name) => `&${name}=${(parameters[name] as string).replace(/[&=]/g, '_')}`)
    .join('');
}

/** HMACs are upper-case hex and md5hash lower-case: the mixture every vendor's verifier accepts. */
export function signParameters(
  parameters: Readonly<Record<string, string>>,
  secret: string,
  algorithm: SignatureAlgorithm,
): string {
  const base = signatureBase(parameters);
  if (algorithm === 'md5hash') {
    return createHash('md5')
      .update(base + secret)
      .digest('hex');
  }
  return createHmac(algorithm, secret).update(base).digest('hex').toUpperCase();
}
