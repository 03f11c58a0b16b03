/** Reads the price list page by page, by channel, country, network and carrier. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { toPrice } from './import-prices.ts';
import type { Price } from './price.ts';
import { listPrices as listRows, type PriceFilter } from './store.ts';

export interface PricePage {
  readonly items: readonly Price[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** @throws PlatformError `invalid_parameter` when `before` is no cursor of ours. */
export async function listPrices(
  deps: { db: Database },
  request: { channel?: string; country?: string; before?: string; limit: number },
): Promise<PricePage> {
  const rows = await listRows(deps.db, {
    channel: request.channel ?? null,
    country: request.country ?? null,
    after: request.before === undefined ? null : readCursor(request.before),
    limit: request.limit + 1,
  });
  const items = rows.slice(0, request.limit).map(toPrice);
  const last = items.at(-1);
  return { items, next: rows.length > request.limit && last ? cursorOf(last) : null };
}

function cursorOf({ channel, country, network, transport }: Price): string {
  return [channel, country, network, transport].join('~');
}

function readCursor(text: string): NonNullable<PriceFilter['after']> {
  const parts = /^([\w-]{1,40})~([A-Z]{2})~(\d{0,6})~([\w-]{0,40})$/.exec(text);
  if (!parts) throw new PlatformError('invalid_parameter', { parameter: 'before' });
  const [, channel = '', country = '', network = '', transport = ''] = parts;
  return { channel, country, network, transport };
}
