/**
 * A node says which keys it has, so that nobody puts a key first that another node lacks, nor retires
 * one that another seals under. It says so before it looks whether its ring may be used: whoever
 * retires a key either sees the node, or is seen by it.
 */
import type { Queryable } from '../db/client.ts';
import { requireMatchingKeyRing } from '../db/key-check.ts';
import { assert } from '../kernel/assert.ts';
import { type KeyRing, sealingKeysOf } from '../kernel/secret-box.ts';
import { insertNode, markNodeStopped, touchNode } from './store.ts';

export interface NodeRing {
  /** Every ten seconds. A node that is silent for a minute is taken for dead. */
  beat(): Promise<number>;
  /** When it has written its last. */
  leave(): Promise<void>;
}

/** @throws Error that says what to do when this ring must not be used. */
export async function announceNode(db: Queryable, keyRing: KeyRing): Promise<NodeRing> {
  const [node] = await insertNode(db, sealingKeysOf(keyRing));
  assert(node, 'an insert without a condition answers its row');
  const { id } = node;
  const leave = async (): Promise<void> => {
    await markNodeStopped(db, id);
  };
  try {
    await requireMatchingKeyRing(db, keyRing.proofs());
  } catch (error) {
    await leave();
    throw error;
  }
  return { beat: () => touchNode(db, id).then(() => 0), leave };
}
