/** The filters of the list as they stand in the address. */
import type { WebhookState } from 'countersign/admin';
import { type Age, readAge } from '../../parts/age.ts';
import { withoutEmpty } from '../../parts/use-filters.ts';

export const states = ['due', 'delivered', 'gave_up'] as const satisfies readonly WebhookState[];
export const kinds = [
  'event',
  'delivery-receipt',
  'inbound-message',
  'verify-event',
  'verify-summary',
] as const;
export const views = ['deliveries', 'endpoints'] as const;

export interface WebhookSearch {
  readonly state?: WebhookState;
  readonly kind?: (typeof kinds)[number];
  readonly age?: Age;
  /** The first one when absent. */
  readonly view?: (typeof views)[number];
}

export function readWebhookSearch(search: Record<string, unknown>): WebhookSearch {
  return withoutEmpty<WebhookSearch>({
    state: states.find((one) => one === search.state),
    kind: kinds.find((one) => one === search.kind),
    view: views.find((one) => one === search.view && one !== views[0]),
    age: readAge(search.age),
  });
}
