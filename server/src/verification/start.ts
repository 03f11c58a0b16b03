/**
 * Starts a verification: planned (plan-start.ts), admitted, made by one statement, handed over; and why
 * one was refused.
 * Must never answer before the state, the due dispatch and the event are committed together.
 */
import { byPlace, type Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import { dispatchLeaseEnd, type ReadyDispatch } from '../delivery/contract.ts';
import type { Admission, AdmitMessage } from '../fraud/admit-message.ts';
import { PlatformError } from '../kernel/errors.ts';
import {
  type AcceptedAddress,
  acceptAddress,
  type PlanDeps,
  planStart,
  type StartPlan,
  type StartRequest,
} from './plan-start.ts';
import { clientMac } from './secrets.ts';
import { insertStarts, type StartedRow, type StartRow } from './start-store.ts';
import { endVerification, findAddressState } from './store.ts';
import { lanes } from './verification.ts';
import type { WorkflowStep } from './workflows.ts';

export type { StartRequest };

export type StartOutcome =
  | {
      readonly kind: 'started';
      readonly verificationId: string;
      readonly dispatchId: string;
      /** E.164 without plus, or email. */
      readonly address: string;
      /** Debited at once, units of kernel/money.ts. */
      readonly charge: number;
      readonly balance: string | null;
      readonly sender: string;
    }
  | { readonly kind: 'concurrent'; readonly verificationId: string }
  | { readonly kind: 'address_locked'; readonly retryAfterSeconds: number }
  | { readonly kind: 'too_many_sends'; readonly retryAfterSeconds: number };

export interface StartDeps extends PlanDeps {
  readonly db: Database;
  /** Takes the committed dispatch; must not throw and not wait. */
  readonly handOver: (dispatch: ReadyDispatch) => void;
  /** Why a message with a caller's own code got nowhere. @throws PlatformError `opted_out` */
  readonly refuseOptedOut: (message: {
    applicationId: number;
    addressMac: Buffer;
    sender: string;
  }) => Promise<void>;
  /** Judges what is about to be sent. @throws PlatformError `barred` */
  readonly admit: AdmitMessage;
}

export type StartVerification = (request: StartRequest) => Promise<StartOutcome>;

/** Parallel messages to one number replace each other one by one; beyond that they are too many. */
const triesMax = 6;

export function createStartVerification(deps: StartDeps): StartVerification {
  const insert = createCoalescer<StartRow, StartedRow | undefined>({
    batchMax: 200,
    lanesMax: 1,
    run: async (batch) => byPlace(batch.length, await insertStarts(deps.db, batch)),
  });
  const start = async (request: StartRequest, address: AcceptedAddress): Promise<StartOutcome> => {
    const plan = planStart(deps, request, address);
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const started = await insert(plan.row);
      if (started?.message === 'unaffordable') await undoUnaffordable(deps, plan.row);
      if (started) {
        // A subscriber who opted out gets nothing; a later step may reach them another way.
        if (started.message === 'queued') {
          deps.handOver({ ...plan.dispatch, leaseEndsAt: dispatchLeaseEnd() });
        }
        return startedOutcome(plan, started);
      }
      if (request.lane === lanes.message) await deps.refuseOptedOut(plan.row);
      const refusal = await explainRefusal(deps, request, plan.row);
      if (refusal) return refusal;
    }
    throw new PlatformError('rate_limited', { retryAfterSeconds: 1 });
  };
  return async (request) => {
    const address = acceptAddress(deps, request);
    const admission = admit(deps, request, address);
    try {
      const outcome = await start(sentBy(request, admission.channel), address);
      if (outcome.kind !== 'started') admission.takeBack();
      return outcome;
    } catch (error) {
      admission.takeBack();
      throw error;
    }
  };
}

/** Before anything is stored or costs: the guard against pumping counts it here. */
function admit(deps: StartDeps, request: StartRequest, address: AcceptedAddress): Admission {
  return deps.admit({
    application: request.application,
    kind: request.lane === lanes.verification ? 'verification' : 'own-code',
    address: address.value,
    country: address.country,
    prefix: address.prefix,
    clientMac: clientMac(deps.keyRing, request.clientAddress),
    channel: (request.workflow[0] as WorkflowStep).channel,
    isChallengePassed: request.isChallengePassed === true,
  });
}

/** The steps of the first one's channel take the channel that was admitted instead. */
function sentBy(request: StartRequest, channel: string): StartRequest {
  const asked = (request.workflow[0] as WorkflowStep).channel;
  if (channel === asked) return request;
  const workflow = request.workflow.map((step) =>
    step.channel === asked ? { ...step, channel } : step,
  );
  return { ...request, workflow };
}

function startedOutcome(plan: StartPlan, started: StartedRow): StartOutcome {
  return {
    kind: 'started',
    verificationId: plan.row.id,
    dispatchId: plan.dispatch.id,
    address: plan.address.value,
    charge: plan.charge,
    balance: started.balance,
    sender: plan.dispatch.sender,
  };
}

/** The statement had started it before the money was looked at: two of its kind may have met. */
async function undoUnaffordable(deps: StartDeps, row: StartRow): Promise<never> {
  await endVerification(deps.db, {
    applicationId: row.applicationId,
    verificationId: row.id,
    status: 'cancelled',
    reason: 'the balance or a spend cap did not allow the message',
    ageSecondsMin: 0,
    stepMax: 99,
    isOver: false,
  });
  throw new PlatformError('quota_exceeded', { reason: 'balance or cap' });
}

/** Undefined: the way is free by now (or was freed here) and the start may be tried again. */
async function explainRefusal(
  deps: StartDeps,
  request: StartRequest,
  row: StartRow,
): Promise<StartOutcome | undefined> {
  const [state] = await findAddressState(deps.db, row.applicationId, row.addressMac, row.lane);
  if (!state) return undefined;
  if (state.lock_seconds > 0) {
    return { kind: 'address_locked', retryAfterSeconds: state.lock_seconds };
  }
  if (state.verification_id === null) {
    return state.is_window_full
      ? { kind: 'too_many_sends', retryAfterSeconds: state.window_seconds_left }
      : undefined;
  }
  // A newer message with the caller's own code replaces the older one; verifications never do.
  const isReplaced = request.lane === lanes.message;
  if (!state.is_ended && !isReplaced) {
    return { kind: 'concurrent', verificationId: state.verification_id };
  }
  await endVerification(deps.db, {
    applicationId: row.applicationId,
    verificationId: state.verification_id,
    status: state.is_ended ? 'expired' : 'cancelled',
    reason: state.is_ended ? 'its time is over' : 'a newer message replaced it',
    ageSecondsMin: 0,
    stepMax: 99,
    isOver: state.is_ended,
  });
  return undefined;
}
