/**
 * Workflows as data: the seven classic ones with their documented waits, and the arithmetic of when
 * codes are renewed and when a verification ends.
 * Source: the vendor's guide "workflows and events", see docs/compatibility/nexmo-verify.md.
 */
import { lifeLeftToSendSeconds } from '../delivery/contract.ts';

export interface WorkflowStep {
  readonly channel: string;
  /** Seconds from this step to the next one, or to the end. Range 15 to 3600. */
  readonly waitSeconds: number;
}

export const classicWorkflows: Readonly<Record<number, readonly WorkflowStep[]>> = {
  1: [step('sms', 125), step('voice', 180), step('voice', 300)],
  2: [step('sms', 125), step('sms', 180), step('voice', 300)],
  3: [step('voice', 150), step('voice', 150)],
  4: [step('sms', 120), step('sms', 180)],
  5: [step('sms', 120), step('voice', 180)],
  6: [step('sms', 300)],
  7: [step('voice', 300)],
};

function step(channel: string, waitSeconds: number): WorkflowStep {
  return { channel, waitSeconds };
}

/** One text message and nothing after it. */
export function singleMessageWorkflow(waitSeconds: number): readonly WorkflowStep[] {
  return [step('sms', waitSeconds)];
}

/** A step that would be sent too late in the code's life sends a new code instead. */
export function mustRenewCode(codeLifeSeconds: number, lifeLeftSeconds: number): boolean {
  return lifeLeftSeconds < lifeLeftToSendSeconds(codeLifeSeconds);
}

/**
 * Seconds until the verification ends, from a step just taken whose code lives for
 * `lifeLeftSeconds`: the life of the last code any remaining step will send.
 */
export function secondsToEnd(
  workflow: readonly WorkflowStep[],
  currentStep: number,
  codeLifeSeconds: number,
  lifeLeftSeconds: number,
): number {
  let elapsed = 0;
  let codeEndsAt = lifeLeftSeconds;
  for (let index = currentStep; index < workflow.length - 1; index += 1) {
    elapsed += (workflow[index] as WorkflowStep).waitSeconds;
    if (mustRenewCode(codeLifeSeconds, codeEndsAt - elapsed))
      codeEndsAt = elapsed + codeLifeSeconds;
  }
  return codeEndsAt;
}
