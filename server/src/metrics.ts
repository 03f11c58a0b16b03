/**
 * Counters for Prometheus. No label ever carries an address, a code or an id of a verification.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface Metrics {
  countComparison(): void;
  countOutcome(outcome: string): void;
  countStart(outcome: string): void;
  countDispatch(channel: string, result: string): void;
  countWebhook(result: string): void;
  countGivenUpWebhook(kind: string): void;
  print(): Promise<{ contentType: string; text: string }>;
}

/** `isWallUp`: whether statements of applications run behind row-level security. */
export function createMetrics({ isWallUp = true } = {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  new Gauge({
    name: 'second_wall_up',
    help: 'Whether row-level security stands between applications.',
    registers: [registry],
  }).set(isWallUp ? 1 : 0);
  const comparisons = counter('code_comparisons_total', 'Codes compared with a stored one.');
  const starts = counter('verification_starts_total', 'Starts by outcome.', ['outcome']);
  const checks = counter('verification_checks_total', 'Checks by outcome.', ['outcome']);
  const dispatches = counter('dispatches_total', 'Messages by channel and result.', [
    'channel',
    'result',
  ]);
  const webhooks = counter('webhook_attempts_total', 'Webhook attempts by result.', ['result']);
  const givenUp = counter('webhook_deliveries_given_up_total', 'Webhooks given up.', ['kind']);
  return {
    countComparison: () => comparisons.inc(),
    countOutcome: (outcome) => checks.inc({ outcome }),
    countStart: (outcome) => starts.inc({ outcome }),
    countDispatch: (channel, result) => dispatches.inc({ channel, result }),
    countWebhook: (result) => webhooks.inc({ result }),
    countGivenUpWebhook: (kind) => givenUp.inc({ kind }),
    print: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
