/**
 * The native API's words for what the core says in its own: names of channels where the wire needs one,
 * limits of a native verification, and how verifications and messages are told. Member names are snake
 * case, times RFC 3339 in UTC.
 */
import type { Static } from 'typebox';
import type { Application } from '../../applications/application.ts';
import type { OwnVerification, OwnVerificationDetails } from '../../history/own-verifications.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { StartRequest } from '../../verification/start.ts';
import { lanes } from '../../verification/verification.ts';
import { secondsToEnd, type WorkflowStep } from '../../verification/workflows.ts';
import type { SavedStep } from '../../workflows/saved-workflow.ts';
import { isoOrNull } from './parts.ts';
import type * as schema from './verification-schemas.ts';

export const dialect = 'v1';
const channelDefault = 'sms';
const waitSecondsDefault = 60;
const codeLifeSecondsDefault = 300;
const codeLengthDefault = 6;
/** SP 800-63B §3.1.3: out-of-band secrets are of use for ten minutes at the most. */
const lifeSecondsMax = 600;
const checksMax = 5;

type StartBody = Static<typeof schema.StartBody>;
type Step = Static<typeof schema.SavedStep> & { readonly to?: string };

/** What conversions call the way a message went. */
export function conversionKind(channel: string): 'sms' | 'voice' {
  return channel === 'voice' ? 'voice' : 'sms';
}

/** @throws PlatformError `invalid_parameter` when it is said twice. */
export function decodeWorkflow(
  body: Pick<StartBody, 'channel' | 'workflow'>,
  saved: readonly SavedStep[] | undefined,
): readonly WorkflowStep[] {
  const { channel, workflow } = body;
  const ways = [channel, workflow, saved].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'workflow',
      reason: 'only one of channel, workflow and workflow_name',
    });
  }
  if (saved) return saved;
  return (workflow ?? [{ channel: channel ?? channelDefault }]).map(decodeStep);
}

export function decodeStep(step: Step): WorkflowStep & SavedStep {
  const { channel, wait_seconds: waitSeconds = waitSecondsDefault, code, ...others } = step;
  return { channel, waitSeconds, ...others, ...(code === 'new' && { code }) };
}

/** @throws PlatformError `invalid_parameter`, `forbidden` for an own code that is not allowed. */
export function decodeStart(
  application: Application,
  body: StartBody,
  workflow: readonly WorkflowStep[],
): StartRequest {
  const { country, locale, code, code_life_seconds: life = codeLifeSecondsDefault } = body;
  if (code !== undefined && !application.settings.customCodes) {
    throw new PlatformError('forbidden', {
      parameter: 'code',
      reason: 'own codes are not allowed',
    });
  }
  if (/[\p{Cc}\p{Cs}]/u.test(body.brand)) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'brand',
      reason: 'control characters',
    });
  }
  assertLife(workflow, life);
  return {
    application,
    dialect,
    lane: lanes.verification,
    to: body.to,
    brand: body.brand,
    workflow,
    codeLength: body.code_length ?? codeLengthDefault,
    codeLifeSeconds: life,
    checksMax,
    wantsEvents: true,
    ...(country !== undefined && { country: country.toUpperCase() }),
    ...(locale !== undefined && { locale: locale.toLowerCase().replaceAll('_', '-') }),
    ...(body.sender !== undefined && { sender: body.sender }),
    ...(code !== undefined && { code }),
    ...(body.reference !== undefined && { reference: body.reference }),
    ...(body.client_address !== undefined && { clientAddress: body.client_address }),
    ...(body.challenge_passed !== undefined && { isChallengePassed: body.challenge_passed }),
  };
}

/** However the workflow renews codes, all is over after ten minutes. @throws PlatformError */
export function assertLife(workflow: readonly WorkflowStep[], codeLifeSeconds: number): void {
  if (secondsToEnd(workflow, 0, codeLifeSeconds, codeLifeSeconds) <= lifeSecondsMax) return;
  throw new PlatformError('invalid_parameter', {
    parameter: 'workflow',
    reason: `lasts longer than ${lifeSecondsMax} seconds`,
  });
}

/** The life a workflow is judged with when it is saved, before a verification names one. */
export const shortestLifeSeconds = 60;

export function encodeVerification(found: OwnVerification): Static<typeof schema.Verification> {
  const { live } = found;
  return {
    id: found.id,
    status: found.status,
    to: found.address,
    brand: found.brand,
    sender: found.sender,
    locale: found.locale,
    reference: found.reference,
    workflow: found.workflow.map(encodeStep),
    step: live?.step ?? null,
    next_step_at: isoOrNull(live?.nextStepAt ?? null),
    checks_left: live?.checksLeft ?? null,
    expires_at: isoOrNull(live?.endsAt ?? null),
    created_at: found.createdAt.toISOString(),
    ended_at: isoOrNull(found.endedAt),
    price: found.price,
    currency: found.currency,
  };
}

function encodeStep(step: OwnVerification['workflow'][number]) {
  return { channel: step.channel, wait_seconds: step.waitSeconds, code: step.code };
}

export function encodeDetails(
  found: OwnVerificationDetails,
): Static<typeof schema.VerificationDetails> {
  return {
    ...encodeVerification(found),
    messages: found.messages.map((message) => ({
      id: message.id,
      step: message.step,
      channel: message.channel,
      from: message.sender,
      state: message.state,
      segments: message.segments,
      cost: message.cost,
      error_code: message.errorCode,
      created_at: message.createdAt.toISOString(),
      sent_at: isoOrNull(message.sentAt),
      ended_at: isoOrNull(message.endedAt),
    })),
    history: found.events.map(({ kind, at }) => ({ kind, at: at.toISOString() })),
  };
}

/** A saved step as it is told: defaults filled in. */
export function encodeSavedStep(step: SavedStep) {
  const { channel, waitSeconds, code, sender, options } = step;
  return {
    channel,
    wait_seconds: waitSeconds,
    code: code ?? ('same' as const),
    ...(sender !== undefined && { sender }),
    ...(options !== undefined && { options: { ...options } }),
  };
}
