/**
 * Moves live verifications on: which step is due, on which channel, with which code, and when one
 * ends. Runs on every node; a row belongs to one node at a time and every change is guarded, so
 * two nodes never send the same step. The loop's beat is in core.ts.
 */
import { settingsInForce } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import {
  contexts,
  dispatchLeaseSeconds,
  type ReadyDispatch,
  readyDispatchFrom,
  storedWording,
} from '../delivery/contract.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import { formatAmount } from '../kernel/money.ts';
import { randomDigits } from '../kernel/random.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type Quote, spendLimits } from './quote.ts';
import { codeMac } from './secrets.ts';
import {
  claimDueVerifications,
  endVerification,
  findLiveVerification,
  insertStep,
  type LiveRow,
  sleepUntilDue,
} from './store.ts';
import {
  decideForcedStep,
  decideNextStep,
  type LiveVerification,
  type NextStep,
} from './verification.ts';
import { secondsToEnd, type WorkflowStep } from './workflows.ts';

export interface AdvanceDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly handOver: (dispatch: ReadyDispatch) => void;
  readonly quote: Quote;
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
  if (next.kind === 'send' && (await sendStep(deps, row, next))) return;
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

export type TriggerOutcome = { readonly kind: 'triggered' | 'no_more_steps' | 'not_live' };

/** Takes the next step at once, whatever its time. */
export type TriggerNextStep = (request: {
  applicationId: number;
  verificationId: string;
}) => Promise<TriggerOutcome>;

const triesMax = 3;

export function createTriggerNextStep(deps: AdvanceDeps): TriggerNextStep {
  return async ({ applicationId, verificationId }) => {
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const [row] = await findLiveVerification(deps.db, applicationId, verificationId);
      if (!row || row.is_ended) return { kind: 'not_live' };
      const next = decideForcedStep(toLive(row));
      if (next?.kind !== 'send') return { kind: 'no_more_steps' };
      if (await sendStep(deps, row, next)) return { kind: 'triggered' };
    }
    return { kind: 'not_live' };
  };
}

/** False when another caller was quicker or the address is locked. */
async function sendStep(
  deps: AdvanceDeps,
  row: LiveRow,
  next: Extract<NextStep, { kind: 'send' }>,
): Promise<boolean> {
  const { keyRing } = deps;
  const id = row.verification_id;
  const step = row.workflow[next.step] as WorkflowStep;
  const isFresh = next.renewsCode && !row.has_own_code;
  const code = isFresh
    ? randomDigits(row.code_length)
    : keyRing.open(row.code_sealed, contexts.code(id)).toString('utf8');
  const lifeLeft = next.renewsCode ? row.code_life_seconds : row.code_life_left_seconds;
  const dispatchId = newId(deps.clock.now());
  const isLast = next.step === row.workflow.length - 1;
  const settings = settingsInForce(row.application_kind, row.settings);
  const moved = await insertStep(deps.db, {
    applicationId: row.application_id,
    verificationId: id,
    addressMac: row.address_mac,
    lane: row.lane,
    fromStep: row.step,
    toStep: next.step,
    dispatchId,
    channel: step.channel,
    sender: row.sender,
    nextStepSeconds: isLast ? null : step.waitSeconds,
    endsSeconds: Math.ceil(secondsToEnd(row.workflow, next.step, row.code_life_seconds, lifeLeft)),
    leaseSeconds: dispatchLeaseSeconds,
    charge: formatAmount(
      deps.quote({
        settings,
        channel: step.channel,
        country: row.country,
        message: { ...storedWording(keyRing, row), code, expiresInSeconds: Math.floor(lifeLeft) },
      }).charge,
    ),
    ...spendLimits({ kind: row.application_kind, settings }),
    newCode: next.renewsCode
      ? {
          mac: codeMac(keyRing, id, code),
          sealed: keyRing.seal(code, contexts.code(id)),
          lifeSeconds: row.code_life_seconds,
          isFresh,
        }
      : null,
  });
  if (moved[0]?.message === 'queued') {
    deps.handOver(
      readyDispatchFrom(keyRing, row, {
        id: dispatchId,
        step: next.step,
        channel: step.channel,
        tries: 1,
        code,
        lifeLeftSeconds: lifeLeft,
      }),
    );
  }
  return moved.length > 0;
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
