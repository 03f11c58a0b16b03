/**
 * The wire of the classic search: parameters, records, final states. Source: the vendor's
 * documentation; choices where it is silent are in docs/compatibility/nexmo-search.md.
 */
import type { Application } from '../../applications/application.ts';
import type { FoundMessage } from '../../history/classic/find-messages.ts';
import type { FoundRejection } from '../../history/classic/find-rejections.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { formatAmount, parseAmount } from '../../kernel/money.ts';
import { wireTime } from '../classic/format.ts';
import type { Parameters } from '../classic/parameters.ts';

const idsMax = 10;

export type MessagesQuery =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'day'; readonly day: Date; readonly to: string };

/** `ids` (ten at the most; one client says `id`), or `date` with `to`. @throws PlatformError */
export function decodeMessages(parameters: Parameters): MessagesQuery {
  const ids = [...parameters.all('ids'), ...parameters.all('id')].flatMap((id) => id.split(','));
  const given = [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ''))];
  if (given.length > idsMax) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'ids',
      reason: `No more than ${idsMax} ids are allowed.`,
    });
  }
  if (given.length > 0) return { kind: 'ids', ids: given };
  // Neither way was taken: the error names the first of the two.
  if (!parameters.has('date') && !parameters.has('to')) parameters.required('ids');
  return { kind: 'day', day: decodeDay(parameters), to: parameters.required('to') };
}

/** `YYYY-MM-DD`, a day in UTC that exists. @throws PlatformError */
export function decodeDay(parameters: Parameters): Date {
  const text = parameters.required('date');
  const day = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : Number.NaN);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'date',
      reason: 'Must be a date in the form YYYY-MM-DD.',
    });
  }
  return day;
}

const finalStatuses: Readonly<Record<string, string>> = {
  delivered: 'DELIVRD',
  expired: 'EXPIRED',
  failed: 'UNDELIV',
  not_sent: 'UNDELIV',
  rejected: 'REJECTD',
};
const openStatuses: Readonly<Record<string, string>> = { buffered: 'BUFFERED', unknown: 'UNKNOWN' };

export function encodeMessage(message: FoundMessage, application: Application): object {
  const facts = {
    'message-id': message.id,
    'account-id': application.apiKey,
    network: message.network ?? '',
    from: message.from,
    to: message.to,
    body: message.body,
  };
  const received = { 'date-received': wireTime(message.receivedAt) };
  if (message.direction === 'inbound') {
    return { type: 'MO', ...facts, ...received, ...encodeCheck(message) };
  }
  return {
    type: 'MT',
    ...facts,
    price: formatAmount(parseAmount(message.price ?? '0')),
    ...received,
    ...encodeState(message),
    ...(message.reference !== null && { 'client-ref': message.reference }),
    ...encodeError(message.errorCode),
  };
}

/** Named as the inbound webhook names them (docs/compatibility/nexmo-inbound.md). */
function encodeCheck({ checked }: FoundMessage): object {
  if (!checked) return {};
  return {
    'verification-status': checked.outcome,
    ...(checked.dispatchId !== null && { 'verification-message-id': checked.dispatchId }),
  };
}

/** A message that is still under way has no final status. */
function encodeState({ state, receivedAt, closedAt }: FoundMessage): object {
  const final = state === null ? undefined : finalStatuses[state];
  if (final === undefined) return { status: openStatuses[state ?? ''] ?? 'ACCEPTD' };
  if (!closedAt) return { status: final, 'final-status': final };
  return {
    status: final,
    'final-status': final,
    'date-closed': wireTime(closedAt),
    latency: Math.max(0, closedAt.getTime() - receivedAt.getTime()),
  };
}

/** Of delivery receipts, in the documentation's words. */
const errorLabels: Readonly<Record<number, string>> = {
  1: 'Unknown',
  2: 'Absent Subscriber - Temporary',
  3: 'Absent Subscriber - Permanent',
  4: 'Call Barred by User',
  5: 'Portability Error',
  6: 'Anti-Spam Rejection',
  7: 'Handset Busy',
  8: 'Network Error',
  9: 'Illegal Number',
  10: 'Illegal Message',
  11: 'Unroutable',
  12: 'Destination Unreachable',
  13: 'Subscriber Age Restriction',
  14: 'Number Blocked by Carrier',
  15: 'Prepaid Insufficient Funds',
  50: 'Entity Filter',
  51: 'Header Filter',
  52: 'Content Filter',
  53: 'Consent Filter',
  54: 'Regulation Error',
};

function encodeError(code: number): object {
  if (code === 0) return {};
  return { 'error-code': String(code), 'error-code-label': errorLabels[code] ?? 'General Error' };
}

export function encodeRejection(rejection: FoundRejection, application: Application): object {
  return {
    'account-id': application.apiKey,
    from: rejection.from,
    to: rejection.to,
    'date-received': wireTime(rejection.at),
    'error-code': rejection.code,
    'error-code-label': rejection.label,
  };
}
