/** What the room Fraud needs of the core. */
import type { ApplicationSettings } from '../../applications/application.ts';
import type { Budgets } from '../../fraud/describe-budgets.ts';
import type { DryRun } from '../../fraud/dry-run.ts';
import type { BlockView } from '../../fraud/list-blocks.ts';
import type { DecisionView } from '../../fraud/list-decisions.ts';
import type { TrafficKey } from '../../fraud/traffic.ts';

export type { BlockView, Budgets, DecisionView, DryRun };

export interface FraudCore {
  /** @throws PlatformError `not_found`. */
  describeBudgets(query: { applicationId: number }): Promise<Budgets>;
  listBlocks(query: { applicationId: number }): Promise<readonly BlockView[]>;
  listDecisions(query: {
    applicationId: number;
    action?: string;
    before?: string;
    limit: number;
  }): Promise<{ items: readonly DecisionView[]; next: string | null }>;
  /** @throws PlatformError `not_found` when no block of the key is in force. */
  liftBlock(request: TrafficKey & { actor: string }): Promise<void>;
  /** @throws PlatformError `invalid_parameter`. */
  dryRunBudgets(request: {
    applicationId: number;
    settings: Partial<Pick<ApplicationSettings, 'pumping' | 'spendCaps'>>;
  }): Promise<DryRun>;
  /** @throws PlatformError `invalid_parameter` when it is no number. */
  allowNumber(request: { applicationId: number; number: string; actor: string }): Promise<void>;
}
