/** Forgets a saved workflow; verifications that were started with it go on. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { removeWorkflow } from './store.ts';

/** @throws PlatformError `not_found`. */
export async function deleteWorkflow(
  deps: { readonly db: Database },
  { applicationId, name }: { applicationId: number; name: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const removed = await removeWorkflow(tx, applicationId, name);
    if (removed.length === 0) throw new PlatformError('not_found');
    await recordAudit(tx, {
      actor: 'application',
      action: 'workflow.deleted',
      applicationId,
      subject: name,
    });
  });
}
