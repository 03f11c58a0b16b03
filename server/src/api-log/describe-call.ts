/**
 * From a call to what may be kept of it: whose it was, and names with harmless values. What is not known
 * to be harmless is replaced by its length: secrets, codes, texts and whole numbers are never kept.
 */

import type { AnsweredCall } from '../apis/contract.ts';
import { maskAddress } from '../kernel/redact.ts';

export interface CallRow {
  /** API key the caller named, or the application's UUID in a token; null for a proven one. */
  readonly caller: string | null;
  /** The application the caller proved to be. */
  readonly provenId: number | null;
  readonly at: Date;
  readonly dialect: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly isFailure: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly answer: Readonly<Record<string, string>>;
}

const membersMax = 40;
const depthMax = 4;
const lengthMax = 120;
const bodyLengthMax = 20_000;

/** Values that say how a call was made and nothing about whom it was for. */
const harmless = new Set(
  [
    'brand country lg locale language langid code_length pin_expiry next_event_wait workflow_id cmd',
    'channel channel_timeout reuse_code workflow_name template template_id mode coverage_check',
    'fraud_check flowtype otplength fallbacktimeoutseconds countrycode type format policy limit',
    'cursor fields campaign_use sender sender_id from status-report-req ttl message-class',
    'dialect request_id verificationid message-id id verification_id event_id date wait_seconds',
    'code_life_seconds purpose status error_text error-text error-code-label title detail instance',
    'parameter reason responsecode message errormessage verificationstatus price currency',
    'message-count remaining-balance message-price retry_after is_verified checks_left',
    'invalid_parameters name replaced operationid scope signature-method',
    // The same in XML, where names are camel case.
    'errortext messageid remainingbalance messageprice',
  ]
    .join(' ')
    .split(' '),
);
/** Words of ours in an answer; secrets, or whatever the caller wrote, in a request. */
const harmlessInAnswers = new Set(['code', 'type', 'state', 'result']);
const addresses = new Set('number to mobilenumber msisdn email phone address'.split(' '));

/** Undefined for a call that neither proves nor names anybody. */
export function describeCall(
  call: AnsweredCall,
  at: Date,
  provenId: number | undefined,
): CallRow | undefined {
  const sent = valuesOf(call.request);
  // What is named beside a proof is no reason to be shown to somebody else.
  const caller = provenId === undefined ? callerOf(call, sent) : null;
  if (caller === undefined) return undefined;
  const told = answerOf(call);
  return {
    caller,
    provenId: provenId ?? null,
    at,
    dialect: call.dialect,
    method: call.request.method,
    route: call.route,
    status: call.answer.status,
    milliseconds: Math.round(call.milliseconds),
    isFailure: isFailure(call.answer.status, told),
    parameters: shown(sent, harmless),
    answer: shown(told, new Set([...harmless, ...harmlessInAnswers])),
  };
}

type Values = readonly (readonly [name: string, value: string])[];

function valuesOf({ query, body, headers, params }: AnsweredCall['request']): Values {
  const inQuery = [...new URLSearchParams(query)];
  const isJson = String(headers['content-type']).includes('json') || /^\s*[{[]/.test(body);
  const inBody = isJson ? fromJson(body) : [...new URLSearchParams(body.slice(0, bodyLengthMax))];
  return [...Object.entries(params), ...inQuery, ...inBody].slice(0, membersMax);
}

function answerOf({ answer }: AnsweredCall): Values {
  if (typeof answer.body !== 'string') return [];
  if (answer.body.startsWith('<')) {
    const elements = answer.body.slice(0, bodyLengthMax).matchAll(/<([\w-]+)>([^<]*)</g);
    return [...elements].map(([, name = '', value = '']) => [name, value] as const);
  }
  return fromJson(answer.body);
}

function fromJson(text: string): Values {
  if (text.length > bodyLengthMax) return [];
  try {
    return flatten(JSON.parse(text), '', 0);
  } catch {
    return [];
  }
}

function flatten(value: unknown, name: string, depth: number): Values {
  if (value === null || typeof value !== 'object') {
    return name === '' ? [] : [[name, String(value)]];
  }
  if (depth >= depthMax) return [[name, '…']];
  return Object.entries(value)
    .slice(0, membersMax)
    .flatMap(([key, one]) => flatten(one, name === '' ? key : `${name}.${key}`, depth + 1));
}

function shown(values: Values, known: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    values.slice(0, membersMax).map(([name, value]) => {
      const last = (name.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '').toLowerCase();
      if (addresses.has(last)) return [shownName(name), maskAddress(value)];
      const isShown = known.has(last) && !hidesNumber(value) && !(last === 'code' && isCode(value));
      return [shownName(name), isShown ? value.slice(0, lengthMax) : hidden(value)];
    }),
  );
}

function hidden(text: string): string {
  return `(${text.length} characters)`;
}

/** A value in the wrong place becomes a name: only what looks like one is kept. */
function shownName(name: string): string {
  const isName = /^[A-Za-z][\w.[\]-]{0,79}$/.test(name) && !/\d{4}/.test(name);
  return isName ? name : hidden(name);
}

/** A sender may be a whole number, and a text may repeat one. */
function hidesNumber(value: string): boolean {
  return /^\+?\d{7,15}$/.test(value.replaceAll(/[\s().-]/g, ''));
}

/** Of an answer: errors are named by words, what a handset or a device is shown has digits. */
function isCode(value: string): boolean {
  return /\d/.test(value);
}

function isFailure(status: number, answer: Values): boolean {
  if (status >= 400) return true;
  // The classic wires answer 200 and tell the failure in the body.
  const told = answer.find(([name]) => /(^|\.)(status|responseCode)$/.test(name))?.[1] ?? '';
  return /^\d{1,3}$/.test(told) && told !== '0' && told !== '200';
}

const keyPattern = /^(?:C-)?([0-9a-f]{8})$/;
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function callerOf({ request }: AnsweredCall, sent: Values): string | undefined {
  const given = sent.find(([name]) => ['api_key', 'customerId'].includes(name))?.[1] ?? '';
  const key = keyPattern.exec(given)?.[1];
  if (key) return key;
  const header = String(request.headers.authorization ?? '');
  const basic = /^Basic ([A-Za-z0-9+/=]{1,400})$/i.exec(header)?.[1];
  if (basic)
    return keyPattern.exec(Buffer.from(basic, 'base64').toString().split(':')[0] ?? '')?.[1];
  return callerOfToken(header.replace(/^Bearer /i, '') || String(request.headers.authtoken ?? ''));
}

/** Of a token only what it claims is read: a call with a wrong one is worth seeing, too. */
function callerOfToken(token: string): string | undefined {
  if (token.length > 4_000) return undefined;
  const payload = token.split('.')[1] ?? '';
  const claims = fromJson(Buffer.from(payload, 'base64url').toString('utf8'));
  for (const [name, value] of claims) {
    if (name === 'application_id' && uuidPattern.test(value)) return value;
    const key = name === 'sub' || name === 'api_key' ? keyPattern.exec(value)?.[1] : undefined;
    if (key) return key;
  }
  return undefined;
}
