/** All SQL of challenges on hosted pages. A result is handed out and taken by guarded updates. */
import { type Queryable, sql } from '../db/client.ts';

export interface ChallengeRow {
  application_id: number;
  api_key: string;
  id: string;
  verification_id: string;
  subject: string;
  purpose: string;
  page_sealed: Buffer;
  status: 'open' | 'passed' | 'cancelled';
  is_over: boolean;
  created_at: Date;
  expires_at: Date;
  passed_at: Date | null;
  confirmed_at: Date | null;
}

export interface NewChallengeRow {
  applicationId: number;
  id: string;
  tokenHash: Buffer;
  verificationId: string;
  subject: string;
  purpose: string;
  pageSealed: Buffer;
  lifeSeconds: number;
}

export function insertChallenge(
  db: Queryable,
  row: NewChallengeRow,
): Promise<{ expires_at: Date }[]> {
  return db.query(sql`
    insert into challenges (application_id, id, token_hash, verification_id, subject, purpose,
      page_sealed, expires_at)
    values (${row.applicationId}, ${row.id}::uuid, ${row.tokenHash}, ${row.verificationId}::uuid,
      ${row.subject}, ${row.purpose}, ${row.pageSealed},
      now() + ${row.lifeSeconds}::int * interval '1 second')
    returning expires_at`);
}

/** Of whichever application: whoever has the token may see the page. */
export function findByToken(db: Queryable, tokenHash: Buffer): Promise<ChallengeRow[]> {
  return db.query(sql`
    select c.application_id, a.api_key, c.id, c.verification_id, c.subject, c.purpose, c.page_sealed,
      c.status, c.expires_at <= now() as is_over, c.created_at, c.expires_at, c.passed_at,
      c.confirmed_at
    from challenges c join applications a on a.id = c.application_id
    where c.token_hash = ${tokenHash} and a.retired_at is null`);
}

export function findChallenge(
  db: Queryable,
  key: { applicationId: number; id: string },
): Promise<ChallengeRow[]> {
  return db.query(sql`
    select c.application_id, a.api_key, c.id, c.verification_id, c.subject, c.purpose, c.page_sealed,
      c.status, c.expires_at <= now() as is_over, c.created_at, c.expires_at, c.passed_at,
      c.confirmed_at
    from challenges c join applications a on a.id = c.application_id
    where c.application_id = ${key.applicationId} and c.id = ${key.id}::uuid`);
}

/**
 * Makes a result the only good one; no row once one has been confirmed or its time is over. The first
 * one is made while the page lives.
 */
export function issueResult(
  db: Queryable,
  row: { applicationId: number; id: string; resultHash: Buffer; lifeSeconds: number },
): Promise<{ id: string }[]> {
  return db.query(sql`
    update challenges set status = 'passed', result_hash = ${row.resultHash},
      passed_at = coalesce(passed_at, now()),
      result_expires_at = coalesce(result_expires_at,
        now() + ${row.lifeSeconds}::int * interval '1 second')
    where application_id = ${row.applicationId} and id = ${row.id}::uuid
      and status in ('open', 'passed') and confirmed_at is null
      and coalesce(result_expires_at, expires_at) > now()
    returning id`);
}

/** Takes a result, once, for the subject and purpose it was made for. */
export function takeResult(
  db: Queryable,
  row: { applicationId: number; id: string; resultHash: Buffer; subject: string; purpose: string },
): Promise<{ id: string }[]> {
  return db.query(sql`
    update challenges set confirmed_at = now()
    where application_id = ${row.applicationId} and id = ${row.id}::uuid and status = 'passed'
      and result_hash = ${row.resultHash} and confirmed_at is null and result_expires_at > now()
      and subject = ${row.subject} and purpose = ${row.purpose}
    returning id`);
}

export function cancelChallenge(
  db: Queryable,
  key: { applicationId: number; id: string },
): Promise<{ id: string }[]> {
  return db.query(sql`
    update challenges set status = 'cancelled'
    where application_id = ${key.applicationId} and id = ${key.id}::uuid and status = 'open'
    returning id`);
}
