/** Plain words for a message's states and steps. */
import type { Message, MessageState, MessageStep, MessageSummary } from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';
import { channelWord } from '../verifications/words.ts';

const stateWords: Readonly<Record<MessageState, { label: string; tone: Tone }>> = {
  due: { label: 'Waiting', tone: 'accent' },
  sent: { label: 'Sent', tone: 'plain' },
  accepted: { label: 'Accepted', tone: 'plain' },
  buffered: { label: 'Held', tone: 'warn' },
  delivered: { label: 'Delivered', tone: 'good' },
  expired: { label: 'Expired', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
  rejected: { label: 'Refused', tone: 'bad' },
  unknown: { label: 'Unknown', tone: 'warn' },
  not_sent: { label: 'Not sent', tone: 'warn' },
  received: { label: 'Received', tone: 'accent' },
};

export function describeState(state: string): { label: string; tone: Tone } {
  return stateWords[state as MessageState] ?? { label: state, tone: 'plain' };
}

/** A carrier that reports nothing from phones has not delivered anything yet. */
export function describeMessage(message: MessageSummary): { label: string; tone: Tone } {
  const { state, isCarrierOnly } = message;
  const isCarriersWord = isCarrierOnly && state === 'delivered';
  return isCarriersWord ? { label: 'With carrier', tone: 'plain' } : describeState(state);
}

/** Refused before a carrier saw it. */
export function isOwnRefusal({ state, transport }: MessageSummary): boolean {
  return state === 'rejected' && transport === null;
}

const optedOutCode = 9;

/** For a line of a list: without the long reasons that the message's page gives. */
export function shortMeaning(message: MessageSummary): string {
  const { errorCode, explanation, isCarrierOnly, state } = message;
  if (isCarrierOnly && state === 'delivered') {
    return 'The carrier took it; its phones report nothing.';
  }
  if (isOwnRefusal(message) && errorCode === optedOutCode) {
    return 'Not sent: the person has opted out of this sender.';
  }
  return explanation.meaning;
}

export function kindWord({ dialect, direction, verificationId }: MessageSummary): string {
  if (direction === 'inbound') return 'Text from the person';
  if (verificationId) return 'Code';
  return dialectWords[dialect ?? ''] ?? 'Message';
}

const dialectWords: Readonly<Record<string, string>> = {
  'nexmo-sms': 'SMS API',
  'nexmo-alert': 'Alert',
  'nexmo-marketing': 'Marketing',
  keyword: 'Answer to a keyword',
};

/** Who wrote to whom, as two names in order. */
export function routeOf(message: MessageSummary): { from: string; to: string } {
  const { direction, sender, maskedAddress } = message;
  return direction === 'inbound'
    ? { from: maskedAddress, to: sender }
    : { from: sender, to: maskedAddress };
}

export interface StepWords {
  readonly title: string;
  readonly detail: string;
  readonly tone: Tone;
}

const stepTitles: Readonly<Record<string, { title: string; tone: Tone }>> = {
  requested: { title: 'Accepted from the application', tone: 'plain' },
  received: { title: 'Arrived from the carrier', tone: 'plain' },
  handled: { title: 'Taken in', tone: 'good' },
  conversion: { title: 'The application reported that it was used', tone: 'good' },
  'no-conversion': { title: 'The application reported that it was not used', tone: 'warn' },
  'message.sent': { title: 'Handed to the carrier', tone: 'plain' },
  'message.accepted': { title: 'The carrier accepted it', tone: 'plain' },
  'message.buffered': { title: 'The carrier is holding it', tone: 'warn' },
  'message.delivered': { title: 'Delivered', tone: 'good' },
  'message.expired': { title: 'Not delivered in time', tone: 'warn' },
  'message.failed': { title: 'Failed', tone: 'bad' },
  'message.rejected': { title: 'The carrier refused it', tone: 'bad' },
  'message.unknown': { title: 'The carrier’s answer is not understood', tone: 'warn' },
  'message.not_sent': { title: 'Not sent', tone: 'warn' },
};

export function describeStep(step: MessageStep, message: Message): StepWords {
  const known = stepTitles[step.kind] ?? { title: step.kind, tone: 'plain' as const };
  if (step.kind === 'message.rejected' && isOwnRefusal(message)) {
    const advice = step.explanation?.advice ?? '';
    return {
      title: 'Not sent',
      tone: 'bad',
      detail: `${sentence(step.raw ?? '')} ${advice}`.trim(),
    };
  }
  const isCarriersWord = step.kind === 'message.delivered' && message.isCarrierOnly;
  const title = isCarriersWord ? 'The carrier took it' : known.title;
  return { title, tone: isCarriersWord ? 'plain' : known.tone, detail: detailOf(step, title) };
}

/** The server gives reasons as the second half of a sentence. */
export function sentence(words: string): string {
  if (words === '') return '';
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}

/** Nothing that the title has said already. */
function detailOf({ explanation, raw }: MessageStep, title: string): string {
  if (!explanation) return raw ?? '';
  const { meaning, advice } = explanation;
  const isRepeated = meaning.replace(/\.$/, '') === title || title === 'Delivered';
  return [isRepeated ? '' : meaning, advice].filter(Boolean).join(' ');
}

export function describeContent(content: NonNullable<Message['content']>): string {
  const encodings: Readonly<Record<string, string>> = {
    'gsm-7': 'GSM-7',
    'ucs-2': 'UCS-2',
    binary: 'binary',
  };
  const { encoding, characters, part, parts, isFlash } = content;
  return [
    characters !== null && `${characters} characters`,
    encodings[encoding] ?? encoding,
    parts > 1 ? `part ${part} of ${parts}` : 'one part',
    isFlash && 'shown at once',
  ]
    .filter(Boolean)
    .join(', ');
}

export { channelWord };
