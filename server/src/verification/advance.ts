/**
 * Moves live verifications on: which step is due, on which channel, with which code, and when one
 * ends. Runs on every node; a row belongs to one node at a time and every change is guarded, so
 * two nodes never send the same step. The loop's beat is in core.ts.
 */
import { settingsInForce } from '../applications/application.ts';
import { planOnChannel, type StoredStep } from '../delivery/contract.ts';
import type { Admission, AdmitMessage } from '../fraud/admit-message.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Logger } from '../kernel/logger.ts';
import { recipientOf } from './recipient.ts';
import { type SendStepDeps, sendStep } from './send-step.ts';
import { takeSend } from './step-address.ts';
import {
  claimDueVerifications,
  endVerification,
  findAddressState,
  findLiveVerification,
  type LiveRow,
  sleepUntilDue,
} from './store.ts';
import {
  decideForcedStep,
  decideNextStep,
  type LiveVerification,
  type NextStep,
} from './verification.ts';
import { secondsToEnd } from './workflows.ts';

export interface AdvanceDeps extends SendStepDeps {
  readonly logger: Logger;
  readonly admit: AdmitMessage;
}

/** Advances up to `limit` due verifications; answers how many there were. */
export type AdvanceDue = (limit: number) => Promise<number>;

export function createAdvanceDue(deps: AdvanceDeps): AdvanceDue {
  return async (limit) => {
    const rows = await claimDueVerifications(deps.db, limit);
    let failure: { error: unknown } | undefined;
    for (const row of rows) {
      // One that cannot be moved must not keep the others waiting; a database that is away may.
      await advanceOne(deps, row).catch((error: unknown) => {
        if (error instanceof PlatformError && error.code === 'unavailable') throw error;
        failure ??= { error };
      });
    }
    if (failure) throw failure.error;
    return rows.length;
  };
}

async function advanceOne(deps: AdvanceDeps, row: LiveRow): Promise<void> {
  const next = decideNextStep(toLive(row));
  if (next.kind === 'send' && (await sendNext(deps, row, next))) return;
  if (next.kind === 'expire') {
    await endVerification(deps.db, {
      applicationId: row.application_id,
      verificationId: row.verification_id,
      status: 'expired',
      reason: 'no right code came in time',
      ageSecondsMin: 0,
      stepMax: 99,
      isOver: true,
    });
    return;
  }
  await sleepUntilDue(deps.db, row.application_id, row.address_mac, row.lane);
}

export type TriggerOutcome =
  | { readonly kind: 'triggered' | 'no_more_steps' | 'not_live' }
  | { readonly kind: 'address_locked'; readonly retryAfterSeconds: number };

/** Takes the next step at once, whatever its time. */
export type TriggerNextStep = (request: {
  applicationId: number;
  verificationId: string;
  /** Only while it is at this step. */
  atStep?: number;
}) => Promise<TriggerOutcome>;

const triesMax = 3;

export function createTriggerNextStep(deps: AdvanceDeps): TriggerNextStep {
  return async ({ applicationId, verificationId, atStep }) => {
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const [row] = await findLiveVerification(deps.db, applicationId, verificationId);
      const isElsewhere = atStep !== undefined && row?.step !== atStep;
      if (!row || row.is_ended || isElsewhere) return { kind: 'not_live' };
      const next = decideForcedStep(toLive(row));
      if (next?.kind !== 'send') return { kind: 'no_more_steps' };
      if (await sendNext(deps, row, next)) return { kind: 'triggered' };
      const lockSeconds = await lockSecondsOf(deps, row);
      if (lockSeconds > 0) return { kind: 'address_locked', retryAfterSeconds: lockSeconds };
    }
    return { kind: 'not_live' };
  };
}

async function lockSecondsOf(deps: AdvanceDeps, row: LiveRow): Promise<number> {
  const { application_id, address_mac, lane } = row;
  const [state] = await findAddressState(deps.db, application_id, address_mac, lane);
  return state?.lock_seconds ?? 0;
}

/** False when another caller was quicker or the address is locked. */
async function sendNext(
  deps: AdvanceDeps,
  row: LiveRow,
  next: Extract<NextStep, { kind: 'send' }>,
): Promise<boolean> {
  const asked = row.workflow[next.step] as StoredStep;
  const admission = admitStep(deps, row, asked);
  const plan = admission ? planOnChannel(asked, admission.channel) : asked;
  const taken = admission && (await takeSend(deps, row, plan));
  const life = row.code_life_seconds;
  const lifeLeft = next.renewsCode ? life : row.code_life_left_seconds;
  const isLast = next.step === row.workflow.length - 1;
  const standing = await sendStep(deps, row, {
    step: next.step,
    plan,
    isBarred: taken === undefined,
    ...(next.renewsCode && { newLifeSeconds: life }),
    nextStepSeconds: isLast ? null : plan.waitSeconds,
    endsSeconds: secondsToEnd(row.workflow, next.step, life, lifeLeft),
  });
  if (standing !== 'queued') {
    admission?.takeBack();
    await taken?.giveBack();
  }
  return standing !== undefined;
}

/**
 * A step to an address of its own reaches somebody the start was not judged for. Undefined when the
 * defence against pumping lets no message pass: there is nobody left who could take a challenge.
 */
function admitStep(deps: AdvanceDeps, row: LiveRow, plan: StoredStep): Admission | undefined {
  const { channel } = plan;
  if (plan.toSealed === undefined) return { channel, takeBack: () => undefined };
  try {
    return deps.admit({
      application: {
        id: row.application_id,
        settings: settingsInForce(row.application_kind, row.settings),
      },
      kind: 'verification',
      ...recipientOf(deps.keyRing, row, plan),
      clientMac: row.client_mac,
      channel,
      isChallengePassed: false,
    });
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'barred') return undefined;
    throw error;
  }
}

function toLive(row: LiveRow): LiveVerification {
  return {
    step: row.step,
    codeLifeLeftSeconds: row.code_life_left_seconds,
    isEnded: row.is_ended,
    isStepDue: row.is_step_due,
    workflow: row.workflow,
    codeLifeSeconds: row.code_life_seconds,
  };
}
