/**
 * Workflows as data: the seven classic ones with their documented waits, and the arithmetic of when
 * codes are renewed and when a verification ends.
 * Source: the vendor's guide "workflows and events", see docs/compatibility/nexmo-verify.md.
 */
import type { CodeMessage } from '../channels/contract.ts';
import { contexts, lifeLeftToSendSeconds, type StoredStep } from '../delivery/contract.ts';
import type { KeyRing } from '../kernel/secret-box.ts';

export interface WorkflowStep {
  readonly channel: string;
  /** Seconds from this step to the next one, or to the end. Range 15 to 3600. */
  readonly waitSeconds: number;
  /** Whether this step sends a code of its own. Default: the same one, while it lives. */
  readonly code?: 'same' | 'new';
  /** The last step only: all ends with its wait, though the code would live on. */
  readonly endsVerification?: boolean;
  /** Another address than the first step's, in any accepted spelling. */
  readonly to?: string;
  /** Sender of this step; the verification's otherwise. */
  readonly sender?: string;
  /** Text of this step; the verification's, or the channel's, otherwise. */
  readonly template?: CodeMessage['template'];
  /** What the caller wants of the channel, e.g. `app_hash`. */
  readonly options?: Readonly<Record<string, string>>;
}

/** What the arithmetic of a workflow reads of its steps, stored or not. */
export type PlannedStep = Pick<WorkflowStep, 'waitSeconds' | 'code' | 'endsVerification'>;

/** A step with its own address accepted, as it is stored: the address and the text sealed. */
export function sealStep(
  keyRing: KeyRing,
  verificationId: string,
  step: WorkflowStep,
  address?: { readonly value: string; readonly country: string | null },
): StoredStep {
  if (step.to === undefined && step.template === undefined) return step;
  const { to: _to, template, ...plan } = step;
  const seal = (text: string, context: string) => keyRing.seal(text, context).toString('base64');
  return {
    ...plan,
    ...(address && {
      toSealed: seal(address.value, contexts.stepAddress(verificationId)),
      toCountry: address.country,
    }),
    ...(template && {
      templateSealed: seal(JSON.stringify(template), contexts.template(verificationId)),
    }),
  };
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
 * `lifeLeftSeconds`: the life of the last code any remaining step will send, or the waits of all of
 * them where the last one says so.
 */
export function secondsToEnd(
  workflow: readonly PlannedStep[],
  currentStep: number,
  codeLifeSeconds: number,
  lifeLeftSeconds: number,
): number {
  let elapsed = 0;
  let codeEndsAt = lifeLeftSeconds;
  for (let index = currentStep; index < workflow.length - 1; index += 1) {
    elapsed += (workflow[index] as PlannedStep).waitSeconds;
    const isNew = (workflow[index + 1] as PlannedStep).code === 'new';
    if (isNew || mustRenewCode(codeLifeSeconds, codeEndsAt - elapsed))
      codeEndsAt = elapsed + codeLifeSeconds;
  }
  const last = workflow.at(-1) as PlannedStep;
  return last.endsVerification ? Math.min(codeEndsAt, elapsed + last.waitSeconds) : codeEndsAt;
}
