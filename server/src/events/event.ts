/**
 * What happened, as applications are told of it (docs/webhooks.md): which facts of `verification_events`
 * are events for them, what each says beside its verification, and how one is named. Never a code, a
 * text, or what a carrier wrote.
 */
import { parseId } from '../kernel/ids.ts';

/** An event that has its place; its sequence counts those of its verification or message. */
export interface RelayedEvent {
  readonly applicationId: number;
  /** The verification, or the message without a code, it happened to. */
  readonly verificationId: string;
  readonly owner: 'verification' | 'message';
  /** The wire the verification or message came by, e.g. `vonage-verify-v2`. */
  readonly dialect: string;
  readonly id: number;
  readonly type: EventType;
  /** As it is stored: not all of it is for applications. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly at: Date;
  /** From 1, without gaps. */
  readonly sequence: number;
}

interface EventDescription {
  /** One sentence for the catalogue. */
  readonly summary: string;
  /** Names in `data` that are told, as the wire calls them. */
  readonly details?: Readonly<Record<string, string>>;
}

const dispatchDetails = { dispatchId: 'message_id' };
const failureDetails = { ...dispatchDetails, errorCode: 'error_code', error: 'error' };

/** Every type there is; a row of another kind stays inside. */
export const eventCatalogue = {
  'verification.started': { summary: 'A verification began; its first message is on its way.' },
  'verification.verified': { summary: 'The right code came back in time.' },
  'verification.failed': { summary: 'Too many wrong codes ended it.' },
  'verification.expired': {
    summary: 'Its time was over.',
    details: { reason: 'reason' },
  },
  'verification.cancelled': {
    summary: 'Your application, or an operator, ended it.',
    details: { reason: 'reason' },
  },
  'step.started': {
    summary: 'The next step of the workflow began.',
    details: { step: 'step', channel: 'channel', isNewCode: 'is_new_code' },
  },
  'code.resent': {
    summary: 'Your application asked for another message, with the same code or a new one.',
    details: { step: 'step', channel: 'channel', isNewCode: 'is_new_code' },
  },
  'message.created': { summary: 'A message without a code was accepted.' },
  'message.sent': {
    summary: 'A carrier took the message.',
    details: { ...dispatchDetails, channel: 'channel', locale: 'locale' },
  },
  'message.not_sent': {
    summary: 'The message was not handed to a carrier, and cost nothing.',
    details: { ...failureDetails, channel: 'channel' },
  },
  'message.accepted': { summary: 'The carrier accepted it.', details: failureDetails },
  'message.buffered': { summary: 'The carrier keeps it and tries on.', details: failureDetails },
  'message.delivered': { summary: 'It reached the phone.', details: failureDetails },
  'message.expired': { summary: 'The carrier gave it up.', details: failureDetails },
  'message.failed': {
    summary: 'The carrier could not deliver it.',
    details: { ...failureDetails, channel: 'channel' },
  },
  'message.rejected': {
    summary: 'It was refused: by the carrier, or because the number opted out.',
    details: { ...failureDetails, channel: 'channel' },
  },
  'message.unknown': { summary: 'The carrier does not know.', details: failureDetails },
  'network.answered': {
    summary: 'The mobile network said whether the device has the number (silent authentication).',
    details: { step: 'step', answer: 'answer' },
  },
  'check.wrong': { summary: 'A wrong code was checked.' },
  'check.expired': { summary: 'A code was checked after its end.' },
  'address.locked': { summary: 'Too many wrong codes: the address is locked for a time.' },
  'reply.received': {
    summary: 'The subscriber answered the message.',
    details: { check: 'check' },
  },
  'conversion.reported': {
    summary: 'Your application said whether the code was used.',
    details: { messageId: 'message_id', isConverted: 'is_converted' },
  },
} as const satisfies Record<string, EventDescription>;

export type EventType = keyof typeof eventCatalogue;
export const eventTypes = Object.keys(eventCatalogue) as readonly EventType[];

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventCatalogue, text);
}

/** What an event tells beside its verification, whitelisted by the catalogue. */
export function detailsOf(
  type: EventType,
  data: Readonly<Record<string, unknown>> | null,
): Readonly<Record<string, unknown>> {
  const { details = {} }: EventDescription = eventCatalogue[type];
  const told = Object.entries(details)
    .map(([stored, wire]) => [wire, data?.[stored]] as const)
    .filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(told);
}

const groups = new Set(eventTypes.map((type) => `${type.slice(0, type.indexOf('.'))}.*`));

/** A type, or a group like `message.*`. */
export function isEventFilter(text: string): boolean {
  return isEventType(text) || groups.has(text);
}

/** Null is every type. */
export function matchesFilter(type: EventType, filter: readonly string[] | null): boolean {
  if (filter === null) return true;
  return filter.includes(type) || filter.includes(`${type.slice(0, type.indexOf('.'))}.*`);
}

/** The types a filter names. */
export function typesOfFilter(filter: readonly string[]): readonly EventType[] {
  return eventTypes.filter((type) => matchesFilter(type, filter));
}

/** One event has one id, over all endpoints, attempts and readings. No dot: it is signed with dots. */
export function eventIdOf(event: { verificationId: string; sequence: number }): string {
  return `evt_${event.verificationId.replaceAll('-', '')}_${event.sequence}`;
}

/** Undefined when it is none. */
export function parseEventId(
  text: string,
): { readonly verificationId: string; readonly sequence: number } | undefined {
  const [, hex = '', sequence = ''] = /^evt_([0-9a-f]{32})_([1-9]\d{0,8})$/.exec(text) ?? [];
  const verificationId = parseId(hex);
  return verificationId === undefined ? undefined : { verificationId, sequence: Number(sequence) };
}
