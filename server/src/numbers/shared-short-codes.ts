/** The pool of short codes the owner lets several applications use: one for the sandbox, one for live. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { SharedShortCode } from './number.ts';
import {
  deleteShared,
  findExclusive,
  insertShared,
  listSharedRows,
  lockCode,
  lockSharedForRemoval,
} from './store.ts';

export async function listSharedShortCodes(deps: {
  db: Database;
}): Promise<readonly SharedShortCode[]> {
  const rows = await listSharedRows(deps.db);
  return rows.map(({ code, kind, country, users, created_at }) => ({
    code,
    kind,
    country,
    users,
    createdAt: created_at,
  }));
}

/** @throws PlatformError `conflict` when it is in a pool already, or one application's own. */
export async function addSharedShortCode(
  deps: { db: Database },
  request: { code: string; kind: 'sandbox' | 'live'; country: string; actor: string },
): Promise<void> {
  const { code, kind, country, actor } = request;
  await deps.db.transaction(async (tx) => {
    await lockCode(tx, code);
    const [made] = await insertShared(tx, request);
    if (!made) throw new PlatformError('conflict', { reason: 'number-known' });
    const [exclusive] = await findExclusive(tx, code);
    if (exclusive) throw new PlatformError('conflict', { reason: 'number-taken' });
    const data = { kind, country };
    await recordAudit(tx, { actor, action: 'shared-short-code.added', subject: code, data });
  });
}

/** @throws PlatformError `not_found`, `conflict` while an application has it. */
export async function removeSharedShortCode(
  deps: { db: Database },
  request: { code: string; actor: string },
): Promise<void> {
  const { code, actor } = request;
  await deps.db.transaction(async (tx) => {
    const [found] = await lockSharedForRemoval(tx, code);
    if (!found) throw new PlatformError('not_found');
    const [removed] = await deleteShared(tx, code);
    if (!removed) throw new PlatformError('conflict', { reason: 'number-in-use' });
    await recordAudit(tx, { actor, action: 'shared-short-code.removed', subject: code });
  });
}
