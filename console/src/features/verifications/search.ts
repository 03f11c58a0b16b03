/** The filters of the list as they stand in the address. */
import type { VerificationStatus } from 'countersign/admin';

export const statuses = ['in_progress', 'verified', 'failed', 'expired', 'cancelled'] as const;

export interface VerificationSearch {
  readonly q?: string;
  readonly status?: VerificationStatus;
}

export function readSearch(search: Record<string, unknown>): VerificationSearch {
  const status = statuses.find((one) => one === search.status);
  const q = search.q === undefined ? '' : String(search.q);
  return { ...(q ? { q } : {}), ...(status ? { status } : {}) };
}

/**
 * One field for number, email, id and reference, a carrier’s id too: tells by its form which one was
 * typed.
 */
export function toFilter(text: string): { address?: string; id?: string; reference?: string } {
  const wanted = text.trim();
  if (!wanted) return {};
  if (/^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)) {
    return { id: wanted };
  }
  const digits = wanted.replaceAll(/[\s().+-]/g, '');
  if (/^\d{7,15}$/.test(digits)) return { address: digits };
  return wanted.includes('@') ? { address: wanted } : { reference: wanted };
}
