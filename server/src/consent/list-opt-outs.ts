/**
 * What numbers said to the senders of one use, one item a number, as the classic wires page through
 * it; numbers in clear, because the application asks about its own.
 */
import type { CampaignUse } from '../campaigns/campaign.ts';
import type { Queryable } from '../db/client.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { contexts } from './consent.ts';
import { sendersOf } from './senders-of.ts';
import { listPeople, type PersonRow } from './store.ts';

export interface ListOptOutsRequest {
  readonly applicationId: number;
  readonly use?: CampaignUse;
  readonly sender?: string;
  /** From 0. */
  readonly page: number;
  readonly pageSize: number;
}

export interface OptOutItem {
  /** E.164 without plus. */
  readonly address: string;
  /** Said that it wants messages, and did not take it back. */
  readonly isOptedIn: boolean;
  readonly optedInAt: Date | null;
  readonly isOptedOut: boolean;
  readonly optedOutAt: Date | null;
}

/** @throws PlatformError `not_found` when no approved campaign has this use. */
export async function listOptOuts(
  deps: { readonly db: Queryable; readonly keyRing: KeyRing },
  request: ListOptOutsRequest,
): Promise<{ count: number; items: readonly OptOutItem[] }> {
  const { applicationId, page, pageSize } = request;
  const scoped = await sendersOf(deps.db, applicationId, request);
  const senders = scoped.map(({ sender }) => sender);
  const rows = await listPeople(deps.db, {
    applicationId,
    senders,
    offset: page * pageSize,
    limit: pageSize,
  });
  return {
    count: rows[0]?.total ?? 0,
    // A page beyond the last one tells the count alone.
    items: rows
      .filter((row) => row.address_mac !== null)
      .map((row) => toItem(deps, row, applicationId)),
  };
}

function toItem(
  { keyRing }: { readonly keyRing: KeyRing },
  row: PersonRow,
  applicationId: number,
): OptOutItem {
  const context = contexts.optOut(applicationId, row.address_mac);
  return {
    address: keyRing.open(row.address_sealed, context).toString('utf8'),
    isOptedIn: !row.is_opted_out && row.opted_in_at !== null,
    optedInAt: row.opted_in_at,
    isOptedOut: row.is_opted_out,
    optedOutAt: row.opted_out_at,
  };
}
