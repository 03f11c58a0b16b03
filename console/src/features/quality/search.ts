/** What the room shows, as it stands in its address. */
import type { QualityDimension, QualityPeriod } from 'countersign/admin';

export const periods = ['24h', '7d', '30d'] as const satisfies readonly QualityPeriod[];
export const dimensions = [
  'country',
  'carrier',
  'channel',
] as const satisfies readonly QualityDimension[];

export interface QualitySearch {
  readonly period?: QualityPeriod;
  readonly by?: QualityDimension;
}

export function readQualitySearch(search: Record<string, unknown>): QualitySearch {
  const period = periods.find((one) => one === search.period);
  const by = dimensions.find((one) => one === search.by);
  return { ...(period ? { period } : {}), ...(by ? { by } : {}) };
}

export function chosen(search: QualitySearch): { period: QualityPeriod; by: QualityDimension } {
  return { period: search.period ?? '24h', by: search.by ?? 'country' };
}
