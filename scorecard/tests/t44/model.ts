/**
 * The reference model of the verification core: what a careful reader of PRODUCT section 6 and of the
 * Nexmo facts expects, in plain memory, one caller at a time, time as a number. Nothing here looks at
 * how the server does it.
 */

export interface Step {
  readonly channel: string;
  readonly waitSeconds: number;
}

export interface Plan {
  readonly workflow: readonly Step[];
  readonly codeLifeSeconds: number;
  readonly checksMax: number;
  readonly ownCode: string | undefined;
}

export type Status = 'in_progress' | 'verified' | 'failed' | 'expired' | 'cancelled';

/** One verification, live or over. */
export interface Verification {
  readonly id: string;
  readonly plan: Plan;
  readonly startedAt: number;
  status: Status;
  code: string;
  codeNumber: number;
  codeExpiresAt: number;
  wrong: number;
  step: number;
  nextStepAt: number | undefined;
  endsAt: number;
}

export interface Address {
  live: Verification | undefined;
  consecutiveWrong: number;
  lockedUntil: number;
  lockCount: number;
}

export type CheckKind =
  | 'verified'
  | 'mismatch'
  | 'exhausted'
  | 'locked'
  | 'code_expired'
  | 'not_live';

const addressBudget = 20;
const firstLockSeconds = 15 * 60;
const lockSecondsMax = 24 * 3_600;
const cancelAgeSeconds = 30;

export function newAddress(): Address {
  return { live: undefined, consecutiveWrong: 0, lockedUntil: 0, lockCount: 0 };
}

/** Nothing is sent with less life left: the smaller of a minute and a quarter of it (6.4). */
export function lifeToSend(codeLifeSeconds: number): number {
  return Math.min(60, codeLifeSeconds / 4);
}

/** When all is over if the remaining steps come on time: the end of the last code they send. */
function endAfter(plan: Plan, step: number, lifeLeft: number): number {
  let now = 0;
  let codeEnd = lifeLeft;
  for (const { waitSeconds } of plan.workflow.slice(step, -1)) {
    now += waitSeconds;
    if (codeEnd - now < lifeToSend(plan.codeLifeSeconds)) codeEnd = now + plan.codeLifeSeconds;
  }
  return codeEnd;
}

export type StartKind = 'started' | 'concurrent' | 'address_locked';

export function expectStart(address: Address, now: number): StartKind {
  if (now < address.lockedUntil) return 'address_locked';
  return address.live && now < address.live.endsAt ? 'concurrent' : 'started';
}

export function begin(
  address: Address,
  started: { id: string; code: string; plan: Plan },
  now: number,
): Verification {
  if (address.live) end(address, 'expired');
  const { id, code, plan } = started;
  const life = plan.codeLifeSeconds;
  address.live = {
    id,
    plan,
    startedAt: now,
    status: 'in_progress',
    code,
    codeNumber: 1,
    codeExpiresAt: now + life,
    wrong: 0,
    step: 0,
    nextStepAt: plan.workflow.length > 1 ? now + (plan.workflow[0]?.waitSeconds ?? 0) : undefined,
    endsAt: now + endAfter(plan, 0, life),
  };
  return address.live;
}

function end(address: Address, status: Exclude<Status, 'in_progress'>): void {
  if (address.live) address.live.status = status;
  address.live = undefined;
}

export interface Checked {
  readonly kind: CheckKind;
  readonly isCompared: boolean;
}

export function check(address: Address, id: string, code: string, now: number): Checked {
  const { live } = address;
  if (live?.id !== id || now >= live.endsAt) return { kind: 'not_live', isCompared: false };
  if (now < address.lockedUntil) return { kind: 'locked', isCompared: false };
  if (now >= live.codeExpiresAt) return { kind: 'code_expired', isCompared: false };
  if (code === live.code) {
    end(address, 'verified');
    address.consecutiveWrong = 0;
    address.lockCount = 0;
    return { kind: 'verified', isCompared: true };
  }
  return { kind: countWrong(address, live, now), isCompared: true };
}

function countWrong(address: Address, live: Verification, now: number): CheckKind {
  live.wrong += 1;
  address.consecutiveWrong += 1;
  const isLocking = address.consecutiveWrong >= addressBudget;
  if (isLocking) {
    const seconds = firstLockSeconds * 2 ** address.lockCount;
    address.lockedUntil = now + Math.min(seconds, lockSecondsMax);
    address.lockCount += 1;
  }
  if (live.wrong >= live.plan.checksMax) {
    end(address, 'failed');
    return 'exhausted';
  }
  return isLocking ? 'locked' : 'mismatch';
}

export type CancelKind = 'cancelled' | 'too_early' | 'too_late' | 'not_live';

/** The classic rule: from thirty seconds on, until the second step. */
export function cancel(address: Address, id: string, now: number): CancelKind {
  const { live } = address;
  if (live?.id !== id || now >= live.endsAt) return 'not_live';
  if (live.step > 0) return 'too_late';
  if (now - live.startedAt < cancelAgeSeconds) return 'too_early';
  end(address, 'cancelled');
  return 'cancelled';
}

export type TriggerKind = 'triggered' | 'no_more_steps' | 'not_live' | 'address_locked';

export function expectTrigger(address: Address, id: string, now: number): TriggerKind {
  const { live } = address;
  if (live?.id !== id || now >= live.endsAt) return 'not_live';
  if (live.step + 1 >= live.plan.workflow.length) return 'no_more_steps';
  return now < address.lockedUntil ? 'address_locked' : 'triggered';
}

/** What a look at the clock has to do for this address. */
export function expectAdvance(address: Address, now: number): 'expire' | 'step' | 'nothing' {
  const { live } = address;
  if (!live) return 'nothing';
  if (now >= live.endsAt) return 'expire';
  const isDue = live.nextStepAt !== undefined && now >= live.nextStepAt;
  return isDue && now >= address.lockedUntil ? 'step' : 'nothing';
}

export function expire(address: Address): void {
  end(address, 'expired');
}

/** Whether the next step must send a new code (or let the caller's own one live on). */
export function mustRenew(live: Verification, now: number): boolean {
  return live.codeExpiresAt - now < lifeToSend(live.plan.codeLifeSeconds);
}

/** Takes the next step; `code` is what was sent with it. */
export function takeStep(live: Verification, code: string, now: number): void {
  const { plan } = live;
  const renews = mustRenew(live, now);
  live.step += 1;
  const isLast = live.step === plan.workflow.length - 1;
  const wait = plan.workflow[live.step]?.waitSeconds ?? 0;
  live.nextStepAt = isLast ? undefined : now + wait;
  const lifeLeft = renews ? plan.codeLifeSeconds : live.codeExpiresAt - now;
  live.endsAt = now + endAfter(plan, live.step, lifeLeft);
  if (!renews) return;
  live.codeNumber += 1;
  live.codeExpiresAt = now + plan.codeLifeSeconds;
  live.code = code;
  // A fresh code has its own three checks; the budget of the address is untouched (6.1, 6.2).
  if (plan.ownCode === undefined) live.wrong = 0;
}

/** Moments at which an answer changes: too close to one of them nobody can say what is right. */
export function deadlines(address: Address): number[] {
  const { live } = address;
  const own = live
    ? [
        live.endsAt,
        live.codeExpiresAt,
        live.codeExpiresAt - lifeToSend(live.plan.codeLifeSeconds),
        live.startedAt + cancelAgeSeconds,
        ...(live.nextStepAt === undefined ? [] : [live.nextStepAt]),
      ]
    : [];
  return [...own, address.lockedUntil];
}

/** How far a carrier's receipt has brought a message; what is final stays. */
const receiptRanks: Readonly<Record<string, number>> = {
  sent: 1,
  accepted: 2,
  buffered: 3,
  unknown: 3,
  delivered: 4,
  expired: 4,
  failed: 4,
  rejected: 4,
};

export function receive(state: string, status: string): string {
  return (receiptRanks[status] ?? 0) > (receiptRanks[state] ?? 0) ? status : state;
}
