/** The filters of the list as they stand in the address. */
import type { MessageDirection, MessageState } from 'countersign/admin';
import { type Age, readAge } from '../../parts/age.ts';
import { withoutEmpty } from '../../parts/use-filters.ts';

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
  return withoutEmpty<MessageSearch>({
    q: text(search.q, /\S/),
    state: states.find((one) => one === search.state),
    direction: (['outbound', 'inbound'] as const).find((one) => one === search.direction),
    channel: text(search.channel, /^[a-z0-9-]{1,30}$/),
    country: text(search.country, /^[A-Z]{2}$/),
    network: text(search.network, /^[0-9]{3,8}$/),
    age: readAge(search.age),
  });
}

export function isFiltered(search: MessageSearch): boolean {
  return Object.keys(search).length > 0;
}
