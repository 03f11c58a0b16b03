/** Starts a verification with the steps it names: inline, saved by name, or one channel. */
import type { Static } from 'typebox';
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import type { WorkflowStep } from '../../verification/workflows.ts';
import type { V1Answer, V1Call } from './operation.ts';
import { Refusal } from './refusal.ts';
import { findOrRefuse, limited } from './verification-outcomes.ts';
import type { StartBody, Verification } from './verification-schemas.ts';
import { decodeStart, decodeWorkflow, encodeVerification } from './wire.ts';

type Body = Static<typeof StartBody>;
type Started = V1Answer<Static<typeof Verification>>;

export async function startVerification({
  core,
  application,
  body,
  effect,
}: V1Call<unknown, unknown, Body>): Promise<Started> {
  if (effect?.earlier) {
    const request = { applicationId: application.id, id: effect.id };
    const made = await core.history.findVerification(request);
    if (made) return started(core, application, made.id);
  }
  const workflow = await workflowOf(core, application, body);
  const request = decodeStart(application, body, workflow);
  const outcome = await core.startVerification({
    ...request,
    ...(effect && { verificationId: effect.id }),
  });
  if (outcome.kind === 'concurrent') {
    throw new Refusal(
      'conflict',
      { parameter: 'to', reason: 'a verification of this address is running' },
      { members: { verification_id: outcome.verificationId } },
    );
  }
  if (outcome.kind !== 'started') throw limited(outcome.kind, outcome.retryAfterSeconds);
  return started(core, application, outcome.verificationId);
}

async function started(core: Core, application: Application, id: string): Promise<Started> {
  const found = await findOrRefuse(core, application, id);
  return { body: encodeVerification(found), headers: { location: `/v1/verifications/${id}` } };
}

async function workflowOf(
  core: Core,
  application: Application,
  body: Body,
): Promise<readonly WorkflowStep[]> {
  const name = body.workflow_name;
  const saved =
    name === undefined
      ? undefined
      : await core.workflows.read({ applicationId: application.id, name });
  const steps = decodeWorkflow(body, saved?.steps);
  return withTexts(core, application, body, steps);
}

/** Texts of the template that is named, or of the application's default one. */
async function withTexts(
  core: Core,
  application: Application,
  body: Body,
  steps: readonly WorkflowStep[],
): Promise<readonly WorkflowStep[]> {
  const resolved = await core.templates.resolveTemplate({
    applicationId: application.id,
    channels: [...new Set(steps.map(({ channel }) => channel))],
    locale: body.locale ?? 'en',
    ...(body.template !== undefined && { template: { name: body.template } }),
  });
  if (!resolved) return steps;
  return steps.map((step) => {
    const text = resolved.texts.get(step.channel);
    return text === undefined ? step : { ...step, template: { text, parameters: {} } };
  });
}
