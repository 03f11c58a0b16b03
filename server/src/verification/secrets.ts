/**
 * The comparison value of a code: bound to its verification, useless for any other.
 */
import type { KeyRing } from '../kernel/secret-box.ts';

export function codeMac(keyRing: KeyRing, verificationId: string, code: string): Buffer {
  return codeMacs(keyRing, verificationId, code)[0] as Buffer;
}

/** Under every key of the ring, the current one first: a code survives a key rotation. */
export function codeMacs(
  keyRing: KeyRing,
  verificationId: string,
  code: string,
): readonly Buffer[] {
  return keyRing.rotatingMacs('code', `${verificationId}:${code}`);
}
