/** The statement that owes webhooks for events. */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';

export interface OwedRow {
  applicationId: number;
  id: string;
  kind: string;
  verificationId: string;
  eventId: number;
  endpointId: string | null;
  /** JSON. */
  data: string;
  keptSeconds: number;
}

export function insertOwedWebhooks(tx: Queryable, rows: readonly OwedRow[]): Promise<unknown[]> {
  return tx.query(sql`
    insert into webhook_deliveries (application_id, id, kind, verification_id, event_id,
      endpoint_id, data, give_up_at)
    select application_id, id, kind, verification_id, event_id, endpoint_id, data::jsonb,
      now() + kept_seconds * interval '1 second'
    from unnest(${column(rows, 'applicationId')}::int[], ${column(rows, 'id')}::uuid[],
      ${column(rows, 'kind')}::text[], ${column(rows, 'verificationId')}::uuid[],
      ${column(rows, 'eventId')}::bigint[], ${column(rows, 'endpointId')}::uuid[],
      ${column(rows, 'data')}::text[], ${column(rows, 'keptSeconds')}::int[]
    ) as i (application_id, id, kind, verification_id, event_id, endpoint_id, data, kept_seconds)`);
}
