/**
 * The wire of the US short-code two-factor API: parameters, status table with its texts, answers in
 * which every value is a string. Source: the vendor's documentation; what it says, and the choices
 * made where it is silent, are listed in docs/compatibility/nexmo-2fa.md.
 */

import type { Application } from '../../applications/application.ts';
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import { formatAmount } from '../../kernel/money.ts';
import type { StartOutcome, StartRequest } from '../../verification/start.ts';
import { lanes } from '../../verification/verification.ts';
import type { Parameters } from '../classic/parameters.ts';

const dialect = 'nexmo-2fa';

/** Life of a caller's own code: nothing is sent or accepted by reply after it. */
const codeLifeSeconds = 600;
const waitHintMilliseconds = 1_000;

/** Names that are never template parameters. */
const ownNames = new Set([
  'api_key',
  'api_secret',
  'sig',
  'timestamp',
  'to',
  'pin',
  'client-ref',
  'client_ref',
  'callback',
  'status-report-req',
  'template',
  'type',
]);

/** `/sc/us/2fa/{json,xml}`. @throws PlatformError as the table below phrases it. */
export function decodeMessage(parameters: Parameters, application: Application): StartRequest {
  const to = parameters.required('to');
  const pin = parameters.required('pin');
  if (!/^\d{1,12}$/.test(pin)) throw invalid('pin', 'is not numeric');
  const { shortCode } = application.settings;
  if (!shortCode) throw new PlatformError('forbidden', { reason: 'campaign' });
  if (!/^\+?[\d ().-]{5,32}$/.test(to)) throw invalid('to', 'is not numeric');
  const reference = parameters.text('client-ref') ?? parameters.text('client_ref');
  if (reference !== undefined && reference.length > 40) throw invalid('client-ref');
  const callback = decodeCallback(parameters);
  return {
    application,
    dialect,
    lane: lanes.message,
    to,
    brand: shortCode.company,
    workflow: [{ channel: 'sms', waitSeconds: codeLifeSeconds }],
    codeLength: pin.length,
    code: pin,
    codeLifeSeconds,
    checksMax: 5,
    template: {
      text: shortCode.template,
      parameters: { ...templateParameters(parameters), company: shortCode.company },
    },
    ...(reference !== undefined && { reference }),
    ...(callback !== undefined && { receiptsTo: callback }),
  };
}

function decodeCallback(parameters: Parameters): string | undefined {
  const callback = parameters.text('callback');
  if (callback === undefined) return undefined;
  const url = URL.parse(callback);
  const isWebUrl = url !== null && /^https?:$/.test(url.protocol);
  if (!isWebUrl || callback.length > 500) throw invalid('callback', 'Missing Protocol');
  return callback;
}

function templateParameters(parameters: Parameters): Record<string, string> {
  const own: Record<string, string> = Object.create(null);
  for (const name of parameters.names()) {
    if (!ownNames.has(name) && /^[\w-]{1,40}$/.test(name)) own[name] = parameters.text(name) ?? '';
  }
  return own;
}

function invalid(parameter: string, reason?: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter, ...(reason && { reason }) });
}

/** A refusal in the wire's own terms. */
export interface WireRefusal {
  readonly status: string;
  readonly text: string;
}

type Row = readonly [status: string, text: (error: PlatformError) => string];
const plain = (text: string) => () => text;

/** Every code of the core in this wire; a new code does not compile until it has its row. */
const statusOf: Record<ErrorCode, Row> = {
  missing_parameter: ['2', (error) => `Missing ${wireName(error)} param`],
  invalid_parameter: ['3', invalidText],
  invalid_template: ['2', (error) => `Missing ${wireName(error)} param`],
  invalid_credentials: ['4', plain('Bad Credentials')],
  forbidden: ['101', plain('Invalid Account for Campaign')],
  not_found: ['101', plain('Invalid Account for Campaign')],
  conflict: ['5', plain('Server Error')],
  rate_limited: [
    '1',
    plain(`Throughput Rate Exceeded - please wait [ ${waitHintMilliseconds} ] and retry`),
  ],
  sandbox_only: ['4', plain('Bad Credentials')],
  unroutable: ['6', plain('Unroutable message - rejected')],
  barred: ['7', plain('Number barred.')],
  opted_out: ['102', plain('Msisdn Opted Out For Campaign')],
  quota_exceeded: ['9', plain('Quota Exceeded - rejected')],
  unavailable: ['5', plain('Server Error')],
};

function wireName(error: PlatformError): string {
  const { parameter } = error.publicDetail;
  return parameter === 'number' ? 'to' : (parameter ?? 'request');
}

function invalidText(error: PlatformError): string {
  const name = wireName(error);
  const { reason } = error.publicDetail;
  if (name === 'to') return 'to address is not numeric';
  return reason ? `${name} ${reason}` : `Invalid value for param: ${name}`;
}

export function encodeError(error: PlatformError): WireRefusal {
  const { parameter, reason } = error.publicDetail;
  if (error.code === 'missing_parameter' && parameter?.startsWith('api_')) {
    return { status: '2', text: `Missing ${parameter}` };
  }
  if (error.code === 'invalid_credentials' && reason === 'signature') {
    return { status: '14', text: 'Invalid Signature' };
  }
  if (error.code === 'invalid_credentials' && reason === 'ambiguous') {
    return { status: '32', text: 'Signature And API Secret Disallowed' };
  }
  if (error.code === 'invalid_parameter' && parameter === 'callback') {
    return { status: '23', text: 'Invalid Callback Url' };
  }
  if (error.code === 'invalid_template' && reason?.endsWith('too long')) {
    return { status: '12', text: 'Message too long' };
  }
  const [status, text] = statusOf[error.code];
  return { status, text: text(error) };
}

export type WireMessage = Readonly<Record<string, string>>;

/** One element of `messages`; a refused send carries no price. */
export function encodeOutcome(outcome: StartOutcome, request: StartRequest): WireMessage {
  switch (outcome.kind) {
    case 'started':
      return {
        to: outcome.address,
        'message-id': outcome.dispatchId,
        status: '0',
        ...(request.reference !== undefined && { 'client-ref': request.reference }),
        'remaining-balance': outcome.balance ?? request.application.balance,
        'message-price': formatAmount(outcome.charge),
        network: request.application.kind === 'sandbox' ? '00101' : 'US-FIXED',
      };
    case 'address_locked':
      return encodeRefusal({ status: '7', text: 'Number barred.' });
    case 'concurrent':
    case 'too_many_sends':
      return encodeRefusal({
        status: '1',
        text: statusOf.rate_limited[1](new PlatformError('rate_limited')),
      });
  }
}

export function encodeRefusal(refusal: WireRefusal): WireMessage {
  return { status: refusal.status, 'error-text': refusal.text };
}

export function jsonBody(message: WireMessage): Record<string, unknown> {
  return { 'message-count': '1', messages: [message] };
}

/** Element names are camel case in XML, and their order is the documented one. */
const elements = [
  ['messageId', 'message-id'],
  ['to', 'to'],
  ['clientRef', 'client-ref'],
  ['status', 'status'],
  ['errorText', 'error-text'],
  ['remainingBalance', 'remaining-balance'],
  ['messagePrice', 'message-price'],
  ['network', 'network'],
] as const;

export function xmlDocument(message: WireMessage): Record<string, unknown> {
  const children = Object.fromEntries(
    elements.filter(([, key]) => key in message).map(([element, key]) => [element, message[key]]),
  );
  return { 'mt-submission-response': { messages: { '@count': '1', message: children } } };
}
