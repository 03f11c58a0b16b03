/**
 * Why a call was refused, in plain words, and what to do: from the status each dialect answers with.
 * What the statuses mean is in docs/compatibility; a cause that dialects share is told once.
 */
import { type ErrorCode, errorCodes } from '../kernel/errors.ts';
import type { LoggedCall } from './api-log.ts';
import { type Cause, causes } from './causes.ts';

export interface CallExplanation {
  readonly meaning: string;
  readonly advice: string;
  /** Path of the page that says more; null where there is none. */
  readonly page: string | null;
}

type Call = Pick<LoggedCall, 'dialect' | 'route' | 'status' | 'isFailure' | 'answer'>;

/** Null for what was done as it was asked for. */
export function explainCall(call: Call): CallExplanation | null {
  const cause = causeOf(call);
  if (!cause) return null;
  const [meaning, advice] = causes[cause];
  const named = ofParameters.has(cause) ? nameIn(call.answer) : undefined;
  return {
    meaning: named ? `${meaning.replace(/\.$/, '')}: ${named}.` : meaning,
    advice,
    page: pageOf(call),
  };
}

function causeOf(call: Call): Cause | undefined {
  const own = dialects[call.dialect]?.(call);
  if (own ?? !call.isFailure) return own;
  return byStatus[call.status] ?? (call.status >= 500 ? 'fault' : 'invalid_parameter');
}

type Table = Readonly<Record<string, Cause>>;
type Explain = (call: Call) => Cause | undefined;

const byStatus: Table = {
  401: 'invalid_credentials',
  402: 'quota_exceeded',
  403: 'forbidden',
  404: 'not_found',
  405: 'method',
  409: 'conflict',
  413: 'too-long',
  429: 'rate_limited',
};

const verifyStatuses: Table = {
  1: 'rate_limited',
  2: 'missing_parameter',
  3: 'invalid_parameter',
  4: 'invalid_credentials',
  5: 'fault',
  6: 'not-running',
  7: 'barred',
  9: 'quota_exceeded',
  10: 'running-already',
  15: 'unroutable',
  16: 'wrong-code',
  17: 'too-many-codes',
  18: 'too-many-ids',
  19: 'not-now',
  20: 'own-code',
  101: 'not_found',
};

const messageStatuses: Table = {
  1: 'rate_limited',
  2: 'missing_parameter',
  3: 'invalid_parameter',
  4: 'invalid_credentials',
  5: 'fault',
  6: 'unroutable',
  7: 'barred',
  9: 'quota_exceeded',
  12: 'too-long',
  14: 'signature',
  15: 'sender',
  23: 'callback',
  32: 'signed-twice',
  101: 'campaign',
  102: 'opted_out',
};

const verifyNowCodes: Table = {
  400: 'invalid_parameter',
  401: 'token',
  404: 'not_found',
  405: 'method',
  409: 'conflict',
  413: 'too-long',
  500: 'fault',
  501: 'customer',
  505: 'not-running',
  506: 'running-already',
  511: 'country-code',
  700: 'refused',
  702: 'wrong-code',
  703: 'verified-already',
  705: 'code-expired',
  800: 'rate_limited',
};

/** By title, and by how the detail begins where one title has several. */
const verifyV2Titles: readonly (readonly [title: string, detail: RegExp, cause: Cause])[] = [
  ['Invalid Code', /too many times/, 'too-many-codes'],
  ['Invalid Code', /./, 'wrong-code'],
  ['You did not provide correct credentials.', /./, 'token'],
  ['Low balance', /./, 'quota_exceeded'],
  ['Forbidden', /blocked/, 'barred'],
  ['Not Found', /^Request/, 'not-running'],
  ['Conflict', /^Concurrent/, 'running-already'],
  ['Conflict', /support a code/, 'no-code'],
  ['Conflict', /no more events/, 'not-now'],
  ['Conflict', /MSISDN|cellular/, 'network'],
  ['Network not supported', /./, 'network'],
  ['Silent authentication failed', /./, 'network'],
  ['Invalid sender', /./, 'sender'],
];

/** Of the native API: a check that was answered, but not with yes. */
const checkResults: Table = {
  wrong_code: 'wrong-code',
  code_expired: 'code-expired',
  too_many_checks: 'too-many-codes',
  address_locked: 'barred',
  not_running: 'not-running',
};

const dialects: Readonly<Record<string, Explain>> = {
  'nexmo-verify': ({ answer }) => verifyStatuses[digitsOf(answer, 'status')],
  'nexmo-sms': ({ answer }) => messageStatuses[digitsOf(answer, 'status')],
  'nexmo-short-codes': ({ answer }) => messageStatuses[digitsOf(answer, 'status')],
  verifynow: ({ answer }) => verifyNowCodes[digitsOf(answer, 'responseCode')],
  'vonage-verify-v2': ({ answer }) =>
    verifyV2Titles.find(
      ([title, detail]) => title === answer.title && detail.test(answer.detail ?? ''),
    )?.[2],
  v1: ({ isFailure, answer: { code = '', result = '' } }) =>
    isFailure ? errorCodeIn(code) : checkResults[result],
};

function errorCodeIn(code: string): ErrorCode | undefined {
  return errorCodes.find((one) => one === code);
}

/** The value of the first member of that name, wherever it lies; empty when it is no number. */
function digitsOf(answer: Call['answer'], name: string): string {
  const found = Object.entries(answer).find(
    ([key]) => key === name || key.endsWith(`.${name}`),
  )?.[1];
  return /^\d{1,3}$/.test(found ?? '') ? (found as string) : '';
}

const ofParameters: ReadonlySet<Cause> = new Set([
  'missing_parameter',
  'invalid_parameter',
  'invalid_template',
]);

/** The parameter an answer complains about. */
function nameIn(answer: Call['answer']): string | undefined {
  const named = answer.parameter ?? answer['invalid_parameters.0.name'];
  const text = Object.entries(answer).find(([key]) => /error[_-]?(text|message)$/i.test(key))?.[1];
  const told =
    /(?:parameter: |param: |^Missing )([\w-]{1,40})|^([\w-]{1,40}) is (?:missing|invalid)/;
  const match = told.exec(text ?? '');
  const name = named ?? match?.[1] ?? match?.[2];
  const reason = answer.reason ?? answer['invalid_parameters.0.reason'];
  return name === undefined ? undefined : [name, reason].filter(Boolean).join(', ');
}

const pages: Readonly<Record<string, string>> = {
  'nexmo-verify': 'nexmo-verify',
  'nexmo-sms': 'nexmo-sms',
  'nexmo-account': 'nexmo-account',
  'nexmo-secrets': 'nexmo-account',
  'nexmo-conversions': 'nexmo-conversions',
  'nexmo-search': 'nexmo-search',
  verifynow: 'verifynow',
  'vonage-verify-v2': 'vonage-verify-v2',
};

function pageOf({ dialect, route, answer }: Call): string | null {
  if (dialect === 'v1') {
    const code = errorCodeIn(answer.code ?? '');
    return code ? `/docs/errors/${code}` : null;
  }
  const isTwoFactor = route.startsWith('/sc/us/2fa/');
  const page =
    dialect === 'nexmo-short-codes' ? `nexmo-${isTwoFactor ? '2fa' : 'alerts'}` : pages[dialect];
  return page === undefined ? null : `/docs/compatibility/${page}`;
}
