import type { Price } from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';
import type { Column } from '../../parts/csv.ts';

/** `0.03330000` as `0.0333`, `10.00000000` as `10.00`: two decimals, or four and as many as needed. */
export function sayAmount(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const needed = fraction.replace(/0+$/, '');
  return `${grouped}.${needed.padEnd(needed.length > 2 ? 4 : 2, '0')}`;
}

/** A price of one part: four decimals at least, so that a column lines up. */
export function sayPrice(price: string): string {
  const [whole = '0', fraction = ''] = price.split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(4, '0')}`;
}

/** With its sign, for what was booked; less than one with four decimals, as prices are written. */
export function saySigned(amount: string): string {
  const [sign, size] = amount.startsWith('-') ? ['−', amount.slice(1)] : ['+', amount];
  return `${sign}${size.startsWith('0.') ? sayPrice(size) : sayAmount(size)}`;
}

const kinds: Readonly<Record<string, { label: string; tone: Tone; one: string; many: string }>> = {
  message: { label: 'Sent', tone: 'plain', one: 'message', many: 'messages' },
  verification: { label: 'Verified', tone: 'plain', one: 'verification', many: 'verifications' },
  refund: { label: 'Not sent', tone: 'warn', one: 'message', many: 'messages' },
  'top-up': { label: 'Top-up', tone: 'good', one: '', many: '' },
  correction: { label: 'Correction', tone: 'warn', one: '', many: '' },
};

export const ledgerKinds = Object.keys(kinds);

export function kindWord(kind: string): { label: string; tone: Tone } {
  return kinds[kind] ?? { label: kind, tone: 'plain' };
}

/** What was booked together, e.g. `12 messages`; empty where that says nothing. */
export function countWord(kind: string, count: number): string {
  const words = kinds[kind];
  if (!words?.one) return '';
  return `${count.toLocaleString('en')} ${count === 1 ? words.one : words.many}`;
}

/** What a line says beside country and way: `O2 (23410), by acme`; empty when it holds for all. */
export function sayPlace(line: {
  network: string;
  networkName: string;
  transport: string;
}): string {
  const { network, networkName, transport } = line;
  const named = networkName ? `${networkName} (${network})` : network;
  return [network && named, transport && `by ${transport}`].filter(Boolean).join(', ');
}

/** As the import reads it: what is exported can be changed and imported again. */
export const priceColumns: readonly Column<Price>[] = [
  { name: 'channel', cell: ({ channel }) => channel },
  { name: 'transport', cell: ({ transport }) => transport },
  { name: 'country', cell: ({ country }) => country },
  { name: 'network', cell: ({ network }) => network },
  { name: 'network_name', cell: ({ networkName }) => networkName },
  { name: 'price', cell: ({ price }) => price },
];
