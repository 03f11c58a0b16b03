/** What the console needs of the core for an application's public keys. */
import type { PublicKey } from '../../applications/public-keys.ts';

export interface PublicKeyCore {
  /** The live ones, newest first. */
  listPublicKeys(query: { applicationId: number }): Promise<readonly PublicKey[]>;
  /** @throws PlatformError `conflict` when two are live, `invalid_parameter` for what is no key. */
  addPublicKey(request: { applicationId: number; pem: string; actor: string }): Promise<PublicKey>;
  /** @throws PlatformError `not_found`. */
  retirePublicKey(request: { applicationId: number; keyId: number; actor: string }): Promise<void>;
}
