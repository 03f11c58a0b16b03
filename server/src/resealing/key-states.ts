/** What is known of each sealing key: this ring, the database's memory, and the nodes that live. */
import type { Queryable } from '../db/client.ts';
import { type KeyRing, sealingKeysOf } from '../kernel/secret-box.ts';
import { listKnownKeys, listLiveNodes } from './store.ts';

export interface KeyState {
  /** Fingerprint. */
  readonly key: string;
  readonly state: 'unused' | 'used' | 'retiring' | 'retired';
  readonly firstUsedAt: Date | null;
  /** In this ring: the one it seals under, one it opens, or not at all. */
  readonly inRing: 'first' | 'behind' | 'no';
  /** Live nodes that seal under it, and that have it. */
  readonly sealingNodes: number;
  readonly knowingNodes: number;
}

export interface KeyStates {
  readonly keys: readonly KeyState[];
  /** Live nodes. */
  readonly nodes: number;
}

export async function describeKeys(deps: {
  readonly db: Queryable;
  readonly keyRing: KeyRing;
}): Promise<KeyStates> {
  const own = sealingKeysOf(deps.keyRing);
  const known = await listKnownKeys(deps.db);
  const nodes = await listLiveNodes(deps.db);
  const all = new Set([...own, ...known.map(({ fingerprint }) => fingerprint)]);
  const keys = [...all].map((key): KeyState => {
    const row = known.find(({ fingerprint }) => fingerprint === key);
    const place = own.indexOf(key);
    return {
      key,
      state: !row ? 'unused' : row.retired_at ? 'retired' : row.retiring_at ? 'retiring' : 'used',
      firstUsedAt: row?.first_used_at ?? null,
      inRing: place === 0 ? 'first' : place > 0 ? 'behind' : 'no',
      sealingNodes: nodes.filter(({ sealing_keys: [first] }) => first === key).length,
      knowingNodes: nodes.filter(({ sealing_keys: keysOfNode }) => keysOfNode.includes(key)).length,
    };
  });
  return { keys, nodes: nodes.length };
}
