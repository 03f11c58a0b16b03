/**
 * Refuses a key ring that is not this database's: with the wrong one addresses would not be found
 * and nothing sealed could be opened, silently. The first ring that meets a database is recorded; of
 * its sealing keys only the one that is sealed under, for nothing can be sealed under the others.
 */
import type { KeyProof } from '../kernel/secret-box.ts';
import { type Queryable, sql } from './client.ts';

interface KnownKey extends KeyProof {
  readonly is_retiring: boolean;
  readonly is_retired: boolean;
}

/** @throws Error that says what to do. */
export async function requireMatchingKeyRing(
  db: Queryable,
  proofs: readonly KeyProof[],
): Promise<void> {
  const known = await db.query<KnownKey>(sql`
    select fingerprint, kind, proof, retiring_at is not null as is_retiring,
      retired_at is not null as is_retired
    from key_checks`);
  const isOurs = (row: KeyProof) =>
    proofs.some(({ fingerprint, proof }) => fingerprint === row.fingerprint && proof === row.proof);
  const missing = known.filter((row) => !row.is_retired && !isOurs(row));
  if (missing.length > 0) {
    throw new Error(
      `This key ring does not belong to this database (${missing.map(({ kind }) => kind).join(', ')} ` +
        'key differs). Give the ring the first server made: COUNTERSIGN_KEY_RING, ' +
        'COUNTERSIGN_KEY_RING_FILE, or keyring.json in the data folder.',
    );
  }
  const current = proofs.filter((proof, index) => index === 0 || proof.kind === 'lookup');
  const leaving = known.find(
    (row) => row.is_retiring && row.fingerprint === current[0]?.fingerprint,
  );
  if (leaving) {
    throw new Error(
      `This key ring would seal under ${leaving.fingerprint}, which is being retired. Put the key ` +
        'first that the other nodes seal under: see "Key ring" in docs/operating.md.',
    );
  }
  for (const { fingerprint, kind, proof } of current) {
    await db.query(sql`
      insert into key_checks (fingerprint, kind, proof) values (${fingerprint}, ${kind}, ${proof})
      on conflict do nothing`);
  }
}
