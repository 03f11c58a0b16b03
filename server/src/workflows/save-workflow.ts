/** Keeps a workflow under its name, or puts other steps under it; running verifications keep theirs. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { toSavedWorkflow } from './read-workflows.ts';
import {
  acceptWorkflowName,
  type SavedStep,
  type SavedWorkflow,
  workflowsMax,
} from './saved-workflow.ts';
import { countWorkflows, lockOwner, upsertWorkflow } from './store.ts';

/** @throws PlatformError `invalid_parameter` (name), `conflict` when there are too many. */
export async function saveWorkflow(
  deps: { readonly db: Database },
  request: { applicationId: number; name: string; steps: readonly SavedStep[] },
): Promise<{ workflow: SavedWorkflow; isNew: boolean }> {
  const { applicationId, steps } = request;
  const name = acceptWorkflowName(request.name);
  return deps.db.transaction(async (tx) => {
    // One after the other, so that the limit holds.
    await lockOwner(tx, applicationId);
    const [others] = await countWorkflows(tx, applicationId, name);
    if ((others?.count ?? 0) >= workflowsMax) {
      throw new PlatformError('conflict', {
        reason: `${workflowsMax} workflows are saved already`,
      });
    }
    const [row] = await upsertWorkflow(tx, { applicationId, name, steps: JSON.stringify(steps) });
    if (!row) throw new PlatformError('not_found');
    await recordAudit(tx, {
      actor: 'application',
      action: row.is_new ? 'workflow.saved' : 'workflow.changed',
      applicationId,
      subject: name,
    });
    return { workflow: toSavedWorkflow(row), isNew: row.is_new };
  });
}
