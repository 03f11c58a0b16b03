/**
 * The wire of the conversion API. Source: the vendor's documentation; choices where it contradicts
 * itself are in docs/compatibility/nexmo-conversions.md.
 */
import type { Conversion } from '../../delivery/conversions.ts';
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import type { Parameters } from '../classic/parameters.ts';

const kinds = ['sms', 'voice'] as const;
export type WireKind = (typeof kinds)[number];

export function isWireKind(text: string | undefined): text is WireKind {
  return kinds.some((kind) => kind === text);
}

const messageIdMax = 100;

/** @throws PlatformError `missing_parameter`, `invalid_parameter` */
export function decodeConversion(
  parameters: Parameters,
): Pick<Conversion, 'messageId' | 'isConverted'> & { readonly at?: Date } {
  const messageId = parameters.text('message-id') ?? parameters.text('message_id');
  if (messageId === undefined) {
    throw new PlatformError('missing_parameter', { parameter: 'message-id' });
  }
  if (messageId.length > messageIdMax) {
    throw new PlatformError('invalid_parameter', { parameter: 'message-id' });
  }
  const at = decodeTimestamp(parameters);
  return { messageId, isConverted: decodeDelivered(parameters), ...(at && { at }) };
}

/** Clients write it as `true`, `True` or `1`. */
function decodeDelivered(parameters: Parameters): boolean {
  const value = parameters.required('delivered').toLowerCase();
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  throw new PlatformError('invalid_parameter', { parameter: 'delivered' });
}

/** `yyyy-MM-dd HH:mm:ss` in UTC; one client writes it as ISO 8601. */
function decodeTimestamp(parameters: Parameters): Date | undefined {
  const text = parameters.text('timestamp');
  // A signed request has a timestamp of its own, in seconds since 1970.
  if (text === undefined || /^\d{9,11}$/.test(text)) return undefined;
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?Z?$/.exec(text);
  const at = new Date(parts ? `${parts[1]}T${parts[2]}Z` : Number.NaN);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(`${parts?.[1]}T${parts?.[2]}`)) {
    throw new PlatformError('invalid_parameter', { parameter: 'timestamp' });
  }
  return at;
}

/** HTTP status and words for every code of the core; a new one does not compile without. */
const refusals: Record<ErrorCode, readonly [status: number, text: string]> = {
  missing_parameter: [423, 'Invalid parameters'],
  invalid_parameter: [423, 'Invalid parameters'],
  invalid_template: [423, 'Invalid parameters'],
  invalid_credentials: [401, 'Bad Account Credentials'],
  forbidden: [402, 'Conversion is not enabled for this account'],
  not_found: [423, 'Invalid parameters'],
  conflict: [423, 'Invalid parameters'],
  rate_limited: [429, 'Too many requests'],
  sandbox_only: [402, 'Conversion is not enabled for this account'],
  unroutable: [423, 'Invalid parameters'],
  barred: [423, 'Invalid parameters'],
  opted_out: [423, 'Invalid parameters'],
  quota_exceeded: [402, 'Conversion is not enabled for this account'],
  unavailable: [503, 'Service unavailable'],
};

export interface WireRefusal {
  readonly status: number;
  readonly title: string;
  readonly parameter?: string;
}

export function encodeRefusal(error: PlatformError): WireRefusal {
  const { parameter } = error.publicDetail;
  if (parameter?.startsWith('api_')) return { status: 401, title: refusals.invalid_credentials[1] };
  const [status, title] = refusals[error.code];
  return { status, title, ...(parameter !== undefined && { parameter }) };
}

/** One client reads `error_title` of an answer that is no success. */
export function refusalBody({ title, parameter }: WireRefusal): object {
  return {
    error_title: title,
    ...(parameter !== undefined && {
      invalid_parameters: { [parameter]: 'Is required or invalid.' },
    }),
  };
}
