import type { KeyRing } from '../kernel/secret-box.ts';

/** What the allow list of an application knows a number by: the list can be read, the number not. */
export function numberMac(keyRing: KeyRing, address: string): string {
  return keyRing.mac('address', address).toString('base64url', 0, 16);
}
