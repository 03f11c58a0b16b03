/**
 * Sends the code of a live verification once more: the next step of its workflow, or the same one
 * again because somebody asked. Decides which code is sent and what it costs; the one guarded statement
 * decides whether it still may be.
 */
import { settingsInForce } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import {
  contexts,
  dispatchLeaseSeconds,
  type ReadyDispatch,
  readyDispatchFrom,
  type StoredStep,
  storedWording,
} from '../delivery/contract.ts';
import type { Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { formatAmount } from '../kernel/money.ts';
import { randomDigits } from '../kernel/random.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type Quote, spendLimits } from './quote.ts';
import { addressMacOf, countryOf } from './recipient.ts';
import { codeMac } from './secrets.ts';
import type { MessageStanding } from './standing.ts';
import { insertStep, type LiveRow } from './store.ts';

export interface SendStepDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly handOver: (dispatch: ReadyDispatch) => void;
  readonly quote: Quote;
}

export interface StepToSend {
  readonly step: number;
  /** As the workflow says, or the channel somebody asked for. */
  readonly plan: StoredStep;
  /** Seconds the sent code lives; present when it is renewed. */
  readonly newLifeSeconds?: number;
  readonly nextStepSeconds: number | null;
  readonly endsSeconds: number;
  readonly isResend?: boolean;
  /** The step begins without its message: the defence against pumping holds it back. */
  readonly isBarred?: boolean;
  /** The code before the new one stays right until its own time is over. */
  readonly keepsPrevious?: boolean;
}

/** Undefined when another caller was quicker (also with a new code), the address is locked, or a resend is one too many. */
export async function sendStep(
  deps: SendStepDeps,
  row: LiveRow,
  { step, plan, newLifeSeconds, ...send }: StepToSend,
): Promise<MessageStanding | undefined> {
  const { keyRing } = deps;
  const id = row.verification_id;
  const isFresh = newLifeSeconds !== undefined && !row.has_own_code;
  const code = isFresh
    ? randomDigits(row.code_length)
    : keyRing.open(row.code_sealed, contexts.code(id)).toString('utf8');
  const lifeLeftSeconds = newLifeSeconds ?? row.code_life_left_seconds;
  const dispatchId = newId(deps.clock.now());
  const settings = settingsInForce(row.application_kind, row.settings);
  const wording = storedWording(keyRing, row, plan);
  const { rendered, charge } = deps.quote({
    settings,
    channel: plan.channel,
    country: countryOf(row, plan),
    message: { ...wording, code, expiresInSeconds: Math.floor(lifeLeftSeconds) },
  });
  const [moved] = await insertStep(deps.db, {
    applicationId: row.application_id,
    verificationId: id,
    addressMac: row.address_mac,
    stepAddressMac: addressMacOf(keyRing, row, plan),
    lane: row.lane,
    fromStep: row.step,
    fromCodeNumber: row.code_number,
    toStep: step,
    dispatchId,
    channel: plan.channel,
    sender: plan.sender ?? row.sender,
    nextStepSeconds: send.nextStepSeconds,
    endsSeconds: Math.ceil(send.endsSeconds),
    leaseSeconds: dispatchLeaseSeconds,
    wantsEvents: row.wants_events,
    isResend: send.isResend ?? false,
    isBarred: send.isBarred ?? false,
    charge: formatAmount(charge),
    ...spendLimits({ kind: row.application_kind, settings }),
    newCode:
      newLifeSeconds === undefined
        ? null
        : {
            mac: codeMac(keyRing, id, code),
            sealed: keyRing.seal(code, contexts.code(id)),
            lifeSeconds: newLifeSeconds,
            isFresh,
            keepsPrevious: isFresh && (send.keepsPrevious ?? false),
          },
  });
  if (moved?.message === 'queued') {
    const facts = { id: dispatchId, step, channel: plan.channel, tries: 1, code, plan };
    deps.handOver({ ...readyDispatchFrom(keyRing, row, { ...facts, lifeLeftSeconds }), rendered });
  }
  return moved?.message;
}
