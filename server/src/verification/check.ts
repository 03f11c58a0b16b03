/**
 * Checks a submitted code. Decides nothing in memory: the one guarded statement counts, compares and
 * marks. Must never tell how close a code was, nor compare beyond the budget.
 */
import type { Application } from '../applications/application.ts';
import { byPlace, type Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import { contexts } from '../delivery/contract.ts';
import { idRange } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type CheckedRow, type CheckRow, checkCodes } from './check-store.ts';
import { codeMacs } from './secrets.ts';
import { type Lane, lanes } from './verification.ts';

export interface CheckRequest {
  readonly application: Application;
  readonly verificationId: string;
  readonly code: string;
  readonly clientAddress?: string;
  /** A message's code is checked by the subscriber's answer only. Default: verification. */
  readonly lane?: Lane;
}

export type CheckOutcome =
  | {
      readonly kind: 'verified';
      /** The dispatch that carried the code. */
      readonly dispatchId: string | null;
      readonly price: string;
      readonly messagesCost: string;
      /** Where the code had been sent, for budgets that grow with what is verified. */
      readonly destination: {
        readonly country: string | null;
        readonly prefix: string | null;
        readonly clientMac: Buffer | null;
      };
    }
  | { readonly kind: 'mismatch'; readonly checksLeft: number }
  | { readonly kind: 'code_expired' | 'exhausted' | 'locked' | 'not_live' };

export interface CheckDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly metrics: { countComparison(): void; countOutcome(kind: CheckOutcome['kind']): void };
}

export type CheckVerification = (request: CheckRequest) => Promise<CheckOutcome>;

export function createCheckVerification(deps: CheckDeps): CheckVerification {
  const check = createCoalescer<CheckRow, CheckedRow | undefined>({
    batchMax: 200,
    lanesMax: 1,
    run: async (batch) => {
      const [lowest, highest] = idRange(batch.map((row) => row.verificationId));
      return byPlace(batch.length, await checkCodes(deps.db, batch, lowest, highest));
    },
  });
  return async (request) => {
    const row = checkRow(deps.keyRing, request);
    const checked = await check(row);
    if (checked?.is_compared) deps.metrics.countComparison();
    const outcome = toOutcome(row, checked);
    deps.metrics.countOutcome(outcome.kind);
    return outcome;
  };
}

function checkRow(keyRing: KeyRing, request: CheckRequest): CheckRow {
  const id = request.verificationId;
  const [mac, olderMac] = codeMacs(keyRing, id, request.code);
  return {
    applicationId: request.application.id,
    verificationId: id,
    lane: request.lane ?? lanes.verification,
    mac: mac as Buffer,
    olderMac: olderMac ?? null,
    codeSealed: keyRing.seal(request.code, contexts.checkedCode(id)),
    clientAddress: request.clientAddress ?? null,
    // Whoever brings the code themselves has paid for the message; the reply to it costs nothing.
    price: request.lane === lanes.message ? '0' : request.application.settings.prices.verification,
    isGuarded: request.application.kind === 'live',
  };
}

function toOutcome(row: CheckRow, checked: CheckedRow | undefined): CheckOutcome {
  if (!checked) return { kind: 'not_live' };
  switch (checked.verdict) {
    case 'verified':
      return {
        kind: 'verified',
        dispatchId: checked.event_id,
        price: row.price,
        messagesCost: checked.messages_cost ?? '0',
        destination: {
          country: checked.country,
          prefix: checked.address_prefix,
          clientMac: checked.client_mac,
        },
      };
    case 'mismatch':
      return { kind: 'mismatch', checksLeft: checked.checks_left ?? 0 };
    default:
      return { kind: checked.verdict };
  }
}
