/** What the room keeps in its address. */
import type { FraudAction } from 'countersign/admin';

export const views = ['budgets', 'blocks', 'decisions', 'limits'] as const;
export type FraudView = (typeof views)[number];

/** Actions a decision can have: what is off decides nothing. */
export const decisionActions = ['refuse', 'challenge', 'other-channel', 'record'] as const;

export interface FraudSearch {
  readonly view?: FraudView;
  readonly action?: FraudAction;
}

export function readFraudSearch(search: Record<string, unknown>): FraudSearch {
  const view = views.find((one) => one === search.view);
  const action = decisionActions.find((one) => one === search.action);
  return { ...(view && { view }), ...(action && { action }) };
}
