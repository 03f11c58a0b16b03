/**
 * Tells applications what they are owed word of: claims due deliveries, sends each through the one
 * door for outgoing HTTP, records the attempt. Decides who may be under way at once and what an
 * answer means; must never let one silent receiver delay another application's (docs/webhooks.md).
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import {
  type HttpClient,
  type OutgoingAnswer,
  OutgoingRequestError,
} from '../kernel/http-client.ts';
import { idRange } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import { randomFraction } from '../kernel/random.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type ComposedWebhook, composeDelivery } from './compose-webhook.ts';
import { disabledEndpoint, disabledUrlContext, endpointMac } from './endpoint.ts';
import { disableEndpoint, noteAnswer } from './endpoints/disable-endpoint.ts';
import { findWebhooks, type WebhookRow } from './facts-store.ts';
import { webhookKinds } from './kinds.ts';
import {
  type ClaimedWebhookRow,
  claimWebhooks,
  insertDisabledEndpoint,
  recordWebhookAttempts,
  type WebhookAttemptRow,
} from './store.ts';
import {
  isAcknowledged,
  isRenounced,
  plannedDelaySeconds,
  retryAfterSeconds,
  retryDelaySeconds,
  webhookLeaseSeconds,
} from './webhook.ts';

export interface WebhookDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly httpClient: HttpClient;
  readonly logger: Logger;
  readonly metrics: { countWebhook(result: string): void; countGivenUpWebhook(kind: string): void };
}

export interface WebhookDeliverer {
  /** Begins up to `limit` due deliveries; answers how many. A slow receiver delays nobody else's. */
  deliverDue(limit: number): Promise<number>;
  /** Resolves when no delivery is under way. */
  idle(): Promise<void>;
}

/** Under way at once on this node, in all and for one application: one silent receiver fills its own. */
const underWayMax = 200;
const underWayPerApplicationMax = 20;
/** An application whose receivers were silent this often in a row is tried with few at once. */
const silencesMax = 20;
const silentMilliseconds = 1_000;
const underWaySilentMax = 4;

type Record = (row: WebhookAttemptRow) => Promise<null>;
type Due = ClaimedWebhookRow & { readonly facts: WebhookRow };

export function createWebhookDeliverer(deps: WebhookDeps): WebhookDeliverer {
  const underWay = new Map<Promise<void>, number>();
  const silences = new Map<number, number>();
  const record = createCoalescer<WebhookAttemptRow, null>({
    batchMax: 100,
    lanesMax: 1,
    run: (batch) => recordBatch(deps, batch),
  });
  const start = (due: Due): void => {
    const delivering = deliver(deps, record, silences, due)
      .catch((error: unknown) => {
        // The row keeps its lease; when that has run out a node tries again.
        deps.logger.warn({ error: String(error), deliveryId: due.id }, 'webhook not recorded');
      })
      .finally(() => underWay.delete(delivering));
    underWay.set(delivering, due.application_id);
  };
  return {
    async deliverDue(limit) {
      const free = Math.min(limit, underWayMax - underWay.size);
      if (free <= 0) return 0;
      const claimed = await claimWebhooks(deps.db, {
        limit: free,
        leaseSeconds: webhookLeaseSeconds,
        perApplicationMax: underWayPerApplicationMax,
        busy: busyApplications(underWay.values(), silences),
      });
      for (const due of await withFacts(deps.db, claimed)) start(due);
      return claimed.length;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay.keys());
    },
  };
}

/** Who has been silent counts as busier than it is, which leaves it a few places. */
function busyApplications(
  ids: Iterable<number>,
  silences: ReadonlyMap<number, number>,
): { applicationId: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const [id, silent] of silences) {
    if (silent >= silencesMax) counts.set(id, underWayPerApplicationMax - underWaySilentMax);
  }
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].map(([applicationId, count]) => ({ applicationId, count }));
}

async function withFacts(db: Database, claimed: readonly ClaimedWebhookRow[]): Promise<Due[]> {
  if (claimed.length === 0) return [];
  const byId = new Map(claimed.map((row) => [row.id, row]));
  const [lowest, highest] = idRange([...byId.keys()]);
  const rows = await findWebhooks(db, claimed, lowest, highest);
  return rows.map((facts) => ({ ...(byId.get(facts.id) as ClaimedWebhookRow), facts }));
}

async function recordBatch(
  deps: WebhookDeps,
  batch: readonly WebhookAttemptRow[],
): Promise<null[]> {
  const [lowest, highest] = idRange(batch.map(({ id }) => id));
  const givenUp = await recordWebhookAttempts(deps.db, batch, lowest, highest);
  for (const { application_id: applicationId, id: deliveryId, kind } of givenUp) {
    deps.metrics.countGivenUpWebhook(kind);
    deps.logger.warn({ applicationId, deliveryId, kind }, 'webhook given up');
  }
  return batch.map(() => null);
}

async function deliver(
  deps: WebhookDeps,
  record: Record,
  silences: Map<number, number>,
  due: Due,
): Promise<void> {
  const startedAt = performance.now();
  const tried = await attempt(deps, due);
  if (tried.isHopeless) {
    await record({ ...unsent(due), error: tried.error });
    return;
  }
  const { answer, composed, error } = tried;
  const status = answer?.status ?? null;
  const milliseconds = Math.round(performance.now() - startedAt);
  noteSilence(silences, due.application_id, status === null && milliseconds > silentMilliseconds);
  const isDelivered = isAcknowledged(status);
  deps.metrics.countWebhook(isDelivered ? 'delivered' : 'refused');
  if (composed && isRenounced(status)) await disable(deps, due, composed.url);
  await record({
    ...unsent(due),
    status,
    error,
    milliseconds,
    sent: composed ? JSON.stringify(composed.stamp) : null,
    isDelivered,
    retrySeconds: due.is_last_chance || isRenounced(status) ? null : nextDelay(due, answer),
  });
  await noteAnswer(deps, due.facts, isDelivered);
}

function unsent(due: Due): WebhookAttemptRow {
  return {
    applicationId: due.application_id,
    id: due.id,
    number: due.tries,
    status: null,
    error: null,
    milliseconds: null,
    sent: null,
    isDelivered: false,
    retrySeconds: null,
  };
}

/** Never sooner than the schedule says, and as late as the receiver asked; null when it is used up. */
function nextDelay(due: Due, answer: OutgoingAnswer | undefined): number | null {
  const kind = webhookKinds.get(due.facts.kind);
  const fraction = randomFraction();
  const scheduled =
    kind?.form === 'json'
      ? plannedDelaySeconds(kind.retrySeconds, due.tries_since, fraction)
      : retryDelaySeconds(due.tries_since, fraction);
  if (scheduled === null) return null;
  return Math.max(scheduled, retryAfterSeconds(answer?.retryAfter, due.now));
}

function noteSilence(
  silences: Map<number, number>,
  applicationId: number,
  isSilent: boolean,
): void {
  if (isSilent) silences.set(applicationId, (silences.get(applicationId) ?? 0) + 1);
  else silences.delete(applicationId);
}

interface Tried {
  readonly composed?: ComposedWebhook;
  readonly answer?: OutgoingAnswer;
  readonly error: string | null;
  /** No later attempt could do better: it is given up, and none is counted. */
  readonly isHopeless?: boolean;
}

async function attempt(deps: WebhookDeps, due: Due): Promise<Tried> {
  let composed: ComposedWebhook | undefined;
  try {
    const made = composeDelivery(deps.keyRing, due.facts, due.now);
    if (typeof made === 'string') return { isHopeless: true, error: made };
    composed = made;
    if (isDisabledUrl(deps.keyRing, due.facts, composed.url)) {
      return { isHopeless: true, error: disabledEndpoint };
    }
    return { composed, answer: await deps.httpClient.send(composed.request), error: null };
  } catch (failure) {
    const isSafe = failure instanceof OutgoingRequestError;
    if (!isSafe) {
      deps.logger.error({ error: String(failure), deliveryId: due.id }, 'webhook cannot be built');
    }
    const error = isSafe ? failure.message : 'could not be built';
    return { ...(composed && { composed }), error };
  }
}

/** An endpoint of the application's own says it itself, in its row. */
function isDisabledUrl(keyRing: KeyRing, facts: WebhookRow, url: string): boolean {
  if (facts.endpoint_id !== null) return false;
  const mac = endpointMac(keyRing, url);
  return facts.disabled_url_macs.some((disabled) => disabled.equals(mac));
}

async function disable(deps: WebhookDeps, due: Due, url: string): Promise<void> {
  const { application_id: applicationId, id: deliveryId } = due;
  const { endpoint_id: endpointId } = due.facts;
  if (endpointId !== null) {
    await disableEndpoint(deps, { applicationId, endpointId, reason: 'gone' });
    return;
  }
  await deps.db.transaction(async (tx) => {
    const urlMac = endpointMac(deps.keyRing, url);
    const urlSealed = deps.keyRing.seal(url, disabledUrlContext(applicationId));
    const made = await insertDisabledEndpoint(tx, { applicationId, urlMac, urlSealed, deliveryId });
    if (made.length === 0) return;
    deps.logger.warn({ applicationId, deliveryId }, 'webhook endpoint disabled by 410');
    await recordAudit(tx, {
      actor: 'system',
      action: 'endpoint.disabled',
      applicationId,
      subject: deliveryId,
    });
  });
}
