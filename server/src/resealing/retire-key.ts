/**
 * Lets a key leave: no ring has to hold it any more. Decides that nothing depends on it: no node seals
 * under it and none can start that would, no verification lives whose code was made of it, and no
 * value is under it. The order matters: nodes are kept out before they are counted, and counted before
 * the values are.
 */
import { recordAudit } from '../audit/record-audit.ts';
import { sealingKeysOf } from '../kernel/secret-box.ts';
import { describeKeys } from './key-states.ts';
import { countStale, type ResealDeps } from './reseal-values.ts';
import { countDependents, markRetired, markRetiring, unmarkRetiring } from './store.ts';

/** @throws Error that says what still depends on the key, and what to do. */
export async function retireKey(
  deps: ResealDeps,
  request: { key: string; actor: string },
): Promise<void> {
  const { key, actor } = request;
  if (sealingKeysOf(deps.keyRing)[0] === key) {
    throw new Error(`This ring seals under ${key}. Promote another key first.`);
  }
  await markRetiring(deps.db, key);
  try {
    await requireUnused(deps, key);
  } catch (error) {
    await unmarkRetiring(deps.db, key);
    throw error;
  }
  await deps.db.transaction(async (tx) => {
    const marked = await markRetired(tx, key);
    if (marked.length > 0) await recordAudit(tx, { actor, action: 'key.retired', subject: key });
  });
}

async function requireUnused(deps: ResealDeps, key: string): Promise<void> {
  const { keys } = await describeKeys(deps);
  const sealing = keys.find((state) => state.key === key)?.sealingNodes ?? 0;
  if (sealing > 0) {
    throw new Error(
      `${sealing} node(s) still seal under ${key}. Restart them with a ring that has another key ` +
        'first. A node that was killed counts for a minute.',
    );
  }
  const [live] = await countDependents(deps.db, key);
  if (live && live.count > 0) {
    throw new Error(
      `${live.count} verification(s) still live that began under ${key}; the last ends at ` +
        `${live.last_ends_at?.toISOString()}. Retire the key then.`,
    );
  }
  const values = (await countStale(deps)).get(key) ?? 0;
  if (values > 0) {
    throw new Error(
      `${values} row(s) still have values under ${key}. Run "countersign keys reseal", then retire it.`,
    );
  }
}
