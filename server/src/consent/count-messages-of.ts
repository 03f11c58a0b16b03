/** How many keywords a number has sent an application in the last hour. */
import type { Queryable } from '../db/client.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { countRecentEntries } from './store.ts';

export async function countMessagesOf(
  deps: { readonly tx: Queryable; readonly keyRing: KeyRing },
  request: { readonly applicationId: number; readonly address: string },
): Promise<number> {
  const addressMac = deps.keyRing.mac('address', request.address);
  const [row] = await countRecentEntries(deps.tx, request.applicationId, addressMac);
  return row?.count ?? 0;
}
