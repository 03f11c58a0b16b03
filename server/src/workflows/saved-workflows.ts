/** What an application does with its saved workflows, bound. */
import type { Database } from '../db/client.ts';
import { deleteWorkflow } from './delete-workflow.ts';
import { listWorkflows, readWorkflow } from './read-workflows.ts';
import { saveWorkflow } from './save-workflow.ts';

type Bound<UseCase extends (deps: never, request: never) => unknown> = (
  request: Parameters<UseCase>[1],
) => ReturnType<UseCase>;

export interface SavedWorkflows {
  readonly save: Bound<typeof saveWorkflow>;
  readonly read: Bound<typeof readWorkflow>;
  readonly list: Bound<typeof listWorkflows>;
  readonly remove: Bound<typeof deleteWorkflow>;
}

export function createSavedWorkflows(deps: { readonly db: Database }): SavedWorkflows {
  return {
    save: (request) => saveWorkflow(deps, request),
    read: (request) => readWorkflow(deps, request),
    list: (request) => listWorkflows(deps, request),
    remove: (request) => deleteWorkflow(deps, request),
  };
}
