/**
 * An endpoint that answered 410, or acknowledged nothing for days, is disabled: nothing is sent there
 * until somebody enables it. Events go on being kept for `GET /v1/events`.
 */
import { recordAudit } from '../../audit/record-audit.ts';
import type { Database } from '../../db/client.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { WebhookRow } from '../facts-store.ts';
import { type DisabledReason, disableEndpointRow, noteEndpoint } from './store.ts';

interface DisableDeps {
  readonly db: Database;
  readonly logger: Logger;
}

export async function disableEndpoint(
  deps: DisableDeps,
  request: { applicationId: number; endpointId: string; reason: DisabledReason },
): Promise<void> {
  const { applicationId, endpointId, reason } = request;
  await deps.db.transaction(async (tx) => {
    if ((await disableEndpointRow(tx, request)).length === 0) return;
    deps.logger.warn({ applicationId, endpointId, reason }, 'webhook endpoint disabled');
    await recordAudit(tx, {
      actor: 'system',
      action: 'endpoint.disabled',
      applicationId,
      subject: endpointId,
      data: { reason },
    });
  });
}

/** Remembers since when an endpoint fails, and disables it when that is too long. */
export async function noteAnswer(
  deps: DisableDeps,
  facts: WebhookRow,
  isAcknowledged: boolean,
): Promise<void> {
  const { application_id: applicationId, endpoint_id: endpointId } = facts;
  if (endpointId === null) return;
  const isFailing = !isAcknowledged;
  if (facts.endpoint_is_failing !== isFailing) {
    await noteEndpoint(deps.db, { applicationId, endpointId, isFailing });
  } else if (facts.endpoint_is_failing_long) {
    await disableEndpoint(deps, { applicationId, endpointId, reason: 'failing' });
  }
}
