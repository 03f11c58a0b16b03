/**
 * The signature debugger for Standard Webhooks: reads the three headers and the body a receiver got,
 * as text, and says over which string we sign, whether a signature is ours and for which endpoint, and
 * what usually went wrong. It never says what the right signature would be.
 */
import { PlatformError } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { endpointContexts } from './endpoints/endpoint.ts';
import type { EndpointRow } from './endpoints/store.ts';
import type { ExplainedSignature } from './explained-signature.ts';
import { isStandardSignature, standardBase, toleranceSeconds } from './standard-signature.ts';

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
type Headers = Partial<Record<(typeof names)[number], string>>;

/** Whether a text has a header of Standard Webhooks in front. */
export function isStandardText(text: string): boolean {
  return /^\s*webhook-(id|timestamp|signature)\s*:/im.test(text);
}

/** @throws PlatformError `invalid_parameter` when there is no body. */
export function explainStandardSignature(
  keyRing: KeyRing,
  endpoints: readonly EndpointRow[],
  seen: { text: string; now: Date },
): ExplainedSignature {
  const { headers, body } = readMessage(seen.text);
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers;
  const baseOf = (text: string) => standardBase({ id, timestamp, body: text });
  const signature = headers['webhook-signature'] ?? '';
  const signed = findSigned(keyRing, endpoints, signature, variantsOf(body).map(baseOf));
  const ageSeconds = /^\d{1,12}$/.test(timestamp)
    ? Math.round(seen.now.getTime() / 1000) - Number(timestamp)
    : null;
  const missing = names.filter((name) => headers[name] === undefined);
  return {
    baseString: baseOf(body),
    algorithm: signed?.variant === 0 ? 'standard-webhooks' : null,
    ageSeconds,
    findings: [
      ...missing.map((name) => `There is no \`${name}\` header.`),
      ...(missing.length === 0 ? [judge(keyRing, signed)] : []),
      ...(ageSeconds !== null && Math.abs(ageSeconds) > toleranceSeconds
        ? ['The timestamp is more than five minutes away: receivers should refuse it.']
        : []),
    ],
  };
}

function readMessage(text: string): { headers: Headers; body: string } {
  const headers: Headers = {};
  const lines = text.replaceAll('\r\n', '\n').trimStart().split('\n');
  // The body is JSON; what stands before it is headers, a request line, or nothing of interest.
  const start = lines.findIndex((line) => line.trimStart().startsWith('{'));
  for (const line of start < 0 ? lines : lines.slice(0, start)) {
    const [, name = '', value = ''] = /^\s*([A-Za-z0-9-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    const known = names.find((each) => each === name.toLowerCase());
    if (known) headers[known] = value.trim();
  }
  const body = start < 0 ? '' : lines.slice(start).join('\n');
  if (body === '') {
    throw new PlatformError('invalid_parameter', {
      parameter: 'text',
      reason: 'no body after the headers',
    });
  }
  return { headers, body };
}

/** As it was pasted, and what tools make of a body on its way here. */
function variantsOf(body: string): readonly string[] {
  return [body, body.replace(/\n+$/, ''), written(body)];
}

function written(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return body;
  }
}

interface Signed {
  readonly endpoint: EndpointRow;
  readonly isPrevious: boolean;
  /** Place in `variantsOf`. */
  readonly variant: number;
}

function findSigned(
  keyRing: KeyRing,
  endpoints: readonly EndpointRow[],
  signature: string,
  bases: readonly string[],
): Signed | undefined {
  for (const [variant, base] of bases.entries()) {
    for (const endpoint of endpoints) {
      const { id, secret_sealed: current, previous_secret_sealed: previous } = endpoint;
      for (const sealed of [current, previous]) {
        if (sealed === null) continue;
        const secret = keyRing.open(sealed, endpointContexts.secret(id)).toString('utf8');
        if (isStandardSignature(signature, secret, base)) {
          return { endpoint, isPrevious: sealed === previous, variant };
        }
      }
    }
  }
  return undefined;
}

function judge(keyRing: KeyRing, signed: Signed | undefined): string {
  if (!signed) {
    return (
      'The signature is not ours for these bytes: the body was changed, a header belongs to another ' +
      'webhook, or the secret is no longer in force.'
    );
  }
  const { endpoint, isPrevious, variant } = signed;
  if (variant === 1) return 'The signature is ours without the line break at the end of the body.';
  if (variant === 2) {
    return (
      'The signature is ours, but the body was parsed and written anew on its way: verify the bytes ' +
      'as they came, before any JSON middleware.'
    );
  }
  const url = keyRing.open(endpoint.url_sealed, endpointContexts.url(endpoint.id)).toString('utf8');
  const host = URL.parse(url)?.host ?? 'an endpoint';
  return `Signed for ${host} with its ${isPrevious ? 'previous' : 'current'} secret.`;
}
