/** Workflows saved by name. */
import { type Static, Type } from 'typebox';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { SavedWorkflow } from '../../workflows/saved-workflow.ts';
import { answer, input, Timestamp } from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { pageOf, pageSize, paging, Selection } from './parts.ts';
import { SavedStep, workflowName } from './verification-schemas.ts';
import { assertLife, decodeStep, encodeSavedStep, shortestLifeSeconds } from './wire.ts';

const tag = 'Workflows';
const access = 'application';
const one = '/v1/workflows/:name';
const WorkflowParams = input({ name: workflowName });
const WorkflowBody = input(
  { steps: Type.Array(SavedStep, { minItems: 1, maxItems: 10 }) },
  'SaveWorkflow',
);
const Workflow = answer('Workflow', {
  name: Type.String(),
  steps: Type.Array(SavedStep),
  created_at: Timestamp,
  changed_at: Timestamp,
});

export const workflowOperations = [
  operation(
    {
      operationId: 'listWorkflows',
      tag,
      method: 'GET',
      path: '/v1/workflows',
      summary: 'List saved workflows by name',
      access,
      query: input(paging),
      status: 200,
      answer: pageOf('WorkflowPage', Workflow),
      errors: [],
    },
    async ({ core, application, query }) => {
      const page = await core.workflows.list({
        applicationId: application.id,
        limit: pageSize(query.limit),
        ...(query.cursor !== undefined && { after: query.cursor }),
      });
      return { body: { items: page.items.map(encodeWorkflow), next_cursor: page.next } };
    },
  ),
  operation(
    {
      operationId: 'getWorkflow',
      tag,
      method: 'GET',
      path: one,
      summary: 'Read a saved workflow',
      access,
      params: WorkflowParams,
      query: Selection,
      status: 200,
      answer: Workflow,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const request = { applicationId: application.id, name: params.name };
      return { body: encodeWorkflow(await core.workflows.read(request)) };
    },
  ),
  operation(
    {
      operationId: 'saveWorkflow',
      tag,
      method: 'PUT',
      path: one,
      summary: 'Save a workflow, or put other steps under its name',
      description: 'Verifications that are running keep the steps they were started with.',
      access,
      params: WorkflowParams,
      body: WorkflowBody,
      status: 200,
      otherStatuses: [201],
      answer: Workflow,
      errors: ['conflict'],
    },
    async ({ core, application, params, body }) => {
      const steps = body.steps.map(decodeStep);
      for (const { channel } of steps) assertChannel(core, channel);
      assertLife(steps, shortestLifeSeconds);
      const { workflow, isNew } = await core.workflows.save({
        ...{ applicationId: application.id, name: params.name, steps },
      });
      return { body: encodeWorkflow(workflow), ...(isNew && { status: 201 }) };
    },
  ),
  operation(
    {
      operationId: 'deleteWorkflow',
      tag,
      method: 'DELETE',
      path: one,
      summary: 'Forget a saved workflow',
      access,
      params: WorkflowParams,
      status: 204,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      await core.workflows.remove({ applicationId: application.id, name: params.name });
      return {};
    },
  ),
];

function encodeWorkflow(workflow: SavedWorkflow): Static<typeof Workflow> {
  return {
    name: workflow.name,
    steps: workflow.steps.map(encodeSavedStep),
    created_at: workflow.createdAt.toISOString(),
    changed_at: workflow.changedAt.toISOString(),
  };
}

/** @throws PlatformError `invalid_parameter`. */
function assertChannel(core: Core, channel: string): void {
  if (core.channels.has(channel)) return;
  const reason = `is one of ${[...core.channels.keys()].sort().join(', ')}`;
  throw new PlatformError('invalid_parameter', { parameter: 'channel', reason });
}
