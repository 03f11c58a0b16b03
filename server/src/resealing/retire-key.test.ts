/** A key leaves when nothing depends on it, and not before: nodes, live codes, values. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { type Exchange, exchangeKeys } from '../../test-support/key-rings.ts';
import { createWorkbench, type Workbench } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { requireMatchingKeyRing } from '../db/key-check.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { describeKeys } from './key-states.ts';
import { announceNode, type NodeRing } from './node-ring.ts';
import { resealValues } from './reseal-values.ts';
import { retireKey } from './retire-key.ts';

let database: TestDatabase;
let keys: Exchange;
let bench: Workbench;
let node: NodeRing;
beforeEach(async () => {
  database = await createTestDatabase();
  keys = exchangeKeys();
  node = await announceNode(database.db, keys.before);
  bench = await createWorkbench({ database, keyRing: keys.added });
});
afterEach(async () => {
  await bench.close();
  await database.drop();
});

const start = (keyRing: KeyRing) => announceNode(database.db, keyRing);
const reseal = () => resealValues({ db: database.db, keyRing: keys.promoted });
const retire = (key = keys.oldKey) =>
  retireKey({ db: database.db, keyRing: keys.promoted }, { key, actor: 'command' });
const stateOf = async (key: string) =>
  (await describeKeys({ db: database.db, keyRing: keys.promoted })).keys.find(
    (state) => state.key === key,
  );

/** Every node seals under the new key, and all there was is under it. */
async function exchange(): Promise<NodeRing> {
  await node.leave();
  const next = await start(keys.promoted);
  await reseal();
  return next;
}

describe('a key is kept', () => {
  test('while a node seals under it', async () => {
    await start(keys.promoted);
    await reseal();
    await expect(retire()).rejects.toThrow('1 node(s) still seal');
    expect(await stateOf(keys.oldKey)).toMatchObject({ state: 'used', sealingNodes: 1 });
  });

  test('for a minute after a node was killed, and no longer', async () => {
    await start(keys.promoted);
    await reseal();
    await database.db.query(sql`update nodes set seen_at = now() - interval '59 seconds'
      where sealing_keys[1] = ${keys.oldKey}`);
    await expect(retire()).rejects.toThrow('1 node(s) still seal');
    await database.db.query(sql`update nodes set seen_at = now() - interval '61 seconds'
      where sealing_keys[1] = ${keys.oldKey}`);
    await retire();
  });

  test('while a verification lives that began under it, and not for one that began later', async () => {
    const { verificationId: id } = await bench.begin();
    await exchange();
    const later = await createWorkbench({
      ...{ database, keyRing: keys.promoted, application: bench.application },
    });
    await later.begin();
    await later.close();
    await expect(retire()).rejects.toThrow(/^1 verification.*ends at 20/);
    await bench.check(id, bench.codeOf(id));
    await reseal();
    await retire();
  });

  test('while a value is under it', async () => {
    await exchange();
    const { verificationId: id } = await bench.begin();
    await bench.check(id, bench.codeOf(id));
    await expect(retire()).rejects.toThrow('keys reseal');
    expect(await stateOf(keys.oldKey)).toMatchObject({ state: 'used' });
    await start(keys.added);
  });

  test('while the ring itself seals under it', async () => {
    await exchange();
    await expect(retire(keys.newKey)).rejects.toThrow('Promote another');
  });
});

describe('a key that has gone', () => {
  beforeEach(async () => {
    await exchange();
    await retire();
  });

  test('is told as such, and once in the audit', async () => {
    await retire();
    expect(await stateOf(keys.oldKey)).toMatchObject({ state: 'retired', inRing: 'behind' });
    const entries = await database.db.query(sql`
      select actor, subject from audit_entries where action = 'key.retired'`);
    expect(entries).toEqual([{ actor: 'command', subject: keys.oldKey }]);
  });

  test('is missed by no node, and no node may seal under it', async () => {
    await start(keys.retired);
    await start(keys.promoted);
    for (const ring of [keys.before, keys.added]) {
      await expect(start(ring)).rejects.toThrow(/key differs|being retired/);
    }
    const { nodes } = await describeKeys({ db: database.db, keyRing: keys.promoted });
    expect(nodes).toBe(3);
  });
});

test('a node that was refused counts for nothing', async () => {
  await start(keys.promoted);
  await expect(start(keys.before)).rejects.toThrow('key differs');
  const { nodes } = await describeKeys({ db: database.db, keyRing: keys.promoted });
  expect(nodes).toBe(2);
});

test('a key that nothing was sealed under yet may be lacking: nodes get it one by one', async () => {
  await start(keys.added);
  await requireMatchingKeyRing(database.db, keys.before.proofs());
  expect(await stateOf(keys.newKey)).toMatchObject({ state: 'unused', knowingNodes: 1 });
});

test('nothing is sealed anew under a key that is being retired', async () => {
  await exchange();
  await database.db.query(sql`
    update key_checks set retiring_at = now() where fingerprint = ${keys.oldKey}`);
  const back = await resealValues({ db: database.db, keyRing: keys.added });
  expect(back.resealed).toBe(0);
  expect(back.left).toBeGreaterThan(0);
});
