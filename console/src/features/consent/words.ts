/** Consent in plain words. */
import type { ConsentChange, ConsentSource, ConsentStanding } from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';

export const changeWord: Readonly<Record<ConsentChange, { label: string; tone: Tone }>> = {
  'opt-out': { label: 'Opted out', tone: 'warn' },
  'opt-in': { label: 'Opted in', tone: 'good' },
  help: { label: 'Asked for help', tone: 'plain' },
};

export const sourceWord: Readonly<Record<ConsentSource, string>> = {
  message: 'by message',
  api: 'by API',
  console: 'in the console',
  'web-form': 'by web form',
};

export function senderWord(sender: string): string {
  return sender === '*' ? 'Every sender' : sender;
}

/** When the number came to stand as it does. */
export function sinceOf({ isOptedOut, optedOutAt, optedInAt }: ConsentStanding): string | null {
  return isOptedOut ? optedOutAt : optedInAt;
}
