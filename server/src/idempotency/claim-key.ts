/** Claims a key for one request, or says what became of the request that had it before. */
import { newId } from '../kernel/ids.ts';
import {
  answerContext,
  type ClaimOutcome,
  claimLeaseSeconds,
  type IdempotencyDeps,
  type IdentifiedRequest,
  type KeptAnswer,
} from './idempotency.ts';
import { claimRow, findKey, type KeyRow } from './store.ts';

/** The row may be released between the two statements; then the way is free. */
const triesMax = 3;

export async function claimKey(
  deps: IdempotencyDeps,
  request: IdentifiedRequest,
): Promise<ClaimOutcome> {
  const { applicationId, key, method, path, body } = request;
  const keyMac = deps.keyRing.mac('idempotency-key', key);
  // A MAC, not a hash: a body may hold a code, which is short enough to be guessed from a hash.
  const requestMac = deps.keyRing.mac('idempotency-request', `${method}\n${path}\n${body}`);
  for (let tries = 0; tries < triesMax; tries += 1) {
    const [claimed] = await claimRow(deps.db, {
      ...{ applicationId, keyMac, requestMac },
      effectId: newId(deps.clock.now()),
      leaseSeconds: claimLeaseSeconds,
    });
    if (claimed) {
      const { claims, effect_id: effectId, created_at: since } = claimed;
      const isTakenOver = claims > 1;
      const claim = { applicationId, keyMac, number: claims, effectId, isTakenOver, since };
      return { kind: 'claimed', claim };
    }
    const [found] = await findKey(deps.db, applicationId, keyMac);
    if (found) return outcomeOf(deps, { applicationId, keyMac, requestMac }, found);
  }
  return { kind: 'in_progress', retryAfterSeconds: 1 };
}

function outcomeOf(
  { keyRing }: IdempotencyDeps,
  wanted: { applicationId: number; keyMac: Buffer; requestMac: Buffer },
  found: KeyRow,
): ClaimOutcome {
  if (!found.request_mac.equals(wanted.requestMac)) return { kind: 'other_request' };
  if (!found.answer_sealed) {
    return { kind: 'in_progress', retryAfterSeconds: Math.max(1, found.lease_seconds) };
  }
  const text = keyRing.open(found.answer_sealed, answerContext(wanted)).toString('utf8');
  return { kind: 'answered', answer: JSON.parse(text) as KeptAnswer };
}
