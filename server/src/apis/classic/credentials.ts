/**
 * Finds a classic caller's credentials in any of the five places: query, form, JSON body, Basic
 * header, `sig`. Parameters win over an Authorization header, because one client leaks an unrelated
 * Bearer header into its classic calls (see docs/compatibility/nexmo-verify.md).
 */
import type { Credentials } from '../../applications/authenticate.ts';
import type { ApiRequest } from '../contract.ts';
import type { Parameters } from './parameters.ts';

export type FoundCredentials =
  | { readonly kind: 'found'; readonly credentials: Credentials }
  | { readonly kind: 'missing'; readonly parameter: 'api_key' | 'api_secret' }
  /** Both a signature and a secret were sent: the classic messaging API refuses that. */
  | { readonly kind: 'ambiguous' };

export function findCredentials(
  parameters: Parameters,
  headers: ApiRequest['headers'],
): FoundCredentials {
  const apiKey = parameters.text('api_key');
  const secret = parameters.text('api_secret');
  const signature = parameters.text('sig');
  if (apiKey === undefined || (secret === undefined && signature === undefined)) {
    const basic = readBasic(headers.authorization);
    if (basic) return { kind: 'found', credentials: basic };
    return { kind: 'missing', parameter: apiKey === undefined ? 'api_key' : 'api_secret' };
  }
  if (secret !== undefined && signature !== undefined) return { kind: 'ambiguous' };
  const proof =
    secret !== undefined
      ? { kind: 'secret' as const, secret }
      : {
          kind: 'signature' as const,
          signature: signature as string,
          parameters: parameters.flat(),
        };
  return { kind: 'found', credentials: { apiKey, proof } };
}

/** RFC 7617. Undefined when the header is absent or of another scheme. */
export function readBasic(header: string | undefined): Credentials | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]{1,500})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  const secret = text.slice(colon + 1);
  return { apiKey: text.slice(0, colon), proof: { kind: 'secret', secret } };
}

/** RFC 6750: the token. Undefined when the header is absent or of another scheme. */
export function readBearer(header: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}
