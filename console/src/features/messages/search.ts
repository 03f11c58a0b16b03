/** The filters of the list as they stand in the address. */
import type { MessageDirection, MessageState } from 'countersign/admin';

export const states = [
  'due',
  'sent',
  'accepted',
  'buffered',
  'delivered',
  'expired',
  'failed',
  'rejected',
  'unknown',
  'not_sent',
  'received',
] as const satisfies readonly MessageState[];

export const ages = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Age = keyof typeof ages;

export interface MessageSearch {
  readonly q?: string;
  readonly state?: MessageState;
  readonly direction?: MessageDirection;
  readonly channel?: string;
  readonly country?: string;
  readonly network?: string;
  readonly age?: Age;
}

export function readMessageSearch(search: Record<string, unknown>): MessageSearch {
  const text = (value: unknown, form: RegExp) =>
    value !== undefined && form.test(String(value)) ? String(value) : undefined;
  const found = {
    q: text(search.q, /\S/),
    state: states.find((one) => one === search.state),
    direction: (['outbound', 'inbound'] as const).find((one) => one === search.direction),
    channel: text(search.channel, /^[a-z0-9-]{1,30}$/),
    country: text(search.country, /^[A-Z]{2}$/),
    network: text(search.network, /^[0-9]{3,8}$/),
    age: (Object.keys(ages) as Age[]).find((one) => one === search.age),
  };
  return withoutEmpty(found);
}

/** A member that is not set is left out, so that the address holds only what was chosen. */
export function withoutEmpty(
  search: {
    readonly [Name in keyof MessageSearch]: MessageSearch[Name] | undefined;
  },
): MessageSearch {
  const set = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as MessageSearch; // the members were typed above
}

export function isFiltered(search: MessageSearch): boolean {
  return Object.keys(search).length > 0;
}

/** One field for number, email, id, carrier's id and reference: tells by its form which it is. */
export function toMessageFilter(typed: string): {
  address?: string;
  id?: string;
  reference?: string;
} {
  const wanted = typed.trim();
  if (!wanted) return {};
  if (/^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)) {
    return { id: wanted };
  }
  const digits = wanted.replaceAll(/[\s().+-]/g, '');
  if (/^\d{7,15}$/.test(digits)) return { address: digits };
  return wanted.includes('@') ? { address: wanted } : { reference: wanted };
}
