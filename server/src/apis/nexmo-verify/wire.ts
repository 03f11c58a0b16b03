/**
 * The wire of Nexmo Verify v1: parameter names, defaults, ranges, the status table and its texts, the
 * shapes of answers. Source: the vendor's documentation; what it says, and the choices made where it is
 * silent or contradicts itself, are listed in docs/compatibility/nexmo-verify.md.
 */

import type { FoundVerification } from '../../history/search.ts';
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import { compactId, parseId } from '../../kernel/ids.ts';
import { formatAmount, parseAmount } from '../../kernel/money.ts';
import type { CheckOutcome } from '../../verification/check.ts';
import type { StartOutcome, StartRequest } from '../../verification/start.ts';
import { lanes } from '../../verification/verification.ts';
import { classicWorkflows, type WorkflowStep } from '../../verification/workflows.ts';
import { decodeClient } from '../classic/client.ts';
import { wireTime } from '../classic/format.ts';
import type { Parameters } from '../classic/parameters.ts';

const dialect = 'nexmo-verify';
/** The third wrong code ends a request. */
const checksMax = 3;
export const cancelAgeSecondsMin = 30;
const searchIdsMax = 10;

const defaultLanguagePattern = /^[a-z]{2,3}([-_][a-z]{2,4})?$/i;

/** A refusal in the wire's own terms. */
export class WireRefusal extends Error {
  readonly status: string;
  readonly fields: Readonly<Record<string, string>>;
  constructor(status: string, text: string, fields: Readonly<Record<string, string>> = {}) {
    super(text);
    this.status = status;
    this.fields = fields;
  }
}

export type DecodedStart = Omit<StartRequest, 'application'>;

/** `/verify/{json,xml}`. `allowsOwnCode` is the account's permission for `pin_code`. */
export function decodeStart(parameters: Parameters, allowsOwnCode: boolean): DecodedStart {
  const to = parameters.required('number');
  const brand = limited(parameters, 'brand', parameters.required('brand'));
  const senderId = parameters.text('sender_id');
  if (senderId !== undefined && !/^[A-Za-z0-9 ]{1,11}$|^\d{1,15}$/.test(senderId)) {
    throw invalid('sender_id');
  }
  const code = parameters.text('pin_code');
  if (code !== undefined && !allowsOwnCode) {
    throw new WireRefusal('20', 'This account does not support the parameter: pin_code.');
  }
  if (code !== undefined && !/^[A-Za-z0-9-]{4,10}$/.test(code)) throw invalid('pin_code');
  return {
    ...decodeCommon(parameters),
    to,
    brand,
    ...(senderId !== undefined && {
      sender: senderId.toUpperCase() === 'VERIFY' ? 'VERIFY' : senderId,
    }),
    ...(code !== undefined && { code }),
  };
}

/** `/verify/psd2/json`: payee and amount instead of a brand; both are told to the subscriber. */
export function decodePaymentStart(parameters: Parameters): DecodedStart {
  const to = parameters.required('number');
  const payee = limited(parameters, 'payee', parameters.required('payee'));
  const amountText = parameters.required('amount');
  // Whole cents only: what the subscriber is told must be what was sent, never a rounding of it.
  const amount = /^\d{1,9}(\.\d{1,2}0{0,6})?$/.test(amountText) ? Number(amountText) : 0;
  if (amount <= 0) throw invalid('amount');
  return {
    ...decodeCommon(parameters),
    to,
    brand: payee,
    payment: { payee, amount: amount.toFixed(2), currency: 'EUR' },
  };
}

function decodeCommon(parameters: Parameters): Omit<DecodedStart, 'to' | 'brand'> {
  const country = parameters.text('country');
  if (country !== undefined && !/^[A-Za-z]{2}$/.test(country)) throw invalid('country');
  const language = parameters.text('lg');
  if (language !== undefined && !defaultLanguagePattern.test(language)) throw invalid('lg');
  const codeLength = parameters.integer('code_length', 4, 6) ?? 4;
  if (codeLength === 5) throw invalid('code_length');
  const { workflow, codeLifeSeconds } = decodeTiming(parameters);
  return {
    dialect,
    lane: lanes.verification,
    ...(country !== undefined && { country: country.toUpperCase() }),
    ...(language !== undefined && { locale: language.toLowerCase().replace('_', '-') }),
    codeLength,
    codeLifeSeconds,
    workflow,
    checksMax,
    ...decodeClient(parameters),
  };
}

/** Facts 1.11 and 1.12: a PIN life that is no multiple of the wait becomes the wait. */
function decodeTiming(parameters: Parameters): {
  workflow: readonly WorkflowStep[];
  codeLifeSeconds: number;
} {
  const givenLife = parameters.integer('pin_expiry', 60, 3600);
  const wait = parameters.integer('next_event_wait', 60, 900);
  const id = parameters.integer('workflow_id', 1, 7) ?? 1;
  const isMismatch = givenLife !== undefined && wait !== undefined && givenLife % wait !== 0;
  const codeLifeSeconds = isMismatch ? (wait as number) : (givenLife ?? 300);
  const steps = classicWorkflows[id] as readonly WorkflowStep[];
  const isSingle = steps.length === 1;
  const workflow = steps.map((step) => ({
    channel: step.channel,
    waitSeconds: isSingle ? codeLifeSeconds : (wait ?? step.waitSeconds),
  }));
  return { workflow, codeLifeSeconds };
}

function limited(parameters: Parameters, name: string, value: string): string {
  const isShort = [...value].length <= 18;
  const isPlain = !/[\p{Cc}\p{Cs}]/u.test(value);
  if (!isShort || !isPlain) throw invalid(name);
  return parameters.required(name);
}

function invalid(parameter: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter });
}

/** @throws PlatformError `invalid_parameter` for what can be no request id at all. */
function decodeRequestId(parameters: Parameters): { wire: string; id: string | undefined } {
  const wire = parameters.required('request_id');
  if (!/^[0-9A-Za-z-]{1,36}$/.test(wire)) throw invalid('request_id');
  return { wire, id: parseId(wire) };
}

export function decodeCheck(parameters: Parameters): {
  wire: string;
  id: string | undefined;
  code: string;
  clientAddress: string | undefined;
} {
  const { wire, id } = decodeRequestId(parameters);
  const code = parameters.required('code');
  if (!/^[A-Za-z0-9-]{4,10}$/.test(code)) throw invalid('code');
  const clientAddress = parameters.text('ip_address') ?? parameters.text('ip');
  const isAddress = clientAddress !== undefined && /^[0-9A-Fa-f.:]{2,45}$/.test(clientAddress);
  return { wire, id, code, clientAddress: isAddress ? clientAddress : undefined };
}

/** One id, a repeated key, or a comma-joined list: each is what some client sends. */
export function decodeSearch(parameters: Parameters): readonly string[] {
  const ids = [...parameters.all('request_id'), ...parameters.all('request_ids')]
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
  if (ids.length === 0) {
    throw new WireRefusal('6', `${unprocessable}Wrong parameters`, { request_id: '' });
  }
  if (ids.length > searchIdsMax) throw new WireRefusal('18', 'Too many request_ids provided');
  return ids;
}

export type ControlCommand = 'cancel' | 'trigger_next_event';

export function decodeControl(parameters: Parameters): {
  wire: string;
  id: string | undefined;
  command: ControlCommand;
} {
  const command = parameters.required('cmd');
  const { wire, id } = decodeRequestId(parameters);
  if (command !== 'cancel' && command !== 'trigger_next_event') throw invalid('cmd');
  return { wire, id, command };
}

const unprocessable =
  'The Vonage platform was unable to process this message for the following reason: ';

export const controlTexts = {
  notLive: (id: string) => `The requestId '${id}' does not exist or its no longer active.`,
  tooEarly: (id: string) =>
    `Verification request ['${id}'] can't be cancelled within the first 30 seconds.`,
  tooLate: (id: string) =>
    `Verification request  ['${id}'] can't be cancelled now. Too many attempts to re-deliver have already been made.`,
  noMoreEvents: (id: string) => `No more events are left to execute for the request ['${id}']`,
} as const;

type Texts = readonly [status: string, text: (error: PlatformError) => string];

const plain = (text: string) => () => text;
const parameterOf = (error: PlatformError) => error.publicDetail.parameter ?? 'request';

/** Every code of the core in this wire; a new code does not compile until it has its row. */
const statusOf: Record<ErrorCode, Texts> = {
  missing_parameter: [
    '2',
    (error) =>
      parameterOf(error) === 'api_key' || parameterOf(error) === 'api_secret'
        ? `Missing ${parameterOf(error)}`
        : `Your request is incomplete and missing the mandatory parameter: ${parameterOf(error)}`,
  ],
  invalid_parameter: ['3', (error) => `Invalid value for param: ${parameterOf(error)}`],
  invalid_template: ['3', plain('Invalid value for param: template')],
  invalid_credentials: ['4', plain('Invalid credentials were provided')],
  forbidden: ['4', plain('Invalid credentials were provided')],
  not_found: ['101', plain('No response found')],
  conflict: ['5', plain('Internal Error')],
  rate_limited: ['1', plain('Throttled')],
  sandbox_only: ['4', plain('Invalid credentials were provided')],
  unroutable: ['15', plain('The destination number is not in a supported network')],
  barred: ['7', plain('The number you are trying to verify is blacklisted for verification.')],
  opted_out: ['7', plain('The number you are trying to verify is blacklisted for verification.')],
  quota_exceeded: ['9', plain('Partner quota exceeded')],
  unavailable: ['5', plain('Internal Error')],
};

export type Endpoint = 'request' | 'check' | 'search' | 'control';

/** The refusal a caller of an endpoint sees; unexpected errors are not for this table. */
export function encodeError(error: PlatformError | WireRefusal, endpoint: Endpoint): WireRefusal {
  if (error instanceof WireRefusal) return error;
  const [status, text] = statusOf[error.code];
  if (status === '4' && endpoint !== 'request') return new WireRefusal('4', 'Bad credentials');
  if (error.code === 'missing_parameter' && endpoint === 'control') {
    const parameter = parameterOf(error);
    const isCredential = parameter.startsWith('api_');
    if (!isCredential) return new WireRefusal('2', `Missing mandatory parameter: ${parameter}`);
  }
  return new WireRefusal(status, text(error), challengeOf(error));
}

/** Our own word beside the vendor's: a challenge that the subscriber passes would open the way. */
function challengeOf({ code, publicDetail }: PlatformError): Record<string, string> {
  return code === 'barred' && publicDetail.reason === 'challenge' ? { reason: 'challenge' } : {};
}

export function encodeStart(outcome: StartOutcome): Record<string, string> {
  switch (outcome.kind) {
    case 'started':
      return { request_id: compactId(outcome.verificationId), status: '0' };
    case 'concurrent':
      return {
        request_id: compactId(outcome.verificationId),
        status: '10',
        error_text: 'Concurrent verifications to the same number are not allowed',
      };
    case 'address_locked':
      return { status: '7', error_text: statusOf.barred[1](new PlatformError('barred')) };
    case 'too_many_sends':
      return { status: '1', error_text: 'Throttled' };
  }
}

export function encodeCheck(wireId: string, outcome: CheckOutcome): Record<string, string> {
  switch (outcome.kind) {
    case 'verified':
      return {
        request_id: wireId,
        event_id: outcome.dispatchId ?? '',
        status: '0',
        price: formatAmount(parseAmount(outcome.price)),
        currency: 'EUR',
        estimated_price_messages_sent: formatAmount(parseAmount(outcome.messagesCost)),
      };
    case 'mismatch':
    case 'code_expired':
      return checkFailure(wireId, '16', 'The code provided does not match the expected value');
    case 'exhausted':
    case 'locked':
      return checkFailure(
        wireId,
        '17',
        'The wrong code was provided too many times. Request terminated',
      );
    case 'not_live':
      return checkFailure(
        wireId,
        '6',
        `${unprocessable}Request '${wireId}' was not found or it has been verified already.`,
      );
  }
}

function checkFailure(wireId: string, status: string, text: string): Record<string, string> {
  return { request_id: wireId, status, error_text: text };
}

const searchStatus: Record<FoundVerification['status'], string> = {
  in_progress: 'IN PROGRESS',
  verified: 'SUCCESS',
  failed: 'FAILED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
};

export interface WireVerification {
  [name: string]: string | Record<string, string>[];
  checks: Record<string, string>[];
  events: Record<string, string>[];
}

export function encodeVerification(apiKey: string, found: FoundVerification): WireVerification {
  const isCharged = found.status === 'verified';
  return {
    request_id: compactId(found.id),
    account_id: apiKey,
    status: searchStatus[found.status],
    number: found.number,
    price: isCharged ? formatAmount(parseAmount(found.price)) : '0',
    currency: found.currency,
    sender_id: found.sender === 'VERIFY' ? 'verify' : found.sender,
    date_submitted: wireTime(found.createdAt),
    date_finalized: wireTime(found.endedAt),
    first_event_date: wireTime(found.dispatches[0]?.at),
    last_event_date: wireTime(found.dispatches.at(-1)?.at),
    checks: found.checks.map((check) => ({
      date_received: wireTime(check.at),
      code: check.code,
      status: check.isValid ? 'VALID' : 'INVALID',
      ip_address: check.clientAddress ?? '',
    })),
    events: found.dispatches.map(({ id, channel }) => ({
      type: channel === 'voice' ? 'tts' : channel,
      id,
    })),
    estimated_price_messages_sent: found.messagesCost.toFixed(8),
  };
}

/** A search's many results as XML: lists need their own element names. */
export function verificationDocument(found: WireVerification): Record<string, unknown> {
  const { checks, events, ...rest } = found;
  return {
    ...rest,
    checks: checks.length > 0 ? { check: checks } : '',
    events: events.length > 0 ? { event: events } : '',
  };
}
