/**
 * Checks a code that came by message. It counts like every other check; a reply that was counted by a
 * node which died then is not counted again: the check's event tells how it went.
 */
import { contexts } from '../delivery/contract.ts';
import { assert } from '../kernel/assert.ts';
import type { CheckOutcome } from '../verification/check.ts';
import { lanes } from '../verification/verification.ts';
import type { HandleDeps, OpenInbound } from './open-inbound.ts';
import { readCode } from './read-code.ts';
import { listChecksSince } from './store.ts';

const checkOfEvent: Readonly<Record<string, CheckOutcome['kind']>> = {
  'verification.verified': 'verified',
  'verification.failed': 'exhausted',
  'check.expired': 'code_expired',
  'check.wrong': 'mismatch',
};

export async function checkReply(
  deps: HandleDeps,
  inbound: OpenInbound,
  verificationId: string,
): Promise<CheckOutcome['kind']> {
  const code = readCode(inbound.text);
  assert(code !== undefined, 'only a code is decided to be one');
  const counted =
    inbound.row.tries > 1 ? await findCounted(deps, inbound, verificationId, code) : undefined;
  if (counted) return counted;
  const { application } = inbound;
  const request = { application, verificationId, code, lane: lanes.message };
  return (await deps.checkVerification(request)).kind;
}

async function findCounted(
  { db, keyRing }: HandleDeps,
  { row }: OpenInbound,
  verificationId: string,
  code: string,
): Promise<CheckOutcome['kind'] | undefined> {
  const events = await listChecksSince(db, row.application_id, verificationId, row.received_at);
  const context = contexts.checkedCode(verificationId);
  const own = events.find(({ sealed }) => keyRing.open(sealed, context).toString('utf8') === code);
  return own && checkOfEvent[own.kind];
}
