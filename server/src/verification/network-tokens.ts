/**
 * What travels through a device between us and its network, sealed so that the device can neither
 * read nor make it: our question, the network's answer, and the token of the advanced mode. Each
 * opens for one verification only; question and answer for a short time.
 */
import type { KeyRing } from '../kernel/secret-box.ts';

/** What a mobile network says of the device that brought the question. */
export const networkAnswers = [
  'same-number',
  'other-number',
  /** The address it came from is nobody's mobile connection. */
  'not-mobile',
  /** No mobile network answers for the number. */
  'unsupported',
] as const;
export type NetworkAnswer = (typeof networkAnswers)[number];

export interface NetworkQuestion {
  readonly applicationId: number;
  readonly verificationId: string;
  readonly step: number;
  /** MAC of the number that is asked for, base64. */
  readonly addressMac: string;
  /** Whether any network answers for it. */
  readonly isCovered: boolean;
  /** Path the device is sent back to. */
  readonly returnTo: string;
}

interface Answered {
  readonly applicationId: number;
  readonly verificationId: string;
  readonly step: number;
  readonly answer: NetworkAnswer;
}

const questionContext = 'silent-auth.question';
const answerContext = 'silent-auth.answer';
const tokenContext = 'silent-auth.token';
/** Redirects follow each other at once; a slow mobile network gets its time. */
const lifeMilliseconds = 25_000;
const charactersMax = 2_000;

export function sealNetworkQuestion(
  keyRing: KeyRing,
  now: Date,
  question: NetworkQuestion,
): string {
  return seal(keyRing, questionContext, { ...question, endsAt: now.getTime() + lifeMilliseconds });
}

/** Undefined when it is none of ours, or too old. */
export function openNetworkQuestion(
  keyRing: KeyRing,
  now: Date,
  text: string,
): NetworkQuestion | undefined {
  return fresh(open<NetworkQuestion & Ending>(keyRing, questionContext, text), now);
}

export function sealNetworkAnswer(
  keyRing: KeyRing,
  now: Date,
  { applicationId, verificationId, step }: NetworkQuestion,
  answer: NetworkAnswer,
): string {
  const endsAt = now.getTime() + lifeMilliseconds;
  return seal(keyRing, answerContext, { applicationId, verificationId, step, answer, endsAt });
}

/** Undefined when it is none of ours, for another verification, or too old. */
export function openNetworkAnswer(
  keyRing: KeyRing,
  now: Date,
  verificationId: string,
  text: string,
): Answered | undefined {
  const answered = fresh(open<Answered & Ending>(keyRing, answerContext, text), now);
  return answered?.verificationId === verificationId ? answered : undefined;
}

interface SilentToken {
  readonly applicationId: number;
  readonly verificationId: string;
  readonly code: string;
}

/** It ends with the code inside. */
export function sealSilentToken(keyRing: KeyRing, token: SilentToken): string {
  return seal(keyRing, tokenContext, token);
}

/** The code inside; undefined when it is no token of this application's verification. */
export function openSilentToken(
  keyRing: KeyRing,
  applicationId: number,
  verificationId: string,
  text: string,
): string | undefined {
  const token = open<SilentToken>(keyRing, tokenContext, text);
  const isOwn = token?.applicationId === applicationId && token.verificationId === verificationId;
  return isOwn ? token.code : undefined;
}

interface Ending {
  readonly endsAt: number;
}

function fresh<Value extends Ending>(value: Value | undefined, now: Date): Value | undefined {
  return value && value.endsAt > now.getTime() ? value : undefined;
}

function seal(keyRing: KeyRing, context: string, value: object): string {
  return keyRing.seal(JSON.stringify(value), context).toString('base64url');
}

/** What opens was sealed here under this context, hence has this form. */
function open<Value>(keyRing: KeyRing, context: string, text: string): Value | undefined {
  if (text.length > charactersMax || !/^[\w-]+$/.test(text)) return undefined;
  try {
    return JSON.parse(keyRing.open(Buffer.from(text, 'base64url'), context).toString('utf8'));
  } catch {
    return undefined;
  }
}
