/** What the rooms of billing keep in their addresses. */
import type { PriceSearch } from './queries.ts';

export interface LedgerSearch {
  readonly kind?: string;
}

export function readLedgerSearch(search: Record<string, unknown>): LedgerSearch {
  return typeof search.kind === 'string' ? { kind: search.kind.slice(0, 40) } : {};
}

export function readPriceSearch(search: Record<string, unknown>): PriceSearch {
  const { channel, country } = search;
  return {
    ...(typeof channel === 'string' && { channel: channel.slice(0, 40) }),
    ...(typeof country === 'string' && /^[A-Z]{2}$/.test(country) && { country }),
  };
}
