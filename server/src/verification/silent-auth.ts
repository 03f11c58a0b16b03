/**
 * Silent authentication: a device opens a link, its network says whether the device has the number,
 * and only then does the device get the code. Decides who may learn it: whoever brings a mobile network's
 * yes for this step, once. To know the verification's id, or to have asked, is not enough
 * (docs/compatibility/vonage-verify-v2.md). Must never let a second answer count.
 */
import type { Application } from '../applications/application.ts';
import type { Channel } from '../channels/contract.ts';
import type { Database } from '../db/client.ts';
import { addressOfStep, contexts } from '../delivery/contract.ts';
import type { Clock } from '../kernel/clock.ts';
import { normalisePhoneNumber } from '../kernel/phone-number.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { TriggerNextStep } from './advance.ts';
import type { CheckOutcome, CheckVerification } from './check.ts';
import { findApplicationOf, takeNetworkAnswer } from './network-store.ts';
import {
  type NetworkAnswer,
  openNetworkAnswer,
  openSilentToken,
  sealNetworkQuestion,
  sealSilentToken,
} from './network-tokens.ts';
import { endVerification, findLiveVerification, type LiveRow } from './store.ts';

export interface SilentAuthDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Whether a mobile network answers for a number (E.164 without plus). */
  readonly isCovered: (number: string) => boolean;
  readonly triggerNextStep: TriggerNextStep;
  readonly checkVerification: CheckVerification;
}

/** What the step's `options` ask for. */
interface Wishes {
  /** Where the device goes with the result; it is answered in place otherwise. */
  readonly redirectUrl: string | undefined;
  /** `advanced`: the device gets a token for its back end instead of a code to type. */
  readonly isAdvanced: boolean;
}

export type BeginSilentAuth = (request: {
  readonly verificationId: string;
  /** Path the network sends the device back to. */
  readonly returnTo: string;
}) => Promise<
  | { readonly kind: 'not_found' }
  /** Nobody carries silent authentication for this application. */
  | { readonly kind: 'no_network'; readonly redirectUrl: string | undefined }
  | { readonly kind: 'asked'; readonly question: string }
>;

export type FinishSilentAuth = (request: {
  readonly verificationId: string;
  /** What the network gave the device. */
  readonly answer: string;
}) => Promise<
  | { readonly kind: 'not_found' | 'bad_answer' }
  /** The step is over, or its answer has been heard. */
  | { readonly kind: 'over'; readonly redirectUrl: string | undefined }
  | {
      readonly kind: 'refused';
      readonly answer: Exclude<NetworkAnswer, 'same-number'>;
      readonly redirectUrl: string | undefined;
    }
  | {
      readonly kind: 'confirmed';
      readonly redirectUrl: string | undefined;
      /** To be submitted like any code, or as a token. */
      readonly proof: { readonly code: string } | { readonly token: string };
    }
>;

/** Submits the token of the advanced mode: a check like every other. */
export type CheckSilentToken = (request: {
  readonly application: Application;
  readonly verificationId: string;
  readonly token: string;
}) => Promise<CheckOutcome>;

export interface SilentAuth {
  /** Whether a verification of this number may begin with it. Any accepted spelling. */
  readonly covers: (request: { application: Application; to: string }) => boolean;
  readonly begin: BeginSilentAuth;
  readonly finish: FinishSilentAuth;
  readonly checkToken: CheckSilentToken;
}

export function createSilentAuth(deps: SilentAuthDeps): SilentAuth {
  return {
    covers({ application, to }) {
      const normalised = normalisePhoneNumber(to, { acceptPossible: true });
      // What is no number is refused by the start itself, in its own words.
      if (normalised.kind !== 'ok') return true;
      return application.kind === 'sandbox' && deps.isCovered(normalised.number.e164);
    },
    begin: (request) => begin(deps, request),
    finish: (request) => finish(deps, request),
    checkToken: ({ application, verificationId, token }) => {
      const code = openSilentToken(deps.keyRing, application.id, verificationId, token);
      // What is no token of ours is counted as a wrong code: no code has this form.
      return deps.checkVerification({ application, verificationId, code: code ?? '?' });
    },
  };
}

async function begin(
  deps: SilentAuthDeps,
  { verificationId, returnTo }: Parameters<BeginSilentAuth>[0],
): ReturnType<BeginSilentAuth> {
  const live = await findNetworkStep(deps, verificationId);
  if (!live) return { kind: 'not_found' };
  // Only the sandbox's network is connected: see transports/contract.ts.
  if (live.application_kind !== 'sandbox') {
    return { kind: 'no_network', redirectUrl: wishesOf(live).redirectUrl };
  }
  const number = addressOfStep(deps.keyRing, live, live.workflow[live.step]);
  const question = sealNetworkQuestion(deps.keyRing, deps.clock.now(), {
    applicationId: live.application_id,
    verificationId,
    step: live.step,
    addressMac: deps.keyRing.mac('address', number).toString('base64'),
    isCovered: deps.isCovered(number),
    returnTo,
  });
  return { kind: 'asked', question };
}

/** The live verification while its network is being waited for. */
async function findNetworkStep(
  deps: SilentAuthDeps,
  verificationId: string,
): Promise<LiveRow | undefined> {
  const [owner] = await findApplicationOf(deps.db, verificationId);
  if (!owner) return undefined;
  const [live] = await findLiveVerification(deps.db, owner.application_id, verificationId);
  if (!live || live.is_ended || live.is_step_due) return undefined;
  const channel = deps.channels.get(live.workflow[live.step]?.channel ?? '');
  return channel?.confirmedBy === 'network' ? live : undefined;
}

function wishesOf(live: LiveRow): Wishes {
  const { redirect_url: redirectUrl, mode } = live.workflow[live.step]?.options ?? {};
  return { redirectUrl, isAdvanced: mode === 'advanced' };
}

async function finish(
  deps: SilentAuthDeps,
  { verificationId, answer: text }: Parameters<FinishSilentAuth>[0],
): ReturnType<FinishSilentAuth> {
  const answered = openNetworkAnswer(deps.keyRing, deps.clock.now(), verificationId, text);
  if (!answered) return { kind: 'bad_answer' };
  const { applicationId, step, answer } = answered;
  const [live] = await findLiveVerification(deps.db, applicationId, verificationId);
  if (!live) return { kind: 'not_found' };
  const { redirectUrl, isAdvanced } = wishesOf({ ...live, step });
  const [taken] = await takeNetworkAnswer(deps.db, {
    applicationId,
    verificationId,
    addressMac: live.address_mac,
    step,
    answer,
    wantsEvents: live.wants_events,
  });
  if (!taken) return { kind: 'over', redirectUrl };
  if (answer !== 'same-number') {
    await moveOn(deps, { applicationId, verificationId, step });
    return { kind: 'refused', answer, redirectUrl };
  }
  const code = deps.keyRing.open(taken.code_sealed, contexts.code(verificationId)).toString('utf8');
  const proof = isAdvanced
    ? { token: sealSilentToken(deps.keyRing, { applicationId, verificationId, code }) }
    : { code };
  return { kind: 'confirmed', redirectUrl, proof };
}

/** There is nothing left to wait for at this step. */
async function moveOn(
  deps: SilentAuthDeps,
  { step, ...place }: { applicationId: number; verificationId: string; step: number },
): Promise<void> {
  const { kind } = await deps.triggerNextStep({ ...place, atStep: step });
  if (kind !== 'no_more_steps') return;
  await endVerification(deps.db, {
    ...place,
    status: 'failed',
    reason: 'the network did not confirm the number',
    ageSecondsMin: 0,
    stepMax: step,
    isOver: false,
  });
}
