/** The statements about mobile networks: one's answer is taken once for each step. */
import { type Queryable, sql } from '../db/client.ts';
import { lanes } from './verification.ts';

/**
 * Whose verification it is: the device that opens the link knows nothing but its id. All that
 * follows names the application.
 */
export function findApplicationOf(
  db: Queryable,
  verificationId: string,
): Promise<{ application_id: number }[]> {
  return db.query(sql`
    select application_id from dispatches where verification_id = ${verificationId}::uuid limit 1`);
}

export interface AnswerRow {
  applicationId: number;
  verificationId: string;
  addressMac: Buffer;
  step: number;
  answer: string;
  wantsEvents: boolean;
}

/** No row when the step is over, or was answered before. */
export function takeNetworkAnswer(
  db: Queryable,
  row: AnswerRow,
): Promise<{ code_sealed: Buffer }[]> {
  return db.query(sql`
    with taken as (
      update live_addresses l set answered_verification_id = l.verification_id,
        answered_step = l.step, touched_at = now()
      where l.application_id = ${row.applicationId} and l.address_mac = ${row.addressMac}
        and l.lane = ${lanes.verification} and l.verification_id = ${row.verificationId}::uuid
        and l.step = ${row.step}::smallint and l.ends_at > now() and l.code_expires_at > now()
        and (l.next_step_at is null or l.next_step_at > now())
        and (l.locked_until is null or l.locked_until <= now())
        and (l.answered_verification_id is distinct from l.verification_id
          or l.answered_step is distinct from l.step)
      returning l.application_id, l.verification_id, l.step, l.code_sealed
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, verification_id, 'network.answered',
        jsonb_build_object('step', step, 'answer', ${row.answer}::text),
        ${row.wantsEvents}::boolean
      from taken
    )
    select code_sealed from taken`);
}
