/**
 * Finds what a message belongs to by any of the ids a person may hold: the wire's message id, the
 * carrier's, or that of the verification, message or inbound text itself.
 */
import type { Database } from '../db/client.ts';
import { idFloor, parseId } from '../kernel/ids.ts';
import {
  findDispatchesByCarrierId,
  findParentOfDispatch,
  findParents,
  type ParentRow,
} from './store.ts';

/** A workflow's last step begins at most this long after its verification; retries included. */
const stepsMillisecondsMax = 3 * 3_600_000;

/** The highest moment an id can tell: 48 bits of milliseconds. */
const momentMax = 2 ** 48 - 1;

/** Newest first; empty when nobody has the id. */
export async function findMessageParent(
  deps: { readonly db: Database },
  request: { readonly applicationId: number; readonly id: string },
): Promise<readonly ParentRow[]> {
  const { applicationId } = request;
  const id = parseId(request.id);
  const own = id ? [id, ...(await parentsOfDispatch(deps.db, applicationId, id))] : [];
  const byOwnId = own.length > 0 ? await findParents(deps.db, applicationId, own) : [];
  if (byOwnId.length > 0) return byOwnId;
  const carried = await findDispatchesByCarrierId(deps.db, applicationId, request.id.trim());
  const parents = carried.map((row) => row.verification_id);
  return parents.length > 0 ? findParents(deps.db, applicationId, parents) : [];
}

async function parentsOfDispatch(
  db: Database,
  applicationId: number,
  id: string,
): Promise<readonly string[]> {
  const at = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  const rows = await findParentOfDispatch(db, {
    applicationId,
    id,
    lowestId: idFloor(new Date(Math.max(0, at - stepsMillisecondsMax))),
    highestId: idFloor(new Date(Math.min(at + 1, momentMax))),
  });
  return rows.map((row) => row.verification_id);
}
