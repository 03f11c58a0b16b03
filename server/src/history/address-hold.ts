/** What can keep codes from an address, in plain words: one dictionary for the console and its API. */

export const holdCauses = [
  'not-a-number',
  'number-type',
  'retired',
  'country',
  'refused-on-purpose',
  'opted-out',
  'locked',
  'too-many-messages',
  'running',
  'blocked',
  'spend-cap',
  'balance',
] as const;
export type HoldCause = (typeof holdCauses)[number];

export interface AddressHold {
  readonly cause: HoldCause;
  /** One sentence: what holds messages back. */
  readonly meaning: string;
  /** What the reader can do. */
  readonly advice: string;
  /** When it ends, or ended, by itself; null when somebody has to do something. */
  readonly until: Date | null;
  /** It is past, and may have been the cause then. */
  readonly isOver: boolean;
}

const words: Readonly<Record<HoldCause, { meaning: string; advice: string }>> = {
  'not-a-number': {
    meaning: 'This is no phone number that can exist.',
    advice: 'Look for a typing mistake; write it with its country code.',
  },
  'number-type': {
    meaning: 'Numbers of this type get no messages: premium-rate, shared-cost and the like.',
    advice: 'Ask the person for a mobile number.',
  },
  retired: {
    meaning: 'The application is retired: its requests are refused.',
    advice: 'Send with another application.',
  },
  country: {
    meaning: 'The application may not write to this country.',
    advice: 'Add the country under Settings, Limits, if it belongs there.',
  },
  'refused-on-purpose': {
    meaning: 'The sandbox refuses this number on purpose, for tests.',
    advice: 'Use another number.',
  },
  'opted-out': {
    meaning: 'The person has opted out of this sender.',
    advice: 'Send another way, or ask them to text START to it.',
  },
  locked: {
    meaning: 'The address is locked after too many wrong codes.',
    advice: 'Wait: the lock ends by itself. If it was not the person, somebody was guessing.',
  },
  'too-many-messages': {
    meaning: 'It got as many messages as the application allows in this time.',
    advice: 'Wait, or allow more under Settings, Limits.',
  },
  running: {
    meaning: 'A verification is live for it: another one is refused until it ends.',
    advice: 'Let the person enter the code they have, or cancel that verification first.',
  },
  blocked: {
    meaning: 'The numbers around it, or its country, are blocked against pumping.',
    advice: 'If these are real people, lift the block under Fraud; else wait until it ends.',
  },
  'spend-cap': {
    meaning: 'The application has spent what it may in this time.',
    advice: 'Raise the cap under Settings, Spending, or wait.',
  },
  balance: {
    meaning: 'Balance and credit do not cover a message.',
    advice: 'Top up under Billing.',
  },
};

/** With the usual words, unless others are given. */
export function hold(
  cause: HoldCause,
  facts: Partial<Omit<AddressHold, 'cause'>> = {},
): AddressHold {
  return { cause, ...words[cause], until: null, isOver: false, ...facts };
}
