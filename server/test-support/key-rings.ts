/** The rings of an exchange of keys, from the first to the last. */
import { addKey, promoteKey, removeKey } from '../src/kernel/edit-key-ring.ts';
import { generateKeyRing, type KeyRing, readKeyRing } from '../src/kernel/secret-box.ts';

export interface Exchange {
  /** Fingerprints. */
  readonly oldKey: string;
  readonly newKey: string;
  readonly before: KeyRing;
  /** The new key is known and not used. */
  readonly added: KeyRing;
  readonly promoted: KeyRing;
  /** The old key has gone. */
  readonly retired: KeyRing;
}

export function exchangeKeys(): Exchange {
  const text = generateKeyRing();
  const oldKey = readKeyRing(text).proofs()[0]?.fingerprint as string;
  const added = addKey(text);
  const promoted = promoteKey(added.text, added.key);
  return {
    oldKey,
    newKey: added.key,
    before: readKeyRing(text),
    added: readKeyRing(added.text),
    promoted: readKeyRing(promoted.text),
    retired: readKeyRing(removeKey(promoted.text, oldKey).text),
  };
}
