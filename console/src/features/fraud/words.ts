/** Plain words for keys, rules and actions. */
import type { FraudAction, FraudCause, FraudScope } from 'countersign/admin';
import { groupAddress } from '../../parts/address.ts';
import type { Tone } from '../../parts/badge.tsx';
import { countryName } from '../quality/words.ts';

export const scopeWords: Readonly<Record<FraudScope, { one: string; many: string; lead: string }>> =
  {
    country: {
      one: 'Country',
      many: 'Countries',
      lead: 'Grows with the best day of the last two weeks.',
    },
    prefix: {
      one: 'Prefix',
      many: 'Prefixes',
      lead: 'A number without its last four digits: ten thousand neighbours.',
    },
    client: {
      one: 'Client',
      many: 'Clients',
      lead: 'Devices, as your calls name them with client-address.',
    },
  };

/** A client has no name, only a look-up value: its first letters tell two apart. */
export function keyName(scope: FraudScope, key: string): string {
  if (scope === 'country') return countryName(key);
  if (scope === 'prefix') return groupAddress(`${key}••••`);
  return `Client ${key.slice(0, 8)}`;
}

export const causeWords: Readonly<Record<FraudCause, { label: string; what: string }>> = {
  country: { label: 'Country budget', what: 'Too many unverified in one country' },
  prefix: { label: 'Prefix budget', what: 'Too many unverified in one prefix' },
  client: { label: 'Client budget', what: 'Too many unverified from one client' },
  clientCountries: { label: 'Countries of a client', what: 'One client asks for many countries' },
  sequence: { label: 'Numbers in a row', what: 'Near numbers asked for one after the other' },
  spendCaps: { label: 'Spend caps', what: 'The cap of the hour or day is reached' },
};

export const actionWords: Readonly<
  Record<FraudAction, { label: string; past: string; tone: Tone }>
> = {
  off: { label: 'Off', past: 'Off', tone: 'plain' },
  record: { label: 'Record only', past: 'Recorded', tone: 'plain' },
  'other-channel': { label: 'Send another way', past: 'Sent another way', tone: 'accent' },
  challenge: { label: 'Ask for a challenge', past: 'Challenged', tone: 'warn' },
  refuse: { label: 'Refuse', past: 'Refused', tone: 'bad' },
};

export function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}

/** Two decimals are enough for sums; less than a cent is told exactly. */
export function sum(amount: string): string {
  const value = Number(amount);
  const digits = value > 0 && value < 0.1 ? 4 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
