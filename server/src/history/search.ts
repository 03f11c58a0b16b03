/**
 * Answers what happened to given verifications, with the checked codes as the classic search shows
 * them. Consistent at once: reads the same rows the core writes.
 */
import type { Application } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import { contexts } from '../delivery/contract.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { lanes } from '../verification/verification.ts';
import {
  type DispatchRow,
  type EventRow,
  findVerifications,
  listDispatches,
  listEvents,
  type VerificationRow,
} from './store.ts';

export interface FoundCheck {
  readonly at: Date;
  readonly code: string;
  readonly isValid: boolean;
  readonly clientAddress: string | null;
}

export interface FoundVerification {
  readonly id: string;
  readonly status: VerificationRow['status'];
  readonly number: string;
  readonly sender: string;
  readonly price: string;
  readonly currency: string;
  readonly messagesCost: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly checks: readonly FoundCheck[];
  readonly dispatches: readonly {
    readonly id: string;
    readonly channel: string;
    readonly at: Date;
  }[];
}

export type SearchVerifications = (request: {
  application: Application;
  ids: readonly string[];
}) => Promise<readonly FoundVerification[]>;

export function createSearchVerifications(deps: {
  db: Database;
  keyRing: KeyRing;
}): SearchVerifications {
  return async ({ application, ids }) => {
    const known = await findVerifications(deps.db, application.id, ids);
    // Messages with the caller's own code are searched by their message id, elsewhere.
    const rows = known.filter(({ lane }) => lane === lanes.verification);
    const found = rows.map((row) => row.id);
    if (found.length === 0) return [];
    const [events, dispatches] = await Promise.all([
      listEvents(deps.db, found),
      listDispatches(deps.db, found),
    ]);
    return rows.map((row) => toFound(deps.keyRing, row, events, dispatches));
  };
}

function toFound(
  keyRing: KeyRing,
  row: VerificationRow,
  events: readonly EventRow[],
  dispatches: readonly DispatchRow[],
): FoundVerification {
  const own = dispatches.filter((dispatch) => dispatch.verification_id === row.id);
  return {
    id: row.id,
    status: row.status,
    number: keyRing.open(row.address_sealed, contexts.address(row.id)).toString('utf8'),
    sender: row.sender,
    price: row.price,
    currency: row.currency,
    messagesCost: own.reduce((sum, { cost }) => sum + Number(cost), 0),
    createdAt: row.created_at,
    endedAt: row.ended_at,
    checks: events
      .filter((event) => event.verification_id === row.id && event.sealed !== null)
      .map((event) => toCheck(keyRing, row.id, event)),
    dispatches: own.map(({ id, channel, created_at }) => ({ id, channel, at: created_at })),
  };
}

function toCheck(keyRing: KeyRing, verificationId: string, event: EventRow): FoundCheck {
  const context = contexts.checkedCode(verificationId);
  const clientAddress = event.data?.clientAddress;
  return {
    at: event.at,
    code: event.sealed ? keyRing.open(event.sealed, context).toString('utf8') : '',
    isValid: event.kind === 'verification.verified',
    clientAddress: typeof clientAddress === 'string' ? clientAddress : null,
  };
}
