/**
 * Refuses a key ring that is not this database's: with the wrong one addresses would not be found
 * and nothing sealed could be opened, silently. The first ring that meets a database is recorded.
 */
import type { KeyProof } from '../kernel/secret-box.ts';
import { type Queryable, sql } from './client.ts';

/** @throws Error that says what to do. */
export async function requireMatchingKeyRing(
  db: Queryable,
  proofs: readonly KeyProof[],
): Promise<void> {
  const known = await db.query<KeyProof>(sql`select fingerprint, kind, proof from key_checks`);
  const isOurs = (row: KeyProof) =>
    proofs.some(({ fingerprint, proof }) => fingerprint === row.fingerprint && proof === row.proof);
  const missing = known.filter((row) => !isOurs(row));
  if (missing.length > 0) {
    throw new Error(
      `This key ring does not belong to this database (${missing.map(({ kind }) => kind).join(', ')} ` +
        'key differs). Give the ring the first server made: COUNTERSIGN_KEY_RING, ' +
        'COUNTERSIGN_KEY_RING_FILE, or keyring.json in the data folder.',
    );
  }
  for (const { fingerprint, kind, proof } of proofs) {
    await db.query(sql`
      insert into key_checks (fingerprint, kind, proof) values (${fingerprint}, ${kind}, ${proof})
      on conflict do nothing`);
  }
}
