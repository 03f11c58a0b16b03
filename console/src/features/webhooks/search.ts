/** The filters of the list as they stand in the address. */
import type { WebhookState } from 'countersign/admin';

export const states = ['due', 'delivered', 'gave_up'] as const satisfies readonly WebhookState[];
export const kinds = [
  'event',
  'delivery-receipt',
  'inbound-message',
  'verify-event',
  'verify-summary',
] as const;
export const views = ['deliveries', 'endpoints'] as const;
export const ages = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Age = keyof typeof ages;

export interface WebhookSearch {
  readonly state?: WebhookState;
  readonly kind?: (typeof kinds)[number];
  readonly age?: Age;
  /** The first one when absent. */
  readonly view?: (typeof views)[number];
}

export type SearchChange = {
  readonly [Name in keyof WebhookSearch]?: WebhookSearch[Name] | undefined;
};

export function readWebhookSearch(search: Record<string, unknown>): WebhookSearch {
  return withoutEmpty({
    state: states.find((one) => one === search.state),
    kind: kinds.find((one) => one === search.kind),
    view: views.find((one) => one === search.view && one !== views[0]),
    age: (Object.keys(ages) as Age[]).find((one) => one === search.age),
  });
}

/** A member that is not set is left out, so that the address holds only what was chosen. */
export function withoutEmpty(search: SearchChange): WebhookSearch {
  const set = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as WebhookSearch; // the members were typed above
}

export function sinceOf(age: Age): string {
  return new Date(Date.now() - ages[age] * 3_600_000).toISOString();
}
