/**
 * What a first run makes so that a newcomer can begin: a sandbox application. Safe with two servers
 * on one empty database, and on every later start.
 */

import { createApplication } from '../applications/create-application.ts';
import { signatureSecretContext, toApplication } from '../applications/directory.ts';
import { sandboxSecretOf } from '../applications/manage-application.ts';
import { countApplications, findFirstSandbox, lockFirstRun } from '../applications/store.ts';
import type { Database } from '../db/client.ts';
import type { KeyRing } from '../kernel/secret-box.ts';

export interface SandboxCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly signatureSecret: string;
}

/** Null when the operators have retired every sandbox application. */
export async function openSandbox(deps: {
  db: Database;
  keyRing: KeyRing;
}): Promise<SandboxCredentials | null> {
  await deps.db.transaction(async (tx) => {
    await lockFirstRun(tx);
    const [row] = await countApplications(tx);
    if (row?.count !== 0) return;
    const request = { name: 'Sandbox', kind: 'sandbox' as const, actor: 'system' };
    await createApplication(
      { ...deps, db: { ...deps.db, transaction: (work) => work(tx) } },
      request,
    );
  });
  const [row] = await findFirstSandbox(deps.db);
  if (!row) return null;
  const apiSecret = await sandboxSecretOf(deps, row.id);
  if (apiSecret === null) return null;
  const context = signatureSecretContext(row.api_key);
  const signatureSecret = deps.keyRing.open(row.signature_secret_sealed, context).toString('utf8');
  return { apiKey: toApplication(row).apiKey, apiSecret, signatureSecret };
}
