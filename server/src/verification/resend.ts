/**
 * Sends the code of a live verification again because the person asked. It counts against the sends of
 * the address, is judged like a first message, and never makes the verification live longer.
 */
import type { Application } from '../applications/application.ts';
import type { AddressKind } from '../channels/contract.ts';
import { lifeLeftToSendSeconds, planOnChannel, type StoredStep } from '../delivery/contract.ts';
import type { Admission, AdmitMessage } from '../fraud/admit-message.ts';
import { PlatformError } from '../kernel/errors.ts';
import { assertSender } from '../numbers/assert-sender.ts';
import { addressMacOf, countryOf, recipientOf } from './recipient.ts';
import { type SendStepDeps, sendStep } from './send-step.ts';
import { takeSend } from './step-address.ts';
import {
  type AddressStateRow,
  findAddressState,
  findLiveVerification,
  type LiveRow,
} from './store.ts';

/**
 * `reuse` sends the same code (a new one only when too little of its life is left), `rotate` a new one
 * that makes the old worthless, `keep-previous` a new one beside which the old stays right until its
 * own end.
 */
export type ResendPolicy = 'reuse' | 'rotate' | 'keep-previous';

export interface ResendRequest {
  readonly application: Application;
  readonly verificationId: string;
  readonly policy: ResendPolicy;
  /** Another channel than the current step's, to the same address. */
  readonly channel?: string;
  /** The person passed a challenge that the caller put to them (docs/fraud.md). */
  readonly isChallengePassed?: boolean;
}

export type ResendOutcome =
  | { readonly kind: 'resent'; readonly channel: string; readonly isNewCode: boolean }
  /** `too_late`: so little is left that a code would be of no use. */
  | { readonly kind: 'not_live' | 'too_late' | 'opted_out' }
  | { readonly kind: 'address_locked' | 'too_many_sends'; readonly retryAfterSeconds: number };

export type ResendCode = (request: ResendRequest) => Promise<ResendOutcome>;

export interface ResendDeps extends SendStepDeps {
  readonly addressKindOf: (channel: string) => AddressKind;
  readonly admit: AdmitMessage;
  /** Whether what it sends is answered with a code. */
  readonly asksForCode: (channel: string) => boolean;
  /** Whether messages by it need a sender that may write to the recipient's country. */
  readonly hasSender: (channel: string) => boolean;
}

const triesMax = 3;

/** @throws PlatformError `invalid_parameter` for a channel of another address kind or without a code, `barred`,
 * `quota_exceeded`, `unroutable` for a sender that may not write there */
export function createResendCode(deps: ResendDeps): ResendCode {
  return async (request) => {
    const applicationId = request.application.id;
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const [row] = await findLiveVerification(deps.db, applicationId, request.verificationId);
      if (!row || row.is_ended) return { kind: 'not_live' };
      const outcome = await resend(deps, request, row);
      if (outcome) return outcome;
    }
    throw new PlatformError('rate_limited', { retryAfterSeconds: 1 });
  };
}

async function resend(
  deps: ResendDeps,
  request: ResendRequest,
  row: LiveRow,
): Promise<ResendOutcome | undefined> {
  const lifeSeconds = Math.min(row.code_life_seconds, Math.floor(row.ends_seconds));
  const enough = lifeLeftToSendSeconds(row.code_life_seconds);
  if (lifeSeconds < enough) return { kind: 'too_late' };
  const isNewCode = request.policy !== 'reuse' || row.code_life_left_seconds < enough;
  const current = row.workflow[row.step] as StoredStep;
  const wanted = planFor(deps, current, request.channel);
  const admission = deps.admit({
    application: request.application,
    kind: 'verification',
    ...recipientOf(deps.keyRing, row, wanted),
    clientMac: row.client_mac,
    channel: wanted.channel,
    isChallengePassed: request.isChallengePassed === true,
  });
  const plan = planOnChannel(wanted, admission.channel);
  assertSenderOf(deps, request, row, plan, admission);
  const taken = await takeSend(deps, row, plan);
  if (!taken) {
    admission.takeBack();
    return stepAddressRefusal(deps, row, plan);
  }
  const standing = await sendStep(deps, row, {
    step: row.step,
    plan,
    ...(isNewCode && { newLifeSeconds: lifeSeconds }),
    nextStepSeconds: row.next_step_seconds === null ? null : Math.ceil(row.next_step_seconds),
    endsSeconds: row.ends_seconds,
    isResend: true,
    keepsPrevious: request.policy === 'keep-previous',
  });
  if (standing === 'queued') {
    return { kind: 'resent', channel: plan.channel, isNewCode: isNewCode && !row.has_own_code };
  }
  admission.takeBack();
  await taken.giveBack();
  if (standing === 'unaffordable') {
    throw new PlatformError('quota_exceeded', { reason: 'balance or cap' });
  }
  return standing === 'opted_out' ? { kind: 'opted_out' } : refusalOf(deps, row);
}

/** A channel that was not in the workflow has not been looked at by the start. */
function assertSenderOf(
  deps: ResendDeps,
  { application }: ResendRequest,
  row: LiveRow,
  plan: StoredStep,
  admission: Admission,
): void {
  const country = countryOf(row, plan);
  if (country === null || !deps.hasSender(plan.channel)) return;
  try {
    assertSender({ application, sender: plan.sender ?? row.sender, country });
  } catch (error) {
    admission.takeBack();
    throw error;
  }
}

function planFor(deps: ResendDeps, current: StoredStep, channel: string | undefined): StoredStep {
  if (channel === undefined || channel === current.channel) return current;
  const isSameKind = deps.addressKindOf(channel) === deps.addressKindOf(current.channel);
  // Buttons and networks answer a step of the workflow; here they would ask in vain.
  if (!isSameKind || !deps.asksForCode(channel)) {
    throw new PlatformError('invalid_parameter', { parameter: 'channel' });
  }
  return planOnChannel(current, channel);
}

/** Undefined: somebody else moved it on, and it may be tried again. */
async function refusalOf(deps: ResendDeps, row: LiveRow): Promise<ResendOutcome | undefined> {
  const { application_id, address_mac, lane } = row;
  const [state] = await findAddressState(deps.db, application_id, address_mac, lane);
  if (!state || state.verification_id !== row.verification_id) return { kind: 'not_live' };
  return budgetRefusal(state);
}

/** The step writes to an address of its own, which is locked or was sent too much. */
async function stepAddressRefusal(
  deps: ResendDeps,
  row: LiveRow,
  plan: StoredStep,
): Promise<ResendOutcome | undefined> {
  const { application_id, lane } = row;
  const addressMac = addressMacOf(deps.keyRing, row, plan);
  const [state] = await findAddressState(deps.db, application_id, addressMac, lane);
  return state && budgetRefusal(state);
}

/** Undefined: the address is free by now. */
function budgetRefusal(state: AddressStateRow): ResendOutcome | undefined {
  if (state.lock_seconds > 0) {
    return { kind: 'address_locked', retryAfterSeconds: state.lock_seconds };
  }
  if (!state.is_window_full) return undefined;
  return { kind: 'too_many_sends', retryAfterSeconds: state.window_seconds_left };
}
