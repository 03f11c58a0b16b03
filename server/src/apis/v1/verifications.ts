/** Verifications: start, check, send again, advance, cancel, read. */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { checkVerification } from './check-verification.ts';
import { operation } from './operation.ts';
import { addressOf, idCursor, momentOf, pageSize, Selection } from './parts.ts';
import { Refusal } from './refusal.ts';
import { startVerification } from './start-verification.ts';
import { decodeId, findOrRefuse, refusedSend } from './verification-outcomes.ts';
import * as schema from './verification-schemas.ts';
import { encodeDetails, encodeVerification } from './wire.ts';

const tag = 'Verifications';
const one = '/v1/verifications/:verification_id';
const access = 'application';

export const verificationOperations = [
  operation(
    {
      operationId: 'startVerification',
      tag,
      method: 'POST',
      path: '/v1/verifications',
      summary: 'Start a verification',
      description:
        'Sends a code by the first step of the workflow; further steps follow when no right code has come. The code lives at most ten minutes and takes five wrong checks. One verification runs per address: another start answers `conflict` with its `verification_id`.',
      access,
      body: schema.StartBody,
      status: 201,
      answer: schema.Verification,
      errors: [
        'conflict',
        'unroutable',
        'barred',
        'quota_exceeded',
        'invalid_template',
        'not_found',
        'forbidden',
      ],
    },
    startVerification,
  ),
  operation(
    {
      operationId: 'listVerifications',
      tag,
      method: 'GET',
      path: '/v1/verifications',
      summary: 'List verifications, newest first',
      access,
      query: schema.VerificationFilter,
      status: 200,
      answer: schema.VerificationPage,
      errors: [],
    },
    async ({ core, application, query }) => {
      const before = idCursor(query.cursor);
      const page = await core.history.listVerifications({
        applicationId: application.id,
        limit: pageSize(query.limit),
        ...(query.to !== undefined && { address: addressOf(query.to, 'to') }),
        ...(query.reference !== undefined && { reference: query.reference }),
        ...(query.status !== undefined && { status: query.status }),
        ...(query.since !== undefined && { since: momentOf(query.since, 'since') }),
        ...(query.until !== undefined && { until: momentOf(query.until, 'until') }),
        ...(before !== undefined && { before }),
      });
      return { body: { items: page.items.map(encodeVerification), next_cursor: page.next } };
    },
  ),
  operation(
    {
      operationId: 'getVerification',
      tag,
      method: 'GET',
      path: one,
      summary: 'Read one verification, with its messages and its history',
      access,
      params: schema.VerificationParams,
      query: Selection,
      status: 200,
      answer: schema.VerificationDetails,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const found = await core.history.describeVerification({
        applicationId: application.id,
        id: decodeId(params.verification_id),
      });
      if (!found) throw new PlatformError('not_found');
      return { body: encodeDetails(found) };
    },
  ),
  operation(
    {
      operationId: 'checkVerification',
      tag,
      method: 'POST',
      path: `${one}/check`,
      summary: 'Check a code',
      description:
        'A wrong code is an answer, not an error: look at `is_verified`. A verification that has ended answers `conflict` with its `verification_status`.',
      access,
      params: schema.VerificationParams,
      body: schema.CheckBody,
      status: 200,
      answer: schema.CheckAnswer,
      errors: ['not_found', 'conflict'],
    },
    checkVerification,
  ),
  operation(
    {
      operationId: 'resendVerification',
      tag,
      method: 'POST',
      path: `${one}/resend`,
      summary: 'Send the code again',
      description:
        'Because the person asked. It counts against the sends of the address, wrong checks stay counted, and the verification does not live longer.',
      access,
      params: schema.VerificationParams,
      body: schema.ResendBody,
      isBodyOptional: true,
      status: 200,
      answer: schema.Verification,
      errors: ['not_found', 'conflict', 'barred', 'opted_out', 'quota_exceeded'],
    },
    async ({ core, application, params, body, effect }) => {
      const id = decodeId(params.verification_id);
      if (!(await hasSentSince(core, application, id, effect?.earlier))) {
        const outcome = await core.resendCode({
          application,
          verificationId: id,
          policy: body.policy ?? 'reuse',
          ...(body.channel !== undefined && { channel: body.channel }),
          ...(body.challenge_passed !== undefined && { isChallengePassed: body.challenge_passed }),
        });
        if (outcome.kind !== 'resent') await refusedSend(core, application, id, outcome);
      }
      return { body: encodeVerification(await findOrRefuse(core, application, id)) };
    },
  ),
  operation(
    {
      operationId: 'advanceVerification',
      tag,
      method: 'POST',
      path: `${one}/advance`,
      summary: 'Take the next step of the workflow now',
      access,
      params: schema.VerificationParams,
      status: 200,
      answer: schema.Verification,
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, params, effect }) => {
      const id = decodeId(params.verification_id);
      if (!(await hasSentSince(core, application, id, effect?.earlier))) {
        const outcome = await core.triggerNextStep({
          applicationId: application.id,
          verificationId: id,
        });
        if (outcome.kind !== 'triggered') await refusedSend(core, application, id, outcome);
      }
      return { body: encodeVerification(await findOrRefuse(core, application, id)) };
    },
  ),
  operation(
    {
      operationId: 'cancelVerification',
      tag,
      method: 'POST',
      path: `${one}/cancel`,
      summary: 'Cancel a verification; its address is free at once',
      access,
      params: schema.VerificationParams,
      status: 200,
      answer: schema.Verification,
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, params, effect }) => {
      const id = decodeId(params.verification_id);
      const outcome = await core.cancelVerification({
        application,
        verificationId: id,
        ageSecondsMin: 0,
        isAfterSecondStepAllowed: true,
      });
      const found = await findOrRefuse(core, application, id);
      const isDoneEarlier = effect?.earlier !== undefined && found.status === 'cancelled';
      if (outcome.kind !== 'cancelled' && !isDoneEarlier) throw ended(found.status);
      return { body: encodeVerification(found) };
    },
  ),
];

function ended(status: string): Refusal {
  return new Refusal(
    'conflict',
    { reason: 'it has ended' },
    { members: { verification_status: status } },
  );
}

/** Whether a message went out since an earlier try with the same key, which then has had its effect. */
async function hasSentSince(
  core: Core,
  application: Application,
  id: string,
  earlier: Date | undefined,
): Promise<boolean> {
  if (!earlier) return false;
  const found = await core.history.describeVerification({ applicationId: application.id, id });
  return found?.messages.some(({ createdAt }) => createdAt >= earlier) ?? false;
}
