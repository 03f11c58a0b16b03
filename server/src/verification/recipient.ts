/** Who a step writes to, as far as a message is judged and priced by it. */
import { addressOfStep, type StoredStep } from '../delivery/contract.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { LiveRow } from './store.ts';

export interface Recipient {
  /** E.164 without plus, or email. */
  readonly address: string;
  readonly country: string | null;
  /** A number without its last four digits. */
  readonly prefix: string | null;
}

/** ISO 3166 alpha-2 of the number a step writes to; null for an email address. */
export function countryOf(row: LiveRow, plan: StoredStep): string | null {
  return plan.toCountry === undefined ? row.country : plan.toCountry;
}

/** What the address a step writes to is looked up by. */
export function addressMacOf(keyRing: KeyRing, row: LiveRow, plan: StoredStep): Buffer {
  if (plan.toSealed === undefined) return row.address_mac;
  return keyRing.mac('address', addressOfStep(keyRing, row, plan));
}

export function recipientOf(keyRing: KeyRing, row: LiveRow, plan: StoredStep): Recipient {
  const address = addressOfStep(keyRing, row, plan);
  const country = countryOf(row, plan);
  if (plan.toSealed === undefined) return { address, country, prefix: row.address_prefix };
  return { address, country, prefix: country === null ? null : address.slice(0, -4) };
}
