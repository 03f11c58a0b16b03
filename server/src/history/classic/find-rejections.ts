/** Sends of one day that were refused, the oldest first, with the number as it was sent. */
import type { Application } from '../../applications/application.ts';
import type { Database } from '../../db/client.ts';
import type { KeyRing } from '../../kernel/secret-box.ts';
import { addressAsGiven, rejectedAddressContext } from './record-rejection.ts';
import { findRejections as findRows } from './store.ts';

export interface FoundRejection {
  readonly at: Date;
  readonly to: string;
  readonly from: string;
  readonly code: string;
  readonly label: string;
}

const foundMax = 200;

export interface RejectionSearch {
  readonly application: Application;
  readonly day: Date;
  readonly to?: string;
}

export type FindRejections = (search: RejectionSearch) => Promise<readonly FoundRejection[]>;

export async function findRejections(
  deps: { readonly db: Database; readonly keyRing: KeyRing },
  request: RejectionSearch,
): Promise<readonly FoundRejection[]> {
  const { application, day, to } = request;
  const rows = await findRows(deps.db, {
    applicationId: application.id,
    addressMac: to === undefined ? null : deps.keyRing.mac('address', addressAsGiven(to)),
    day: day.toISOString().slice(0, 10),
    limit: foundMax,
  });
  const context = rejectedAddressContext(application.id);
  return rows.map(({ at, address_sealed, sender, code, label }) => ({
    at,
    to: deps.keyRing.open(address_sealed, context).toString('utf8'),
    from: sender,
    code,
    label,
  }));
}
