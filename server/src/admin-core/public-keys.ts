/** Binds what Settings reads and does about public keys. */
import type { PublicKeyCore } from '../apis/admin/public-key-core.ts';
import { addPublicKey, listPublicKeys, retirePublicKey } from '../applications/public-keys.ts';
import type { Core, CoreDeps } from '../core.ts';

export function bindPublicKeys({ directory }: Core, { db }: CoreDeps): PublicKeyCore {
  const deps = { db, directory };
  return {
    listPublicKeys: ({ applicationId }) => listPublicKeys(deps, applicationId),
    addPublicKey: ({ applicationId: id, ...request }) => addPublicKey(deps, { id, ...request }),
    retirePublicKey: ({ applicationId: id, ...request }) =>
      retirePublicKey(deps, { id, ...request }),
  };
}
