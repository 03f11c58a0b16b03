/** The statement that reads deliveries with everything their kinds may tell. */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { WebhookState } from './webhook.ts';

/** A delivery with the facts its kind's builder may tell; which are there depends on the kind. */
export interface WebhookRow extends EventColumns, EndpointColumns {
  application_id: number;
  application_kind: 'sandbox' | 'live';
  api_key: string;
  wire_id: string;
  settings: Record<string, unknown>;
  signature_secret_sealed: Buffer;
  id: string;
  kind: string;
  data: Record<string, unknown>;
  state: WebhookState;
  tries: number;
  last_status: number | null;
  last_error: string | null;
  created_at: Date;
  due_at: Date;
  give_up_at: Date;
  ended_at: Date | null;
  replayed_at: Date | null;
  /** What it tells of: decides under which context its sealed facts open. */
  owner: 'verification' | 'message' | 'inbound' | null;
  verification_id: string | null;
  dispatch_id: string | null;
  inbound_id: string | null;
  address_sealed: Buffer | null;
  reference: string | null;
  receipts_to_sealed: Buffer | null;
  sender: string | null;
  network: string | null;
  cost: string | null;
  /** Of an inbound message. */
  recipient: string | null;
  message_id: string | null;
  type: 'text' | 'unicode' | 'binary' | null;
  content_sealed: Buffer | null;
  concat_reference: string | null;
  concat_total: number | null;
  concat_part: number | null;
  meaning: string | null;
  outcome: Record<string, unknown> | null;
  received_at: Date | null;
  /** MACs of this application's endpoints that answered 410. */
  disabled_url_macs: Buffer[];
}

/** Of the event it tells of; null where it tells of none. */
interface EventColumns {
  event_id: number | null;
  event_type: string | null;
  event_data: Record<string, unknown> | null;
  event_at: Date | null;
  sequence: number | null;
  /** Type of the event that had ended the verification by then. */
  ended_by: string | null;
  dialect: string | null;
  began_at: Date | null;
}

/** After so long without one acknowledgement an endpoint is disabled. */
const failingDaysMax = 5;

/** Of the application's endpoint it goes to; null where it goes to none, or to one that is gone. */
interface EndpointColumns {
  endpoint_id: string | null;
  endpoint_url_sealed: Buffer | null;
  endpoint_secret_sealed: Buffer | null;
  /** Only while it signs beside the current one. */
  endpoint_previous_secret_sealed: Buffer | null;
  endpoint_disabled_reason: string | null;
  /** Nothing was acknowledged since its last failure; that, and five days long. */
  endpoint_is_failing: boolean;
  endpoint_is_failing_long: boolean;
}

export interface WebhookKey {
  application_id: number;
  id: string;
}

/** In the order of their ids. */
export function findWebhooks(
  db: Queryable,
  keys: readonly WebhookKey[],
  lowestId: string,
  highestId: string,
): Promise<WebhookRow[]> {
  return db.query(sql`
    select w.application_id, a.kind as application_kind, a.api_key, a.wire_id, a.settings,
      a.signature_secret_sealed, w.id, w.kind, w.data, w.state, w.tries, w.last_status,
      w.last_error, w.created_at, w.due_at, w.give_up_at, w.ended_at, w.replayed_at,
      case when v.id is not null then 'verification' when m.id is not null then 'message'
        when i.id is not null then 'inbound' end as owner,
      w.verification_id, w.dispatch_id, w.inbound_id,
      coalesce(v.address_sealed, m.address_sealed, i.address_sealed) as address_sealed,
      coalesce(v.reference, m.reference) as reference,
      coalesce(v.receipts_to_sealed, m.receipts_to_sealed) as receipts_to_sealed,
      coalesce(d.sender, v.sender, m.sender) as sender, coalesce(d.network, i.network) as network, d.cost,
      i.recipient, i.message_id, i.type, i.content_sealed, i.concat_reference, i.concat_total,
      i.concat_part, i.meaning, i.outcome, i.received_at,
      w.event_id, e.kind as event_type, e.data as event_data, e.at as event_at, e.sequence,
      ended.kind as ended_by, coalesce(v.dialect, m.dialect) as dialect,
      coalesce(v.created_at, m.created_at) as began_at,
      w.endpoint_id, p.url_sealed as endpoint_url_sealed,
      p.secret_sealed as endpoint_secret_sealed,
      case when p.previous_secret_ends_at > now() then p.previous_secret_sealed end
        as endpoint_previous_secret_sealed,
      p.disabled_reason as endpoint_disabled_reason,
      p.failing_since is not null as endpoint_is_failing,
      coalesce(p.failing_since <= now() - ${failingDaysMax}::int * interval '1 day', false)
        as endpoint_is_failing_long,
      coalesce((select array_agg(e.url_mac) from disabled_endpoints e
        where e.application_id = w.application_id), '{}') as disabled_url_macs
    from unnest(${column(keys, 'application_id')}::int[], ${column(keys, 'id')}::uuid[])
      as k (application_id, id)
    join webhook_deliveries w on w.application_id = k.application_id and w.id = k.id
      and w.id between ${lowestId}::uuid and ${highestId}::uuid
    join applications a on a.id = w.application_id
    left join verifications v on v.application_id = w.application_id and v.id = w.verification_id
    left join messages m on m.application_id = w.application_id and m.id = w.verification_id
    left join dispatches d on d.verification_id = w.verification_id and d.id = w.dispatch_id
    left join inbound_messages i on i.application_id = w.application_id and i.id = w.inbound_id
    left join verification_events e on e.verification_id = w.verification_id and e.id = w.event_id
    left join lateral (
      select b.kind from verification_events b
      where b.verification_id = w.verification_id and b.sequence <= e.sequence
        and b.kind in ('verification.verified', 'verification.failed', 'verification.expired',
          'verification.cancelled')
      order by b.sequence limit 1) ended on true
    left join webhook_endpoints p on p.application_id = w.application_id and p.id = w.endpoint_id
    order by w.id`);
}
