/** Problem documents (RFC 9457): a status and a plain sentence for everything that goes wrong. */
import { type ErrorCode, errorCodes, type PlatformError } from '../../kernel/errors.ts';
import type { ApiResponse, HttpFault } from '../contract.ts';

interface Phrase {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

const phraseOf: Readonly<Record<ErrorCode, Phrase>> = {
  missing_parameter: {
    status: 400,
    title: 'Something is missing',
    detail: 'A required member is missing.',
  },
  invalid_parameter: {
    status: 400,
    title: 'Not accepted',
    detail: 'A member does not have the form it needs.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Not signed in',
    detail: 'Your session has ended. Sign in again.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    detail: 'Your role does not include this. An owner can change that.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing here under that name.',
  },
  conflict: {
    status: 409,
    title: 'Not possible as things stand',
    detail: 'Something changed in the meantime. Load the page again and retry.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many tries',
    detail: 'Too many tries. Wait a moment and try again.',
  },
  sandbox_only: {
    status: 403,
    title: 'Sandbox only',
    detail: 'This exists for sandbox applications only. Switch to one first.',
  },
  invalid_template: {
    status: 400,
    title: 'Template not accepted',
    detail: 'The text misses the code or a parameter it names.',
  },
  unroutable: {
    status: 422,
    title: 'Cannot be reached',
    detail: 'No way is set up to reach this address.',
  },
  barred: { status: 403, title: 'Barred', detail: 'This address is barred from messages.' },
  quota_exceeded: {
    status: 409,
    title: 'Limit reached',
    detail: 'There are already as many as there may be. Remove one first.',
  },
  opted_out: {
    status: 422,
    title: 'The subscriber wants no messages',
    detail: 'They answered STOP to this sender. They can answer START to get messages again.',
  },
  unavailable: {
    status: 503,
    title: 'Not available just now',
    detail: 'The server cannot reach its database just now. Try again in a moment.',
  },
};

/** Sentences for reasons that the code alone does not explain. */
const detailOf: Readonly<Record<string, string>> = {
  link: 'This link has been used or is too old. Ask an owner for a new one, or restart the server if nobody can sign in yet.',
  password:
    'Email, password and code do not go together. A code works once: wait for the next one.',
  passkey: 'This passkey was not accepted. Try again, or sign in another way.',
  'sign-in': 'Too many tries. Wait before the next one.',
  'sign-in-again': 'You signed in a while ago. Sign in again to change how you sign in.',
  'enrol-first': 'Add a passkey or a password first: you could not sign in again without a link.',
  role: 'Your role does not include this. An owner can change that.',
  csrf: 'This page is out of date. Load it again and retry.',
  'cross-site': 'Calls from other sites are not accepted.',
  json: 'The body is not JSON.',
  guessable: 'Use at least 12 characters, and not the same ones over and over.',
  totp: 'This code does not match. Check the clock of your device and use the newest code.',
  'totp-expired': 'This set-up took too long. Begin again with a fresh QR code.',
  'last-credential': 'This is your last way to sign in. Add another one first.',
  'last-owner': 'There has to be one active owner. Make somebody else an owner first.',
  'email-taken': 'Another operator has this email.',
  'passkey-known': 'This passkey is already enrolled.',
  'name-differs': 'The name does not match. Type it exactly as it is shown.',
  retired: 'This application is retired and cannot be changed.',
  'not-in-pool': 'This is no shared short code of the pool for this kind of application.',
  'no-short-code': 'A short code has 3 to 8 digits.',
  'no-name': 'A name has 1 to 11 letters and digits, at least one letter and no accents.',
  'no-toll-free': 'Toll-free numbers are those of the United States and Canada.',
  'no-number': 'This is no phone number. Write it with its country code.',
  'toll-free-number': 'This is a toll-free number: add it as one.',
  'other-country': 'The number belongs to another country.',
  'number-known': 'This number is there already.',
  'number-taken': 'Another application has this number to itself.',
  'number-shared': 'This short code is shared: add it as a shared one.',
  'number-in-use': 'An application has this short code. It gives it back first.',
  'number-has-campaign': 'A campaign is on this number. Edit that one, or withdraw it first.',
  'campaign-in-review': 'A reviewer has it. Take it back to change it.',
  'campaign-not-in-review': 'No review is awaited: somebody was quicker, or it was taken back.',
  'campaign-approved-already': 'It is approved already. Edit it instead.',
  'campaign-withdrawn': 'It was withdrawn. Begin a new one.',
  'campaign-changed': 'It was changed in the meantime. Read it again before you decide.',
  'campaign-not-registered':
    'A long number in the United States needs its campaign registered (10DLC) first.',
  'brand-not-registered': 'Its brand is not registered, or the registration has run out.',
  'brand-submitted': 'The registry has it. It can be changed again once it is a draft or refused.',
  'own-submission': 'You submitted this yourself: somebody else decides.',
  'prices-changed':
    'Somebody changed the price list in the meantime. Look at the changes again and retry.',
  'template-exists': 'Another template has this name.',
  'max-templates': 'There are ten templates already. Delete one first.',
  'not-empty-template': 'It still has texts. Delete them first.',
  'default-template': 'Make another template the default first.',
  'fragment-exists': 'There is a text for this channel and language already.',
  'max-fragments': 'A template has at most 200 texts.',
  overdrawn: 'The balance and its credit do not hold that much.',
  'balance-limit': 'A balance goes up to a billion.',
};

const faultOf: Readonly<Record<HttpFault, Phrase & { readonly code: string }>> = {
  'not-found': { ...phraseOf.not_found, code: 'not_found' },
  'method-not-allowed': {
    status: 405,
    title: 'Not here',
    detail: 'This path does not take that method.',
    code: 'method_not_allowed',
  },
  'body-too-large': {
    status: 413,
    title: 'Too large',
    detail: 'The body is too large.',
    code: 'body_too_large',
  },
  'malformed-request': {
    status: 400,
    title: 'Not understood',
    detail: 'The request is malformed.',
    code: 'malformed_request',
  },
  unavailable: { ...phraseOf.unavailable, code: 'unavailable' },
  internal: {
    status: 500,
    title: 'Our mistake',
    detail: 'Something went wrong here. The log has the details under the request id.',
    code: 'internal',
  },
};

/** Every value of a problem's `code`: the client's union is made of it. */
export const problemCodes: readonly string[] = [
  ...new Set([...errorCodes, ...Object.values(faultOf).map(({ code }) => code)]),
];

export function problemOfFault(fault: HttpFault, requestId: string): ApiResponse {
  return respond(faultOf[fault], { requestId });
}

export function problemOfError(error: PlatformError, requestId: string): ApiResponse {
  const { parameter, reason, retryAfterSeconds } = error.publicDetail;
  const phrase = phraseOf[error.code];
  const known = reason === undefined ? undefined : (detailOf[reason] ?? sentenceIn(reason));
  const named = parameter ? `${phrase.detail} (${parameter})` : phrase.detail;
  return respond(
    { ...phrase, code: error.code, detail: known ?? named },
    { requestId, parameter, reason, retryAfterSeconds },
  );
}

/** A reason that is a sentence speaks for itself. */
function sentenceIn(reason: string): string | undefined {
  return /^[A-Z].*\.$/s.test(reason) ? reason : undefined;
}

function respond(
  phrase: Phrase & { readonly code: string },
  extra: {
    requestId: string;
    parameter?: string | undefined;
    reason?: string | undefined;
    retryAfterSeconds?: number | undefined;
  },
): ApiResponse {
  const { status, title, detail, code } = phrase;
  const retry = extra.retryAfterSeconds;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
    },
    body: JSON.stringify({ type: 'about:blank', title, status, code, detail, ...extra }),
  };
}
