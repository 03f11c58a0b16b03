/**
 * The documented request signature, written from the description and not from any
 * client, so that it can judge both the server and the clients.
 */
import { createHash, createHmac } from 'node:crypto';

export const signatureMethods = ['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const;
export type SignatureMethod = (typeof signatureMethods)[number];

function signatureBase(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .filter(([name]) => name !== 'sig')
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `&${name}=${value.replace(/[&=]/g, '_')}`)
    .join('');
}

export function sign(
  method: SignatureMethod,
  secret: string,
  params: Readonly<Record<string, string>>,
): string {
  const base = signatureBase(params);
  if (method === 'md5hash')
    return createHash('md5')
      .update(base + secret)
      .digest('hex');
  return createHmac(method, secret).update(base).digest('hex');
}

export function nowInSeconds(): string {
  return String(Math.floor(Date.now() / 1000));
}
