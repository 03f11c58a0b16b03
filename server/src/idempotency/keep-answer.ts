/** Keeps the answer of a claimed request, unless somebody took the claim over meanwhile. */
import { answerContext, type Claim, type IdempotencyDeps, type KeptAnswer } from './idempotency.ts';
import { saveAnswer } from './store.ts';

export async function keepAnswer(
  { db, keyRing }: IdempotencyDeps,
  claim: Claim,
  answer: KeptAnswer,
): Promise<void> {
  await saveAnswer(db, {
    applicationId: claim.applicationId,
    keyMac: claim.keyMac,
    claims: claim.number,
    status: answer.status,
    answerSealed: keyRing.seal(JSON.stringify(answer), answerContext(claim)),
  });
}
