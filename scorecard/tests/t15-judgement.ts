/** What T15 holds against the servers when all is quiet: database, carrier's ledger, webhooks. */
import type pg from 'pg';
import type { Findings } from '../contract.ts';
import { dashed } from '../rig/api.ts';
import type { Received } from '../rig/receiver.ts';
import type { Flow } from './t15-flows.ts';

const submissionsMax = 2;

/** What a client was told is so, and what it was not told never became so. */
export async function judgeStates(
  db: pg.Pool,
  flows: readonly Flow[],
  findings: Findings,
): Promise<void> {
  for (const { oddities } of flows) for (const text of oddities) findings.expect(false, text);
  const verifications = flows.filter(({ kind, id }) => kind === 'verification' && id);
  const { rows } = await db.query<{ id: string; status: string; successes: string }>(
    `select v.id, v.status, (select count(*) from verification_events e
       where e.verification_id = v.id and e.kind = 'verification.verified') as successes
     from verifications v where v.lane = 0`,
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  let accepted = 0;
  for (const { id, isAccepted } of verifications) {
    const row = stored.get(dashed(id as string));
    accepted += Number(isAccepted);
    findings.expect(row !== undefined, 'an acknowledged start is gone');
    findings.expect(!isAccepted || row?.status === 'verified', `accepted, but ${row?.status}`);
    findings.expect(isAccepted || row?.status !== 'verified', 'refused, yet verified');
    findings.equal(Number(row?.successes ?? 0), Number(isAccepted), 'success events of a request');
  }
  await judgeMessages(db, flows, findings);
  findings.figure(`${accepted} of ${verifications.length} accepted, all true`);
}

/** Each acknowledged start has a message on the handset, or an event that says why not. */
async function judgeMessages(
  db: pg.Pool,
  flows: readonly Flow[],
  findings: Findings,
): Promise<void> {
  const { rows } = await db.query<{ verification_id: string; id: string; is_answered: boolean }>(
    `select d.verification_id, d.id, exists (select 1 from handset_messages h where h.id = d.id)
       or exists (select 1 from verification_events e where e.verification_id = d.verification_id
         and e.kind in ('message.failed', 'message.not_sent')) as is_answered
     from dispatches d`,
  );
  const answered = new Set(
    rows.filter((row) => row.is_answered).flatMap((row) => [row.verification_id, row.id]),
  );
  for (const { kind, id } of flows) {
    if (!id) continue;
    const key = kind === 'verification' ? dashed(id) : id;
    findings.expect(answered.has(key), `a ${kind} was acknowledged and neither sent nor failed`);
  }
}

/** The carrier's side: a try it did not refuse is a submission. */
export function judgeSubmissions(log: string, duplicatesMax: number, findings: Findings): void {
  const submissions = new Map<string, number>();
  for (const line of log.split('\n')) {
    const [kind, id] = line.split(' ');
    if (!kind || !id) continue;
    const weight = kind === 'try' ? 1 : kind === 'refused' ? -1 : 0;
    submissions.set(id, (submissions.get(id) ?? 0) + weight);
  }
  let duplicates = 0;
  for (const times of submissions.values()) {
    findings.expect(times <= submissionsMax, `a message was submitted ${times} times`);
    duplicates += Math.max(0, times - 1);
  }
  findings.expect(
    duplicates <= duplicatesMax,
    `${duplicates} messages submitted twice, at most ${duplicatesMax} are explained by the kills`,
  );
  findings.figure(`${submissions.size} messages submitted, ${duplicates} twice`);
}

/** Each receipt the carrier gave moved its message, and each such move reached the webhook. */
export async function judgeReceipts(
  db: pg.Pool,
  flows: readonly Flow[],
  received: readonly Received[],
  findings: Findings,
): Promise<void> {
  const seen = new Set(received.map(({ fields }) => `${fields.messageId} ${fields.status}`));
  const { rows } = await db.query<{ id: string; state: string; statuses: string[] | null }>(
    `select d.id, d.state, (select array_agg(substr(e.kind, 9)) from verification_events e
       where e.verification_id = d.verification_id
         and e.kind in ('message.accepted', 'message.delivered')) as statuses
     from dispatches d where d.wants_receipts`,
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  let events = 0;
  for (const { kind, id } of flows) {
    if (kind !== 'message' || !id) continue;
    const row = stored.get(id);
    findings.equal(row?.state, 'delivered', 'final state of a message');
    for (const status of row?.statuses ?? []) {
      events += 1;
      findings.expect(
        seen.has(`${id} ${status}`),
        `a receipt "${status}" never came to the webhook`,
      );
    }
  }
  findings.figure(`${events} receipt events, ${received.length} webhooks`);
}
