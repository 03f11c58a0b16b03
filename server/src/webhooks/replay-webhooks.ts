/**
 * Sends deliveries again under the same id, signed anew: one, or all that were given up in a time.
 * The schedule begins anew; attempts are counted on.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { parseId } from '../kernel/ids.ts';
import { findWebhooks } from './facts-store.ts';
import { webhookKinds } from './kinds.ts';
import { idsBetween } from './list-webhooks.ts';
import { replayGivenUpWebhooks, replayWebhook as replayRow } from './store.ts';

/** Of one call; what is left is replayed by the next. */
const replayedMax = 10_000;
/** The id of no endpoint. */
const nobody = '00000000-0000-0000-0000-000000000000';
const kept = () =>
  [...webhookKinds.values()].map(({ name, keptSeconds }) => ({ kind: name, seconds: keptSeconds }));

/** @throws PlatformError `not_found`; `conflict` while an attempt is under way. */
export async function replayWebhook(
  deps: { readonly db: Database },
  request: { applicationId: number; id: string; actor: string },
): Promise<void> {
  const { applicationId, actor } = request;
  const id = parseId(request.id);
  if (id === undefined) throw new PlatformError('not_found');
  await deps.db.transaction(async (tx) => {
    const [row] = await findWebhooks(tx, [{ application_id: applicationId, id }], id, id);
    if (!row) throw new PlatformError('not_found');
    const replayed = await replayRow(tx, { applicationId, id, kept: kept() });
    if (replayed.length === 0) {
      throw new PlatformError('conflict', { reason: 'an attempt is under way' });
    }
    await recordAudit(tx, { actor, action: 'webhook.replayed', applicationId, subject: id });
  });
}

export interface ReplayRange {
  readonly applicationId: number;
  readonly since: Date;
  readonly until: Date;
  readonly actor: string;
  readonly kind?: string;
  /** Of events: only to this endpoint, only of this type. */
  readonly endpointId?: string;
  readonly eventType?: string;
  /** Also what was delivered: for a receiver that lost what it had. */
  readonly withDelivered?: boolean;
}

/** Answers how many they were; `isMore` when as many as one call takes were found. */
export async function replayGivenUp(
  deps: { readonly db: Database },
  request: ReplayRange,
): Promise<{ count: number; isMore: boolean }> {
  const { applicationId, kind, since, until, actor, endpointId, eventType } = request;
  const withDelivered = request.withDelivered ?? false;
  const [lowestId, beforeId] = idsBetween(since, until);
  const count = await deps.db.transaction(async (tx) => {
    const replayed = await replayGivenUpWebhooks(tx, {
      applicationId,
      kind: kind ?? null,
      endpointId: endpointId === undefined ? null : (parseId(endpointId) ?? nobody),
      eventType: eventType ?? null,
      withDelivered,
      lowestId,
      beforeId,
      limit: replayedMax,
      kept: kept(),
    });
    await recordAudit(tx, {
      actor,
      action: 'webhook.replayed',
      applicationId,
      data: {
        count: replayed.length,
        since: since.toISOString(),
        until: until.toISOString(),
        ...(kind !== undefined && { kind }),
        ...(endpointId !== undefined && { endpointId }),
        ...(eventType !== undefined && { eventType }),
        ...(withDelivered && { withDelivered }),
      },
    });
    return replayed.length;
  });
  return { count, isMore: count === replayedMax };
}
