/**
 * What a subscriber's answer to a sender means: STOP ends messages from it, START allows them again.
 * The words are those of the carriers' handbook; anything else is just a message. The full ledger of
 * consent, with evidence and replies, comes with its own issue.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { deleteOptOut, insertOptOut } from './store.ts';

const stopWords = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT']);
const startWords = new Set(['START', 'UNSTOP']);

export type ReplyMeaning = 'stop' | 'start' | 'message';

/** The whole text has to be the word: case, surrounding space and final punctuation aside. */
export function meaningOf(text: string): ReplyMeaning {
  const word = text
    .trim()
    .replace(/[.!]+$/, '')
    .toUpperCase();
  if (stopWords.has(word)) return 'stop';
  return startWords.has(word) ? 'start' : 'message';
}

export async function receiveReply(
  deps: { db: Database; keyRing: KeyRing },
  reply: { applicationId: number; from: string; to: string; text: string },
): Promise<ReplyMeaning> {
  const meaning = meaningOf(reply.text);
  if (meaning === 'message') return meaning;
  const { applicationId, to: sender } = reply;
  const optOut = { applicationId, addressMac: deps.keyRing.mac('address', reply.from), sender };
  await deps.db.transaction(async (tx) => {
    const change = meaning === 'stop' ? insertOptOut : deleteOptOut;
    const changed = await change(tx, optOut);
    if (changed.length === 0) return;
    const action = meaning === 'stop' ? 'subscriber.opted_out' : 'subscriber.opted_in';
    await recordAudit(tx, { actor: 'subscriber', action, applicationId, subject: sender });
  });
  return meaning;
}
