/** The statement about answers that are tapped. */
import { type Queryable, sql } from '../db/client.ts';

/** Notes the yes, once, before it is checked: how the verification came to be verified. */
export function insertChoice(
  db: Queryable,
  row: { applicationId: number; verificationId: string; choice: string },
): Promise<unknown[]> {
  return db.query(sql`
    insert into verification_events (application_id, verification_id, kind, data)
    select ${row.applicationId}, ${row.verificationId}::uuid, 'choice.tapped',
      jsonb_build_object('choice', ${row.choice}::text)
    where not exists (select 1 from verification_events
      where application_id = ${row.applicationId}
        and verification_id = ${row.verificationId}::uuid and kind = 'choice.tapped')`);
}
