/** Everything the other parts ask about consent, bound; the rules lie in the use cases. */
import { exportConsent } from './export-consent.ts';
import {
  type ConsentEntry,
  type ConsentEntryQuery,
  listConsentEntries,
} from './list-consent-entries.ts';
import { type ListOptOutsRequest, listOptOuts, type OptOutItem } from './list-opt-outs.ts';
import {
  findStanding,
  listStandings,
  type NumberStanding,
  type PageOf,
  type StandingQuery,
} from './list-standings.ts';
import {
  type ConsentDeps,
  type ConsentSet,
  type SetConsentRequest,
  setConsent,
} from './set-consent.ts';

export interface ConsentDesk {
  /** @throws PlatformError `not_found` (no approved campaign with this use), `invalid_parameter`. */
  optIn(request: SetConsentRequest): Promise<ConsentSet>;
  /** @throws PlatformError `not_found` (no approved campaign with this use), `invalid_parameter`. */
  optOut(request: SetConsentRequest): Promise<ConsentSet>;
  /** One item a number, page by page as the classic wires count. */
  listOptOuts(
    request: ListOptOutsRequest,
  ): Promise<{ count: number; items: readonly OptOutItem[] }>;
  /** One item a number and sender, the latest word first. */
  listStandings(query: StandingQuery): Promise<PageOf<NumberStanding>>;
  /** Number and sender of a listed item. @throws PlatformError `not_found`. */
  findStanding(applicationId: number, id: string): Promise<{ address: string; sender: string }>;
  /** The ledger, newest first. */
  listEntries(query: ConsentEntryQuery): Promise<PageOf<ConsentEntry>>;
  /** The ledger as CSV, piece by piece. */
  exportEntries(request: { applicationId: number; address?: string }): AsyncGenerator<string>;
}

export function createConsentDesk(deps: ConsentDeps): ConsentDesk {
  return {
    optIn: (request) => setConsent(deps, 'opt-in', request),
    optOut: (request) => setConsent(deps, 'opt-out', request),
    listOptOuts: (request) => listOptOuts(deps, request),
    listStandings: (query) => listStandings(deps, query),
    findStanding: (applicationId, id) => findStanding(deps, applicationId, id),
    listEntries: (query) => listConsentEntries(deps, query),
    exportEntries: (request) => exportConsent(deps, request),
  };
}
