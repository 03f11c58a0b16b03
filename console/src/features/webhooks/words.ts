/** Plain words for what a webhook is, what its receiver answered, and what comes next. */
import type { WebhookState, WebhookSummary } from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';

const kindWords: Readonly<Record<string, string>> = {
  'delivery-receipt': 'Delivery receipt',
  'inbound-message': 'Message from a person',
  event: 'Event',
  'verify-event': 'Verify v2 event',
  'verify-summary': 'Verify v2 summary',
};

export function kindWord(kind: string): string {
  return kindWords[kind] ?? kind;
}

const stateWords: Readonly<Record<WebhookState, { label: string; tone: Tone }>> = {
  due: { label: 'Waiting', tone: 'accent' },
  delivered: { label: 'Delivered', tone: 'good' },
  gave_up: { label: 'Given up', tone: 'bad' },
};

export function describeState(state: WebhookState): { label: string; tone: Tone } {
  return stateWords[state];
}

/** What was tried and failed is another kind of waiting. */
export function describeWebhook({ state, tries }: WebhookSummary): { label: string; tone: Tone } {
  return state === 'due' && tries > 0 ? { label: 'Retrying', tone: 'warn' } : stateWords[state];
}

const answers: Readonly<Record<number, string>> = {
  400: 'Your server says the request is wrong (400).',
  401: 'Your server asks for credentials (401). Put them into the URL, or let the path through.',
  403: 'Your server does not let us in (403). A firewall or a check of the origin may stand before it.',
  404: 'Your server knows no such path (404). Look at the URL in the settings.',
  405: 'Your server takes another method there (405). Choose it in the settings.',
  408: 'Your server waited too long for the request (408).',
  410: 'Your server wants nothing more at this address (410 Gone). It is disabled until somebody enables it.',
  413: 'The request is too large for your server (413).',
  415: 'Your server does not take this form of body (415). Choose another method in the settings.',
  429: 'Your server asks us to slow down (429).',
  502: 'A gateway before your server got no proper answer from it (502).',
  503: 'Your server is not available for now (503).',
  504: 'A gateway before your server waited in vain (504).',
};

/** What an attempt came to. */
export function describeAnswer(attempt: { status: number | null; error: string | null }): {
  words: string;
  tone: Tone;
} {
  const { status, error } = attempt;
  if (status === null) return { words: describeSilence(error ?? ''), tone: 'bad' };
  if (status >= 200 && status < 300) {
    return { words: `Your server acknowledged it (${status}).`, tone: 'good' };
  }
  return { words: answers[status] ?? describeOther(status), tone: status === 429 ? 'warn' : 'bad' };
}

function describeOther(status: number): string {
  if (status < 400) {
    return `Your server redirects elsewhere (${status}). Redirects are not followed: set the final URL.`;
  }
  return status < 500
    ? `Your server refused it (${status}).`
    : `Your server failed (${status}). Its own log says why.`;
}

const silences: readonly [RegExp, string][] = [
  [/internal or reserved/, 'The host is unknown, or internal and not allowed in the settings.'],
  [
    /CONNECT_TIMEOUT/,
    'No connection came about within 3 seconds. Is the server reachable from here?',
  ],
  [/Timeout|TIMEOUT|Abort|ABORT/, 'Your server did not answer within 15 seconds.'],
  [/ECONNREFUSED/, 'Nothing listens at that address and port.'],
  [/ECONNRESET|EPIPE|socket hang up/, 'The connection was closed before an answer came.'],
  [/EAI_AGAIN/, 'The name of your server could not be looked up just now.'],
  [/CERT|SIGNATURE|TLS|SSL|ALTNAME/, 'Your server’s certificate was not accepted, or TLS failed.'],
  [/EHOSTUNREACH|ENETUNREACH/, 'There is no way to that address from here.'],
];

function describeSilence(error: string): string {
  const known = silences.find(([form]) => form.test(error))?.[1];
  if (known) return known;
  return error ? `${error.charAt(0).toUpperCase()}${error.slice(1)}.` : 'There was no answer.';
}

/** The same in a few words, for a row of the list. */
export function shortAnswer({ lastStatus, lastError, tries }: WebhookSummary): string {
  if (lastStatus !== null) return `Answered ${lastStatus}`;
  if (lastError) return describeSilence(lastError);
  return tries === 0 ? 'Not tried yet' : 'No answer yet';
}

export function triesWord(tries: number): string {
  return tries === 1 ? '1 try' : `${tries} tries`;
}

const signatureWords: Readonly<Record<string, string>> = {
  none: 'not signed',
  md5hash: 'signed, MD5 hash',
  md5: 'signed, HMAC-MD5',
  sha1: 'signed, HMAC-SHA1',
  sha256: 'signed, HMAC-SHA256',
  sha512: 'signed, HMAC-SHA512',
  jwt: 'signed, JWT (HMAC-SHA256)',
  'standard-webhooks': 'signed, Standard Webhooks (HMAC-SHA256)',
};

export function signatureWord(signature: string): string {
  return signatureWords[signature] ?? signature;
}

/** Which events an endpoint is told of. */
export function describeFilter(eventTypes: readonly string[] | null): string {
  return eventTypes ? eventTypes.join(', ') : 'every event';
}
