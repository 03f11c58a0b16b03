/** What the room Consent shows, as it stands in the address. */
import type { ConsentChange, ConsentState } from 'countersign/admin';

export const states = ['opted_out', 'opted_in'] as const satisfies readonly ConsentState[];
export const changes = ['opt-out', 'opt-in', 'help'] as const satisfies readonly ConsentChange[];

export interface ConsentSearch {
  /** Absent: how numbers stand. */
  readonly view?: 'ledger';
  readonly q?: string;
  readonly state?: ConsentState;
  readonly change?: ConsentChange;
  /** The number of this row of the list: masked numbers cannot be searched for. */
  readonly of?: string;
}

export function readConsentSearch(search: Record<string, unknown>): ConsentSearch {
  const q = search.q === undefined ? '' : String(search.q);
  const state = states.find((one) => one === search.state);
  const change = changes.find((one) => one === search.change);
  const isLedger = search.view === 'ledger';
  return {
    ...(isLedger && { view: 'ledger' as const }),
    ...(q && { q }),
    ...(!isLedger && state && { state }),
    ...(isLedger && change && { change }),
    ...(isLedger && typeof search.of === 'string' && { of: search.of }),
  };
}
