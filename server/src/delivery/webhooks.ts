/**
 * Tells applications of delivery receipts in the classic form: GET, POST form or POST JSON, string
 * values only, signed when asked, each receipt under one delivery id over all its attempts.
 * Source: the vendor’s documentation, see docs/compatibility/nexmo-2fa.md; retries as docs/operating.md.
 */
import { type ApplicationSettings, settingsInForce } from '../applications/application.ts';
import { signatureSecretContext } from '../applications/directory.ts';
import { type SignatureAlgorithm, signParameters } from '../applications/signature.ts';
import type { Database } from '../db/client.ts';
import { type HttpClient, OutgoingRequestError } from '../kernel/http-client.ts';
import { newUuid } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import { randomFraction } from '../kernel/random.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { contexts } from './contract.ts';
import { claimWebhooks, type DueWebhookRow, recordWebhookAttempt } from './store.ts';

export interface WebhookDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly httpClient: HttpClient;
  readonly logger: Logger;
  readonly metrics: { countWebhook(result: string): void };
}

export interface WebhookDeliverer {
  /** Begins up to `limit` due deliveries; answers how many. A slow receiver delays nobody else's. */
  deliverDue(limit: number): Promise<number>;
  /** Resolves when no delivery is under way. */
  idle(): Promise<void>;
}

/** Longer than connecting and answering may take together: no second node starts meanwhile. */
const leaseSeconds = 30;
const firstRetrySeconds = 5;
const retrySecondsMax = 900;
const jitter = 0.1;
/** Under way at once on this node, in all and for one application: one silent receiver fills its own. */
const underWayMax = 200;
const underWayPerApplicationMax = 20;

export function createWebhookDeliverer(deps: WebhookDeps): WebhookDeliverer {
  const underWay = new Map<Promise<void>, number>();
  const start = (row: DueWebhookRow): void => {
    const delivering = deliver(deps, row)
      .catch((error: unknown) => {
        // The row keeps its lease; when that has run out a node tries again.
        deps.logger.warn({ error: String(error), deliveryId: row.id }, 'webhook not recorded');
      })
      .finally(() => underWay.delete(delivering));
    underWay.set(delivering, row.application_id);
  };
  return {
    async deliverDue(limit) {
      const free = Math.min(limit, underWayMax - underWay.size);
      if (free <= 0) return 0;
      const rows = await claimWebhooks(deps.db, {
        limit: free,
        leaseSeconds,
        perApplicationMax: underWayPerApplicationMax,
        busy: countByApplication(underWay.values()),
      });
      for (const row of rows) start(row);
      return rows.length;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay.keys());
    },
  };
}

function countByApplication(ids: Iterable<number>): { applicationId: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].map(([applicationId, count]) => ({ applicationId, count }));
}

/** 5 s, doubling to 15 minutes, each with 10 % jitter. */
export function retryDelaySeconds(tries: number, fraction: number): number {
  const base = Math.min(firstRetrySeconds * 2 ** (tries - 1), retrySecondsMax);
  return base * (1 + jitter * (2 * fraction - 1));
}

async function deliver(deps: WebhookDeps, row: DueWebhookRow): Promise<void> {
  const startedAt = performance.now();
  let status: number | null = null;
  let error: string | null = null;
  try {
    status = await push(deps, row);
  } catch (failure) {
    error = failure instanceof OutgoingRequestError ? failure.message : 'could not be built';
  }
  const isDelivered = status !== null && status >= 200 && status < 300;
  deps.metrics.countWebhook(isDelivered ? 'delivered' : 'refused');
  await recordWebhookAttempt(deps.db, {
    applicationId: row.application_id,
    id: row.id,
    number: row.tries,
    status,
    error,
    milliseconds: Math.round(performance.now() - startedAt),
    isDelivered,
    retrySeconds: row.is_last_chance ? null : retryDelaySeconds(row.tries, randomFraction()),
  });
}

async function push(deps: WebhookDeps, row: DueWebhookRow): Promise<number> {
  const settings = settingsInForce(
    row.application_kind,
    row.settings as Partial<ApplicationSettings>,
  );
  const url = row.receipts_to_sealed
    ? deps.keyRing
        .open(row.receipts_to_sealed, contexts.receiptsTo(row.verification_id))
        .toString('utf8')
    : settings.receipts.url;
  if (!url) throw new OutgoingRequestError('invalid-url', 'no webhook URL is set any more');
  const { method, signature } = settings.receipts;
  const parameters = receiptParameters(deps.keyRing, row, signature);
  const answer = await deps.httpClient.send({
    ...encodeReceipt(url, method, parameters),
    allowedNetworks: settings.allowedNetworks,
    connectTimeoutMilliseconds: 3_000,
    answerTimeoutMilliseconds: 15_000,
  });
  return answer.status;
}

function encodeReceipt(
  url: string,
  method: 'GET' | 'POST' | 'POST-JSON',
  parameters: Readonly<Record<string, string>>,
): { url: string; method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string } {
  if (method === 'POST-JSON') {
    const headers = { 'content-type': 'application/json' };
    return { url, method: 'POST', headers, body: JSON.stringify(parameters) };
  }
  const form = new URLSearchParams(parameters).toString();
  if (method === 'POST') {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { url, method: 'POST', headers, body: form };
  }
  // A query the URL already has is kept and extended.
  return { url: `${url}${url.includes('?') ? '&' : '?'}${form}`, method: 'GET' };
}

function receiptParameters(
  keyRing: KeyRing,
  row: DueWebhookRow,
  signature: SignatureAlgorithm | 'none',
): Record<string, string> {
  const parameters: Record<string, string> = {
    msisdn: keyRing.open(row.address_sealed, contexts.address(row.verification_id)).toString(),
    to: row.sender,
    'network-code': row.network ?? '',
    messageId: row.dispatch_id,
    price: row.cost,
    status: row.data.status,
    scts: compactTime(row.created_at),
    'err-code': String(row.data.errorCode),
    'api-key': row.api_key,
    ...(row.reference !== null && { 'client-ref': row.reference }),
    'message-timestamp': wireTime(row.now),
  };
  if (signature === 'none') return parameters;
  const secret = keyRing.open(row.signature_secret_sealed, signatureSecretContext(row.api_key));
  parameters.timestamp = String(Math.floor(row.now.getTime() / 1000));
  parameters.nonce = newUuid();
  parameters.sig = signParameters(parameters, secret.toString('utf8'), signature);
  return parameters;
}

/** `YYMMDDHHMM` in UTC. */
function compactTime(moment: Date): string {
  return moment.toISOString().replace(/\D/g, '').slice(2, 12);
}

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
function wireTime(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}
