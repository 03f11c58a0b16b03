/** How the lists of the admin API are cut: by length and by time. */
import { PlatformError } from '../../kernel/errors.ts';

const pageSizeDefault = 50;
const pageSizeMax = 200;

/** The schema has looked at its form. */
export function pageSize(limit: string | undefined): number {
  return Math.min(Number(limit ?? pageSizeDefault), pageSizeMax);
}

/** @throws PlatformError `invalid_parameter` that names the one no calendar has. */
export function timesOf({
  since,
  until,
}: {
  since: string | undefined;
  until: string | undefined;
}) {
  return {
    ...(since !== undefined && { since: momentOf(since, 'since') }),
    ...(until !== undefined && { until: momentOf(until, 'until') }),
  };
}

/** The schema has looked at its form; a day like the 31st of February is still none. */
export function momentOf(text: string, parameter: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()) || moment.getTime() < 0) {
    throw new PlatformError('invalid_parameter', { parameter });
  }
  return moment;
}

export function isoOrNull(date: Date | null): string | null {
  return date ? date.toISOString() : null;
}
