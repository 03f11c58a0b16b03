/** What the callbacks of Verify v2 are told from. */
import { type Queryable, sql } from '../../db/client.ts';
import { column } from '../../db/columns.ts';

export interface StoryRow {
  application_id: number;
  application_kind: 'sandbox' | 'live';
  settings: Record<string, unknown>;
  id: string;
  created_at: Date;
  reference: string | null;
  workflow: { channel: string; waitSeconds: number }[];
  price: string;
}

export interface StoryEventRow {
  verification_id: string;
  id: number;
  at: Date;
  kind: string;
  data: Record<string, unknown> | null;
  dispatch_step: number | null;
}

export interface StoryKey {
  applicationId: number;
  verificationId: string;
}

export function findStories(tx: Queryable, keys: readonly StoryKey[]): Promise<StoryRow[]> {
  return tx.query(sql`
    select v.application_id, a.kind as application_kind, a.settings, v.id, v.created_at,
      v.reference, v.workflow, v.price
    from unnest(${column(keys, 'applicationId')}::int[], ${column(keys, 'verificationId')}::uuid[])
      as k (application_id, id)
    join verifications v on v.application_id = k.application_id and v.id = k.id
    join applications a on a.id = v.application_id`);
}

/** Every event of them that callbacks depend on, in order. */
export function listStoryEvents(
  tx: Queryable,
  keys: readonly StoryKey[],
): Promise<StoryEventRow[]> {
  return tx.query(sql`
    select e.verification_id, e.id, e.at, e.kind, e.data, d.step as dispatch_step
    from unnest(${column(keys, 'applicationId')}::int[], ${column(keys, 'verificationId')}::uuid[])
      as k (application_id, id)
    join verification_events e on e.verification_id = k.id and e.application_id = k.application_id
    left join dispatches d on d.verification_id = e.verification_id
      and d.id = (e.data ->> 'dispatchId')::uuid
    where e.kind like 'verification.%' or e.kind like 'message.%' or e.kind = 'step.started'
      or e.kind = 'network.answered'
    order by e.id`);
}
