/**
 * The comparison values of a verification: of its code, bound to it and useless for any other, and of
 * the device that asked.
 */
import { clientNetwork } from '../kernel/client-address.ts';
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

/** What a device's network is known by; null when it is not known or no address. */
export function clientMac(keyRing: KeyRing, clientAddress: string | undefined): Buffer | null {
  const network = clientAddress === undefined ? undefined : clientNetwork(clientAddress);
  return network === undefined ? null : keyRing.mac('client', network);
}
