/** Reads the workflows an application has saved. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { SavedStep, SavedWorkflow } from './saved-workflow.ts';
import { findWorkflow, listWorkflowRows, type WorkflowRow } from './store.ts';

/** @throws PlatformError `not_found`. */
export async function readWorkflow(
  deps: { readonly db: Database },
  { applicationId, name }: { applicationId: number; name: string },
): Promise<SavedWorkflow> {
  const [row] = await findWorkflow(deps.db, applicationId, name);
  if (!row) throw new PlatformError('not_found');
  return toSavedWorkflow(row);
}

/** By name. */
export async function listWorkflows(
  deps: { readonly db: Database },
  query: { applicationId: number; after?: string; limit: number },
): Promise<{ items: readonly SavedWorkflow[]; next: string | null }> {
  const { applicationId, after = '', limit } = query;
  const rows = await listWorkflowRows(deps.db, { applicationId, after, limit: limit + 1 });
  const items = rows.slice(0, limit).map(toSavedWorkflow);
  return { items, next: rows.length > limit ? (items.at(-1)?.name ?? null) : null };
}

export function toSavedWorkflow(row: WorkflowRow): SavedWorkflow {
  return {
    name: row.name,
    steps: row.steps as readonly SavedStep[],
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
