/**
 * Lets a message in before it is queued, or refuses it, in the core's words: which channel it goes by,
 * and how to take it back when nothing was sent after all. Waits for nothing.
 */
import type { ApplicationSettings } from '../applications/application.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { FraudGuard } from './guard.ts';
import type { JudgeRequest } from './judge.ts';

export interface MessageToAdmit extends Omit<JudgeRequest, 'price'> {
  /** It is meant to go by. */
  readonly channel: string;
}

export interface Admission {
  /** The one asked for, or the application's other channel. */
  readonly channel: string;
  /** Nothing was sent: it counts no more. */
  takeBack(): void;
}

/** @throws PlatformError `barred`, with the reason `challenge` where a passed one would open. */
export type AdmitMessage = (message: MessageToAdmit) => Admission;

export interface AdmitDeps {
  readonly guard: FraudGuard;
  /** Of one message part, units of kernel/money.ts. */
  readonly priceOf: (part: {
    settings: ApplicationSettings;
    channel: string;
    country: string | null;
  }) => number;
  /** Whether a channel that settings name exists and reaches phone numbers. */
  readonly isPhoneChannel: (name: string) => boolean;
}

export function createAdmitMessage({ guard, priceOf, isPhoneChannel }: AdmitDeps): AdmitMessage {
  return (message) => {
    const { channel, country } = message;
    const { settings } = message.application;
    const request: JudgeRequest = { ...message, price: priceOf({ settings, channel, country }) };
    const verdict = guard.admit(request);
    const takeBack = () => guard.takeBack(request);
    if (verdict.kind === 'allow') return { channel, takeBack };
    if (verdict.kind === 'challenge') throw new PlatformError('barred', { reason: 'challenge' });
    const other = settings.pumping.otherChannel;
    if (verdict.kind === 'other-channel' && other !== null && isPhoneChannel(other)) {
      return { channel: other, takeBack };
    }
    if (verdict.kind === 'other-channel') takeBack();
    throw new PlatformError('barred', { reason: 'pumping' });
  };
}

/** For what is tested without the guard. */
export const admitEverything: AdmitMessage = ({ channel }) => ({
  channel,
  takeBack: () => undefined,
});
