/**
 * The nouns of the core: what a verification is, its states, and the pure decision what comes next.
 */
import type { PlannedStep } from './workflows.ts';
import { mustRenewCode } from './workflows.ts';

/**
 * A lane separates efforts that may run side by side to one address: a verification whose code the
 * caller checks here, and a message that carries the caller's own code (classic two-factor API).
 */
export const lanes = { verification: 0, message: 1 } as const;
export type Lane = (typeof lanes)[keyof typeof lanes];

/** Consecutive wrong codes to one address before it is locked (docs/security.md). */
export const addressBudget = 20;
/** First lock of an address, minutes; doubles up to a day. */
export const addressLockMinutes = 15;
export const addressLockMinutesMax = 1_440;

/** A live verification as the database sees it at this moment (its clock, not ours). */
export interface LiveVerification {
  readonly step: number;
  readonly codeLifeLeftSeconds: number;
  readonly isEnded: boolean;
  readonly isStepDue: boolean;
  readonly workflow: readonly PlannedStep[];
  readonly codeLifeSeconds: number;
}

export type NextStep =
  | { readonly kind: 'expire' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'send'; readonly step: number; readonly renewsCode: boolean };

/** What a loop that woke for this verification has to do. */
export function decideNextStep(live: LiveVerification): NextStep {
  if (live.isEnded) return { kind: 'expire' };
  if (!live.isStepDue) return { kind: 'wait' };
  return decideForcedStep(live) ?? { kind: 'wait' };
}

/** The next step regardless of its time; undefined after the last one. */
export function decideForcedStep(live: LiveVerification): NextStep | undefined {
  const next = live.step + 1;
  if (next >= live.workflow.length) return undefined;
  const renewsCode =
    live.workflow[next]?.code === 'new' ||
    mustRenewCode(live.codeLifeSeconds, live.codeLifeLeftSeconds);
  return { kind: 'send', step: next, renewsCode };
}
