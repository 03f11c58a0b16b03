/**
 * A step may write to another address than its verification's. That address has budgets of its own:
 * what it is sent counts in its own window, and its lock keeps messages away, whoever asked for them.
 * A statement of its own: two verifications that write to each other's addresses must not wait for
 * each other in a circle.
 */
import { settingsInForce } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import type { StoredStep } from '../delivery/contract.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { countSend, giveSendBack } from './budget-store.ts';
import { addressMacOf } from './recipient.ts';
import type { LiveRow } from './store.ts';

export interface TakenSend {
  /** The message is not sent after all. */
  giveBack(): Promise<void>;
}

const ofTheVerification: TakenSend = { giveBack: async () => undefined };

/** Undefined when the address of the step is locked or was sent too much. */
export async function takeSend(
  deps: { readonly db: Database; readonly keyRing: KeyRing },
  row: LiveRow,
  plan: StoredStep,
): Promise<TakenSend | undefined> {
  const addressMac = addressMacOf(deps.keyRing, row, plan);
  // A workflow may well come back to the address it began with: the row that moves counts that.
  if (addressMac.equals(row.address_mac)) return ofTheVerification;
  const { sendsPerAddress } = settingsInForce(row.application_kind, row.settings);
  const address = { applicationId: row.application_id, addressMac, lane: row.lane };
  const [counted] = await countSend(deps.db, {
    ...address,
    windowSeconds: sendsPerAddress?.windowSeconds ?? null,
    sendsMax: sendsPerAddress?.count ?? null,
  });
  if (!counted) return undefined;
  return {
    async giveBack() {
      await giveSendBack(deps.db, address);
    },
  };
}
