/** All SQL about operators. The database clock decides every expiry. */
import { type Queryable, sql } from '../db/client.ts';
import type { Client, Operator, OperatorSession, SignInMethod } from './operator.ts';
import type { OperatorRole } from './permissions.ts';

export interface OperatorSecrets {
  readonly passwordSealed: Buffer | null;
  readonly totpSealed: Buffer | null;
  readonly totpPendingSealed: Buffer | null;
  /** Seconds since 1970 by the database clock: what TOTP is computed from. */
  readonly epochSeconds: number;
}

export interface Passkey {
  readonly id: number;
  readonly operatorId: number;
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
  readonly name: string;
  readonly isBackedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export type ChallengePurpose = 'sign-in' | 'enrolment';

/** Keeps concurrent changes to owners (and the very first one) in single file. */
export async function lockOperators(tx: Queryable): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('countersign/operators', 0))`);
}

export function listOperators(tx: Queryable): Promise<Operator[]> {
  return tx.query<Operator>(sql`
    select o.id, o.email, o.name, o.role, o.created_at as "createdAt",
      o.last_signed_in_at as "lastSignedInAt", o.disabled_at as "disabledAt",
      (select count(*) from operator_passkeys k where k.operator_id = o.id) as "passkeys",
      o.password_sealed is not null as "hasPassword", o.totp_sealed is not null as "hasTotp"
    from operators o
    order by o.id
    limit 1000`);
}

export async function findOperator(tx: Queryable, id: number): Promise<Operator | undefined> {
  const rows = await tx.query<Operator>(sql`
    select o.id, o.email, o.name, o.role, o.created_at as "createdAt",
      o.last_signed_in_at as "lastSignedInAt", o.disabled_at as "disabledAt",
      (select count(*) from operator_passkeys k where k.operator_id = o.id) as "passkeys",
      o.password_sealed is not null as "hasPassword", o.totp_sealed is not null as "hasTotp"
    from operators o
    where o.id = ${id}`);
  return rows[0];
}

export async function findOperatorIdByEmail(
  tx: Queryable,
  email: string,
): Promise<number | undefined> {
  const rows = await tx.query<{ id: number }>(sql`
    select id from operators where lower(email) = lower(${email}) and disabled_at is null`);
  return rows[0]?.id;
}

/** Answers nothing when the email is taken. */
export async function insertOperator(
  tx: Queryable,
  operator: { email: string; name: string; role: OperatorRole; userHandle: Buffer },
): Promise<number | undefined> {
  const { email, name, role, userHandle } = operator;
  const rows = await tx.query<{ id: number }>(sql`
    insert into operators (email, name, role, user_handle)
    values (${email}, ${name}, ${role}, ${userHandle})
    on conflict (lower(email)) do nothing
    returning id`);
  return rows[0]?.id;
}

/** Answers false when it would leave the console without an active owner. */
export async function updateOperatorRole(
  tx: Queryable,
  change: { id: number; role: OperatorRole },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update operators set role = ${change.role}
    where id = ${change.id} and disabled_at is null
      and (${change.role}::text = 'owner' or role <> 'owner' or exists (
        select 1 from operators other
        where other.role = 'owner' and other.disabled_at is null and other.id <> ${change.id}))
    returning id`);
  return rows.length > 0;
}

/** Answers false when it would leave the console without an active owner. */
export async function markOperatorDisabled(tx: Queryable, id: number): Promise<boolean> {
  const rows = await tx.query(sql`
    update operators set disabled_at = now()
    where id = ${id} and disabled_at is null
      and (role <> 'owner' or exists (
        select 1 from operators other
        where other.role = 'owner' and other.disabled_at is null and other.id <> ${id}))
    returning id`);
  return rows.length > 0;
}

/** Answers false when another operator has the email. */
export async function updateOperatorProfile(
  tx: Queryable,
  change: { id: number; name: string; email: string },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update operators set name = ${change.name}, email = ${change.email}
    where id = ${change.id} and not exists (
      select 1 from operators other
      where lower(other.email) = lower(${change.email}) and other.id <> ${change.id})
    returning id`);
  return rows.length > 0;
}

export async function findUserHandle(tx: Queryable, id: number): Promise<Buffer | undefined> {
  const rows = await tx.query<{ handle: Buffer }>(sql`
    select user_handle as handle from operators where id = ${id}`);
  return rows[0]?.handle;
}

export async function findOperatorSecrets(
  tx: Queryable,
  id: number,
): Promise<OperatorSecrets | undefined> {
  const rows = await tx.query<OperatorSecrets>(sql`
    select password_sealed as "passwordSealed", totp_sealed as "totpSealed",
      case when totp_pending_until > now() then totp_pending_sealed end as "totpPendingSealed",
      floor(extract(epoch from now()))::bigint as "epochSeconds"
    from operators where id = ${id} and disabled_at is null`);
  return rows[0];
}

export async function updatePassword(
  tx: Queryable,
  change: { id: number; passwordSealed: Buffer },
): Promise<void> {
  await tx.query(sql`
    update operators set password_sealed = ${change.passwordSealed} where id = ${change.id}`);
}

export async function updatePendingTotp(
  tx: Queryable,
  change: { id: number; sealed: Buffer; lifeSeconds: number },
): Promise<void> {
  await tx.query(sql`
    update operators set totp_pending_sealed = ${change.sealed},
      totp_pending_until = now() + make_interval(secs => ${change.lifeSeconds})
    where id = ${change.id}`);
}

/** The pending seed becomes the seed; the step that confirmed it counts as used. */
export async function markTotpConfirmed(
  tx: Queryable,
  change: { id: number; pendingSealed: Buffer; step: number },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update operators set totp_sealed = totp_pending_sealed, totp_last_step = ${change.step},
      totp_pending_sealed = null, totp_pending_until = null
    where id = ${change.id} and totp_pending_sealed = ${change.pendingSealed}
      and totp_pending_until > now()
    returning id`);
  return rows.length > 0;
}

export async function deletePasswordAndTotp(tx: Queryable, id: number): Promise<void> {
  await tx.query(sql`
    update operators set password_sealed = null, totp_sealed = null, totp_last_step = null,
      totp_pending_sealed = null, totp_pending_until = null
    where id = ${id}`);
}

/** Answers false when this step, or a later one, has already signed in. */
export async function claimTotpStep(
  tx: Queryable,
  claim: { id: number; step: number },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update operators set totp_last_step = ${claim.step}
    where id = ${claim.id} and (totp_last_step is null or totp_last_step < ${claim.step})
    returning id`);
  return rows.length > 0;
}

export async function insertLink(
  tx: Queryable,
  link: { tokenSha256: Buffer; operatorId: number; purpose: string; lifeHours: number },
): Promise<Date> {
  const rows = await tx.query<{ expiresAt: Date }>(sql`
    insert into operator_links (token_sha256, operator_id, purpose, expires_at)
    values (${link.tokenSha256}, ${link.operatorId}, ${link.purpose},
      now() + make_interval(hours => ${link.lifeHours}))
    returning expires_at as "expiresAt"`);
  return (rows[0] as { expiresAt: Date }).expiresAt;
}

export async function deleteUnusedLinks(tx: Queryable, operatorId: number): Promise<void> {
  await tx.query(sql`
    delete from operator_links where operator_id = ${operatorId} and used_at is null`);
}

/** Single use: of many callers with the same token one gets the operator. */
export async function markLinkUsed(
  tx: Queryable,
  tokenSha256: Buffer,
): Promise<{ operatorId: number; purpose: string } | undefined> {
  const rows = await tx.query<{ operatorId: number; purpose: string }>(sql`
    update operator_links l set used_at = now()
    from operators o
    where l.token_sha256 = ${tokenSha256} and l.used_at is null and l.expires_at > now()
      and o.id = l.operator_id and o.disabled_at is null
    returning l.operator_id as "operatorId", l.purpose`);
  return rows[0];
}

export async function insertSession(
  tx: Queryable,
  session: {
    tokenSha256: Buffer;
    operatorId: number;
    method: SignInMethod;
    client: Client;
    lifeHours: number;
  },
): Promise<void> {
  const { tokenSha256, operatorId, method, client, lifeHours } = session;
  await tx.query(sql`
    insert into operator_sessions
      (token_sha256, operator_id, method, user_agent, client_address, expires_at)
    values (${tokenSha256}, ${operatorId}, ${method}, ${client.userAgent}, ${client.address},
      now() + make_interval(hours => ${lifeHours}))`);
}

export async function markSignedIn(tx: Queryable, operatorId: number): Promise<void> {
  await tx.query(sql`update operators set last_signed_in_at = now() where id = ${operatorId}`);
}

export interface LiveSession extends OperatorSession {
  readonly isRecent: boolean;
  /** Last seen long enough ago that it is worth a write. */
  readonly isStale: boolean;
}

export async function findLiveSession(
  tx: Queryable,
  query: { tokenSha256: Buffer; idleMinutes: number; recentMinutes: number },
): Promise<LiveSession | undefined> {
  const rows = await tx.query<LiveSession>(sql`
    select s.id, s.operator_id as "operatorId", s.method, s.user_agent as "userAgent",
      s.client_address as "clientAddress", s.created_at as "createdAt",
      s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt",
      s.created_at > now() - make_interval(mins => ${query.recentMinutes}) as "isRecent",
      s.last_seen_at < now() - interval '1 minute' as "isStale"
    from operator_sessions s
    where s.token_sha256 = ${query.tokenSha256} and s.expires_at > now()
      and s.last_seen_at > now() - make_interval(mins => ${query.idleMinutes})`);
  return rows[0];
}

export async function markSessionSeen(tx: Queryable, id: number): Promise<void> {
  await tx.query(sql`update operator_sessions set last_seen_at = now() where id = ${id}`);
}

export function listSessions(
  tx: Queryable,
  query: { operatorId: number; idleMinutes: number },
): Promise<OperatorSession[]> {
  return tx.query<OperatorSession>(sql`
    select id, operator_id as "operatorId", method, user_agent as "userAgent",
      client_address as "clientAddress", created_at as "createdAt",
      last_seen_at as "lastSeenAt", expires_at as "expiresAt"
    from operator_sessions
    where operator_id = ${query.operatorId} and expires_at > now()
      and last_seen_at > now() - make_interval(mins => ${query.idleMinutes})
    order by last_seen_at desc
    limit 100`);
}

export async function deleteSession(
  tx: Queryable,
  target: { id: number; operatorId: number },
): Promise<boolean> {
  const rows = await tx.query(sql`
    delete from operator_sessions where id = ${target.id} and operator_id = ${target.operatorId}
    returning id`);
  return rows.length > 0;
}

export async function deleteSessionByToken(tx: Queryable, tokenSha256: Buffer): Promise<void> {
  await tx.query(sql`delete from operator_sessions where token_sha256 = ${tokenSha256}`);
}

/** Every session of an operator but one (0: none is kept). */
export async function deleteOtherSessions(
  tx: Queryable,
  target: { operatorId: number; keepId: number },
): Promise<void> {
  await tx.query(sql`
    delete from operator_sessions
    where operator_id = ${target.operatorId} and id <> ${target.keepId}`);
}

export async function deleteExpiredSessions(tx: Queryable): Promise<void> {
  await tx.query(sql`delete from operator_sessions where expires_at <= now()`);
}

export function listPasskeys(tx: Queryable, operatorId: number): Promise<Passkey[]> {
  return tx.query<Passkey>(sql`
    select id, operator_id as "operatorId", credential_id as "credentialId",
      public_key as "publicKey", counter, transports, name, is_backed_up as "isBackedUp",
      created_at as "createdAt", last_used_at as "lastUsedAt"
    from operator_passkeys where operator_id = ${operatorId}
    order by id
    limit 50`);
}

export async function findPasskey(
  tx: Queryable,
  credentialId: string,
): Promise<Passkey | undefined> {
  const rows = await tx.query<Passkey>(sql`
    select k.id, k.operator_id as "operatorId", k.credential_id as "credentialId",
      k.public_key as "publicKey", k.counter, k.transports, k.name,
      k.is_backed_up as "isBackedUp", k.created_at as "createdAt",
      k.last_used_at as "lastUsedAt"
    from operator_passkeys k
    join operators o on o.id = k.operator_id and o.disabled_at is null
    where k.credential_id = ${credentialId}`);
  return rows[0];
}

/** Answers nothing when the credential is already enrolled. */
export async function insertPasskey(
  tx: Queryable,
  passkey: Omit<Passkey, 'id' | 'createdAt' | 'lastUsedAt'>,
): Promise<number | undefined> {
  const { operatorId, credentialId, publicKey, counter, transports, name, isBackedUp } = passkey;
  const rows = await tx.query<{ id: number }>(sql`
    insert into operator_passkeys
      (operator_id, credential_id, public_key, counter, transports, name, is_backed_up)
    values (${operatorId}, ${credentialId}, ${publicKey}, ${counter}, ${transports}, ${name},
      ${isBackedUp})
    on conflict (credential_id) do nothing
    returning id`);
  return rows[0]?.id;
}

/** The signature counter only grows; authenticators without one always say 0. */
export async function markPasskeyUsed(
  tx: Queryable,
  use: { id: number; counter: number },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update operator_passkeys set counter = ${use.counter}, last_used_at = now()
    where id = ${use.id} and (counter < ${use.counter} or (counter = 0 and ${use.counter}::bigint = 0))
    returning id`);
  return rows.length > 0;
}

export async function deletePasskey(
  tx: Queryable,
  target: { id: number; operatorId: number },
): Promise<string | undefined> {
  const rows = await tx.query<{ name: string }>(sql`
    delete from operator_passkeys where id = ${target.id} and operator_id = ${target.operatorId}
    returning name`);
  return rows[0]?.name;
}

/** Answers false when this client has too many challenges waiting. */
export async function insertChallenge(
  tx: Queryable,
  challenge: {
    sha256: Buffer;
    purpose: ChallengePurpose;
    operatorId: number | null;
    clientMac: Buffer;
    lifeSeconds: number;
    perClientMax: number;
  },
): Promise<boolean> {
  const { sha256, purpose, operatorId, clientMac, lifeSeconds, perClientMax } = challenge;
  const rows = await tx.query(sql`
    insert into operator_challenges
      (challenge_sha256, purpose, operator_id, client_mac, expires_at)
    select ${sha256}::bytea, ${purpose}::text, ${operatorId}::bigint, ${clientMac}::bytea,
      now() + make_interval(secs => ${lifeSeconds})
    where (select count(*) from operator_challenges
      where client_mac = ${clientMac} and expires_at > now()) < ${perClientMax}
    returning purpose`);
  return rows.length > 0;
}

export async function deleteExpiredChallenges(tx: Queryable): Promise<void> {
  await tx.query(sql`delete from operator_challenges where expires_at <= now()`);
}

/** Consumes a challenge: of many callers with the same one, one gets the row. */
export async function claimChallenge(
  tx: Queryable,
  challenge: { sha256: Buffer; purpose: ChallengePurpose },
): Promise<{ operatorId: number | null } | undefined> {
  const rows = await tx.query<{ operatorId: number | null }>(sql`
    delete from operator_challenges
    where challenge_sha256 = ${challenge.sha256} and purpose = ${challenge.purpose}
      and expires_at > now()
    returning operator_id as "operatorId"`);
  return rows[0];
}

/**
 * Counts one try before anything is compared. Answers false while the key has to wait; the wait
 * starts at the `limit`th try at 30 seconds and doubles up to an hour.
 */
export async function claimSignInAttempt(
  tx: Queryable,
  claim: { keyMac: Buffer; limit: number },
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into operator_sign_in_throttles as t (key_mac, attempts)
    values (${claim.keyMac}, 1)
    on conflict (key_mac) do update set
      attempts = t.attempts + 1,
      locked_until = case when t.attempts + 1 >= ${claim.limit}::integer then
        now() + least(interval '1 hour',
          interval '30 seconds' * power(2, least(t.attempts + 1 - ${claim.limit}::integer, 10)))
        end,
      touched_at = now()
    where t.locked_until is null or t.locked_until <= now()
    returning attempts`);
  return rows.length > 0;
}

export async function findSignInWaitSeconds(tx: Queryable, keyMac: Buffer): Promise<number> {
  const rows = await tx.query<{ seconds: number }>(sql`
    select ceil(extract(epoch from locked_until - now()))::bigint as seconds
    from operator_sign_in_throttles where key_mac = ${keyMac} and locked_until > now()`);
  return rows[0]?.seconds ?? 1;
}

export async function deleteSignInThrottle(tx: Queryable, keyMac: Buffer): Promise<void> {
  await tx.query(sql`delete from operator_sign_in_throttles where key_mac = ${keyMac}`);
}

export async function deleteOldSignInThrottles(tx: Queryable): Promise<void> {
  await tx.query(sql`
    delete from operator_sign_in_throttles where touched_at < now() - interval '2 days'`);
}
