/** Plain words for kinds of numbers, countries and what a rule says. */
import type { NumberKind, SenderUse } from 'countersign/admin';
import { groupAddress } from '../../parts/address.ts';
import type { Tone } from '../../parts/badge.tsx';

export const kindWord: Readonly<Record<NumberKind, string>> = {
  'shared-short-code': 'Shared short code',
  'dedicated-short-code': 'Dedicated short code',
  'long-number': 'Long number',
  'toll-free': 'Toll-free number',
  alphanumeric: 'Name',
};

export const ruleWord: Readonly<Record<SenderUse, { label: string; tone: Tone }>> = {
  allowed: { label: 'Allowed', tone: 'good' },
  registered: { label: 'Register first', tone: 'accent' },
  risky: { label: 'May be altered', tone: 'warn' },
  refused: { label: 'Not delivered', tone: 'bad' },
};

const regions = new Intl.DisplayNames('en', { type: 'region' });

export function countryWord(alpha2: string): string {
  return /^[A-Z]{2}$/.test(alpha2) ? (regions.of(alpha2) ?? alpha2) : alpha2;
}

/** Short codes and names as they are; long numbers in groups. */
export function senderWord({ sender }: { readonly sender: string }): string {
  return /^\d{7,}$/.test(sender) ? groupAddress(sender) : sender;
}
