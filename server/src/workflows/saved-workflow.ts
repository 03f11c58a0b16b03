/** A workflow that an application keeps by name, to start verifications with. */
import { PlatformError } from '../kernel/errors.ts';

export interface SavedStep {
  readonly channel: string;
  /** Seconds to the next step, or to the end. */
  readonly waitSeconds: number;
  readonly code?: 'same' | 'new';
  readonly sender?: string;
  readonly options?: Readonly<Record<string, string>>;
}

export interface SavedWorkflow {
  readonly name: string;
  readonly steps: readonly SavedStep[];
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** More than anybody needs, few enough for one page. */
export const workflowsMax = 100;

/** @throws PlatformError `invalid_parameter`. */
export function acceptWorkflowName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) return name;
  throw new PlatformError('invalid_parameter', {
    parameter: 'name',
    reason: 'small letters, digits, dots, dashes and underscores, at most 64',
  });
}
