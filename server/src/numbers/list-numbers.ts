/** Numbers an application has now, and the one an operator asks for. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { OwnedNumber } from './number.ts';
import { listNumberRows, type NumberRow } from './store.ts';

/** Oldest first. */
export async function listNumbers(
  deps: { db: Database },
  request: { applicationId: number },
): Promise<readonly OwnedNumber[]> {
  return (await listNumberRows(deps.db, request.applicationId, null)).map(toNumber);
}

/** @throws PlatformError `not_found`, also for a released one. */
export async function getNumber(
  deps: { db: Database },
  request: { applicationId: number; numberId: number },
): Promise<OwnedNumber> {
  const [row] = await listNumberRows(deps.db, request.applicationId, request.numberId);
  if (!row) throw new PlatformError('not_found');
  return toNumber(row);
}

export function toNumber(row: NumberRow): OwnedNumber {
  return {
    id: row.id,
    applicationId: row.application_id,
    kind: row.kind,
    sender: row.sender,
    country: row.country,
    registration: {
      state: row.registration_state,
      registryId: row.registry_id,
      expiresAt: row.registration_expires_at,
    },
    isRegistered: row.is_registered,
    createdAt: row.created_at,
    campaign: row.campaign,
  };
}
