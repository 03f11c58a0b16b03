/** A timeline's facts in plain words: what happened, and what to do about it when it went wrong. */
import type { Verification, VerificationEvent } from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';
import { channelWord, isMessageOnly } from './words.ts';

export interface Sentence {
  readonly title: string;
  readonly detail?: string;
  readonly tone: Tone;
}

interface Facts {
  readonly data: Readonly<Record<string, unknown>>;
  readonly channel: string;
  readonly explanation: VerificationEvent['explanation'];
}

type Describe = (facts: Facts, verification: Verification) => Sentence;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function why({ data, explanation }: Facts): string | undefined {
  if (explanation) return `${explanation.meaning} ${explanation.advice}`.trim();
  return asSentence(text(data.error) ?? text(data.raw));
}

/** Refused before a carrier saw it: a carrier's words would be in `raw`. */
function isOurs({ data }: Facts): boolean {
  return text(data.error) !== undefined && data.raw === undefined;
}

function ownReason({ data, explanation }: Facts): string {
  return [asSentence(text(data.error)), explanation?.advice].filter(Boolean).join(' ');
}

function withDetail(title: string, tone: Tone, detail: string | undefined): Sentence {
  return detail ? { title, tone, detail } : { title, tone };
}

/** The server gives reasons as the second half of a sentence. */
function asSentence(words: string | undefined): string | undefined {
  return (
    words && `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`
  );
}

function reasonOf({ data }: Facts): string | undefined {
  return asSentence(text(data.reason));
}

function carrierOf({ data }: Facts): string | undefined {
  const transport = text(data.transport);
  return transport === 'inbox' ? 'To the virtual handset.' : transport && `By ${transport}.`;
}

/** The text was in another language than the one asked for: there is none in that language yet. */
function fallbackOf({ data }: Facts, { locale }: Verification): string | undefined {
  const used = text(data.locale);
  const language = (tag: string) => tag.split('-')[0];
  return used && language(used) !== language(locale)
    ? `In ${used}: there is no text in ${locale} yet.`
    : undefined;
}

const networkWords: Readonly<Record<string, string>> = {
  'same-number': 'The device was given the code.',
  'other-number': 'The device has another number.',
  'not-mobile': 'The device did not come over a mobile connection.',
  unsupported: 'No mobile network answers for the number.',
};

/** Nobody types a code where a button is tapped, or where the network knows the number. */
function howVerified({ events }: Verification): string {
  const proof = events.findLast(
    ({ kind, data }) =>
      kind === 'choice.tapped' || (kind === 'network.answered' && data.answer === 'same-number'),
  );
  if (proof?.kind === 'choice.tapped') return 'Yes tapped: verified';
  return proof ? 'Code brought by the device: verified' : 'Right code entered: verified';
}

const describers: Readonly<Record<string, Describe>> = {
  'conversion.reported': ({ data }) =>
    data.isConverted === true
      ? { title: 'Reported as used', tone: 'good', detail: 'By the application’s conversion.' }
      : { title: 'Reported as not used', tone: 'warn', detail: 'By the application’s conversion.' },
  'verification.started': (_, verification) => ({
    title: isMessageOnly(verification) ? 'Message requested' : 'Verification started',
    detail: `For ${verification.brand}`,
    tone: 'plain',
  }),
  'step.started': ({ channel, data }) => ({
    title: `Moved on to the next way: ${channel}`,
    detail: data.isNewCode ? 'With a new code.' : 'With the same code.',
    tone: 'accent',
  }),
  'code.renewed': () => ({ title: 'A new code replaced the old one', tone: 'plain' }),
  'reply.received': () => ({ title: 'It came as a reply to the message', tone: 'plain' }),
  'message.sent': (facts, verification) =>
    withDetail(
      `${facts.channel} handed to the carrier`,
      'plain',
      [carrierOf(facts), fallbackOf(facts, verification)].filter(Boolean).join(' '),
    ),
  'message.accepted': ({ channel }) => ({
    title: `Carrier accepted the ${channel}`,
    tone: 'plain',
  }),
  'message.buffered': ({ channel }) => ({
    title: `Carrier is holding the ${channel}`,
    detail: 'The phone may be switched off; the carrier keeps trying.',
    tone: 'warn',
  }),
  'message.delivered': ({ channel }) => ({ title: `${channel} delivered`, tone: 'good' }),
  'message.expired': ({ channel }) => ({
    title: `${channel} not delivered in time`,
    detail: 'The carrier stopped trying.',
    tone: 'warn',
  }),
  'message.failed': (facts) => withDetail(`${facts.channel} failed`, 'bad', why(facts)),
  'message.rejected': (facts) =>
    isOurs(facts)
      ? withDetail(`${facts.channel} not sent`, 'bad', ownReason(facts))
      : withDetail(`Carrier refused the ${facts.channel}`, 'bad', why(facts)),
  'message.not_sent': (facts) =>
    withDetail(
      `${facts.channel} not sent`,
      'warn',
      why(facts) ?? 'It would have come too late to be of use.',
    ),
  'message.unknown': ({ channel }) => ({
    title: `Carrier does not know what became of the ${channel}`,
    tone: 'warn',
  }),
  'network.answered': ({ data }) => ({
    title:
      data.answer === 'same-number'
        ? 'The mobile network confirmed the device’s number'
        : 'The mobile network did not confirm the device’s number',
    detail: networkWords[String(data.answer)] ?? '',
    tone: data.answer === 'same-number' ? 'good' : 'warn',
  }),
  'check.wrong': () => ({ title: 'Wrong code entered', tone: 'warn' }),
  'check.expired': () => ({
    title: 'Code entered after it had expired',
    detail: 'Start a new verification.',
    tone: 'warn',
  }),
  'address.locked': () => ({
    title: 'Address locked after too many wrong codes',
    detail: 'It opens again by itself; the wait grows each time.',
    tone: 'bad',
  }),
  'choice.tapped': () => ({ title: 'Tapped yes', tone: 'plain' }),
  'verification.verified': (_, verification) => ({
    title: howVerified(verification),
    tone: 'good',
  }),
  'verification.failed': (facts) =>
    withDetail('Verification failed', 'bad', reasonOf(facts) ?? 'Too many wrong codes.'),
  'verification.expired': (facts, verification) =>
    isMessageOnly(verification)
      ? { title: 'Its time is over', detail: 'The code in it was yours to check.', tone: 'plain' }
      : withDetail(
          'Verification expired',
          'warn',
          reasonOf(facts) ?? 'No right code came in time.',
        ),
  'verification.cancelled': (facts) =>
    withDetail('Verification cancelled', 'plain', reasonOf(facts)),
};

export function describeEvent(event: VerificationEvent, verification: Verification): Sentence {
  const dispatch = verification.dispatches.find(({ id }) => id === event.data.dispatchId);
  const channel = text(event.data.channel) ?? dispatch?.channel ?? 'message';
  const describe = describers[event.kind];
  if (!describe) return { title: event.kind.replaceAll(/[._]/g, ' '), tone: 'plain' };
  const facts = {
    data: event.data,
    explanation: event.explanation,
    channel: channelWord(channel),
  };
  return describe(facts, verification);
}
