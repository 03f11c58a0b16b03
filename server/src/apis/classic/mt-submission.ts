/**
 * How the classic messaging APIs answer: one element a message, every value a string, in JSON or XML,
 * and one table of statuses with its texts for all of them. Source: the vendor's documentation; what
 * it says, and the choices made where it is silent, are in docs/compatibility/nexmo-sms.md.
 */
import type { Core } from '../../core.ts';
import type { Rejection } from '../../history/classic/record-rejection.ts';
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import { formatAmount } from '../../kernel/money.ts';
import type { SentMessage } from '../../messages/send-message.ts';
import type { ApiRequest, ApiResponse, HttpFault } from '../contract.ts';
import { type ClassicFormat, jsonAnswer, xmlAnswer } from './format.ts';
import { type ClassicCall, type ClassicEndpoint, formatOfPath } from './serve.ts';

/** One element of `messages`. */
export type WireMessage = Readonly<Record<string, string>>;

/** A refusal in the wire's own terms. */
export interface WireRefusal {
  readonly status: string;
  readonly text: string;
}

const waitHintMilliseconds = 1_000;

type Row = readonly [status: string, text: (error: PlatformError) => string];
const plain = (text: string) => () => text;

/** Every code of the core in this wire; a new code does not compile until it has its row. */
const statusOf: Record<ErrorCode, Row> = {
  missing_parameter: ['2', missingText],
  invalid_parameter: ['3', invalidText],
  invalid_template: ['2', missingText],
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

function missingText(error: PlatformError): string {
  const name = wireName(error);
  if (name.startsWith('api_')) return `Missing ${name}`;
  return name === 'text' && error.code === 'missing_parameter'
    ? 'Missing Message Text'
    : `Missing ${name} param`;
}

function invalidText(error: PlatformError): string {
  const name = wireName(error);
  const { reason } = error.publicDetail;
  if (name === 'to') return 'to address is not numeric';
  return reason ? `${name} ${reason}` : `Invalid value for param: ${name}`;
}

const tooLong: WireRefusal = { status: '12', text: 'Message too long' };

/** What depends on more than the code. */
function specialRefusal({ code, publicDetail }: PlatformError): WireRefusal | undefined {
  const { parameter, reason } = publicDetail;
  if (code === 'invalid_credentials' && reason === 'signature') {
    return { status: '14', text: 'Invalid Signature' };
  }
  if (code === 'invalid_credentials' && reason === 'ambiguous') {
    return { status: '32', text: 'Signature And API Secret Disallowed' };
  }
  if (code === 'invalid_parameter' && parameter === 'callback') {
    return { status: '23', text: 'Invalid Callback Url' };
  }
  const isOfSender = parameter === 'from' || parameter === 'sender';
  if (isOfSender && (code === 'invalid_parameter' || code === 'unroutable')) {
    return { status: '15', text: 'Illegal Sender Address - rejected' };
  }
  const isOfText = code === 'invalid_template' || code === 'invalid_parameter';
  return isOfText && reason?.endsWith('too long') ? tooLong : undefined;
}

export function encodeError(error: PlatformError): WireRefusal {
  const special = specialRefusal(error);
  if (special) return special;
  const [status, text] = statusOf[error.code];
  return { status, text: text(error) };
}

/** One element a part, each with its own id, price and the balance after it. */
export function encodeSent(
  sent: SentMessage,
  { reference, accountReference }: { reference?: string; accountReference?: string },
): WireMessage[] {
  return sent.parts.map(({ dispatchId, charge, balance }) => ({
    to: sent.address,
    'message-id': dispatchId,
    status: '0',
    ...(reference !== undefined && { 'client-ref': reference }),
    ...(accountReference !== undefined && { 'account-ref': accountReference }),
    'remaining-balance': balance,
    'message-price': formatAmount(charge),
    network: sent.network,
  }));
}

/** A refused message carries no price. */
export function encodeRefusal(refusal: WireRefusal): WireMessage {
  return { status: refusal.status, 'error-text': refusal.text };
}

export function jsonBody(messages: readonly WireMessage[]): Record<string, unknown> {
  return { 'message-count': String(messages.length), messages };
}

/** Element names are camel case in XML, and their order is the documented one. */
const elements = [
  ['messageId', 'message-id'],
  ['to', 'to'],
  ['clientRef', 'client-ref'],
  ['accountRef', 'account-ref'],
  ['status', 'status'],
  ['errorText', 'error-text'],
  ['remainingBalance', 'remaining-balance'],
  ['messagePrice', 'message-price'],
  ['network', 'network'],
] as const;

export function xmlDocument(messages: readonly WireMessage[]): Record<string, unknown> {
  const message = messages.map((one) =>
    Object.fromEntries(
      elements.filter(([, key]) => key in one).map(([element, key]) => [element, one[key]]),
    ),
  );
  return { 'mt-submission-response': { messages: { '@count': String(messages.length), message } } };
}

export function answerMessages(
  format: ClassicFormat,
  messages: readonly WireMessage[],
  httpStatus = 200,
): ApiResponse {
  return format === 'json'
    ? jsonAnswer(httpStatus, jsonBody(messages))
    : xmlAnswer(httpStatus, xmlDocument(messages));
}

const faults: Record<HttpFault, readonly [httpStatus: number, status: string, text: string]> = {
  'not-found': [404, '3', 'There is no such resource'],
  'method-not-allowed': [405, '3', 'This resource takes GET and POST only'],
  'body-too-large': [413, '12', 'Message too long'],
  'malformed-request': [400, '3', 'Invalid value for param: body'],
  unavailable: [503, '5', 'Server Error'],
  internal: [500, '5', 'Server Error'],
};

export function refuseFault(fault: HttpFault, request: Pick<ApiRequest, 'path'>): ApiResponse {
  const [httpStatus, status, text] = faults[fault];
  const messages = [encodeRefusal({ status, text })];
  return answerMessages(formatOfPath(request.path), messages, httpStatus);
}

/** How every messaging endpoint says no; sends of known callers are noted for the search. */
export function refusalsOf(
  core: Pick<Core, 'recordRejection'>,
): Pick<ClassicEndpoint, 'encodeError' | 'notFound'> {
  return {
    encodeError(error, format, call) {
      if (!(error instanceof PlatformError)) return undefined;
      const refusal = encodeError(error);
      if (call) core.recordRejection(rejectionOf(call, refusal));
      return answerMessages(format, [encodeRefusal(refusal)]);
    },
    notFound: (request) => refuseFault('not-found', request),
  };
}

function rejectionOf({ application, parameters }: ClassicCall, refusal: WireRefusal): Rejection {
  const { to = '', from = '' } = parameters.flat();
  return { applicationId: application.id, to, from, code: refusal.status, label: refusal.text };
}
