/**
 * Lists and describes verifications for operators: masked addresses, never a code, everything that
 * happened in order.
 */
import type { Database } from '../db/client.ts';
import { contexts } from '../delivery/contract.ts';
import { PlatformError } from '../kernel/errors.ts';
import { parseId } from '../kernel/ids.ts';
import { maskAddress } from '../kernel/redact.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type Explanation, explainEvent } from './explain-delivery.ts';
import {
  type DispatchRow,
  findVerifications,
  listDispatches,
  listEvents,
  listVerifications,
  type VerificationRow,
} from './store.ts';

export interface VerificationSummary {
  readonly id: string;
  readonly applicationId: number;
  readonly dialect: string;
  readonly status: VerificationRow['status'];
  readonly maskedAddress: string;
  readonly brand: string;
  readonly locale: string;
  readonly reference: string | null;
  readonly channels: readonly string[];
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface VerificationDetails extends VerificationSummary {
  readonly workflow: readonly { readonly channel: string; readonly waitSeconds: number }[];
  readonly events: readonly {
    readonly id: number;
    readonly at: Date;
    readonly kind: string;
    readonly data: Readonly<Record<string, unknown>>;
    /** Of what a carrier said. */
    readonly explanation: Explanation | null;
  }[];
  readonly dispatches: readonly {
    readonly id: string;
    readonly step: number;
    readonly channel: string;
    readonly transport: string | null;
    readonly state: string;
    readonly from: string;
    readonly segments: number | null;
    readonly cost: string;
    readonly errorCode: number | null;
    readonly error: string | null;
    readonly createdAt: Date;
    readonly sentAt: Date | null;
    readonly endedAt: Date | null;
  }[];
  readonly price: string;
  readonly currency: string;
}

export interface HistoryDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  /** Normalises an address as typed by an operator; undefined when it is none. */
  readonly normaliseAddress: (text: string) => string | undefined;
}

export interface VerificationQuery {
  readonly applicationId: number;
  readonly address?: string;
  readonly id?: string;
  readonly reference?: string;
  readonly status?: VerificationRow['status'];
  /** Cursor of an earlier page. */
  readonly before?: string;
  readonly limit: number;
}

export async function listVerificationSummaries(
  deps: HistoryDeps,
  query: VerificationQuery,
): Promise<{ items: readonly VerificationSummary[]; next: string | null }> {
  const address = query.address === undefined ? undefined : deps.normaliseAddress(query.address);
  const id = query.id === undefined ? undefined : parseId(query.id);
  const before = query.before === undefined ? undefined : parseId(query.before);
  const isImpossible =
    (query.address !== undefined && address === undefined) ||
    (query.id !== undefined && id === undefined);
  if (isImpossible) return { items: [], next: null };
  const rows = await listVerifications(deps.db, {
    applicationId: query.applicationId,
    addressMac: address === undefined ? null : deps.keyRing.mac('address', address),
    id: id ?? null,
    reference: query.reference ?? null,
    status: query.status ?? null,
    beforeId: before ?? null,
    limit: query.limit + 1,
  });
  const items = rows.slice(0, query.limit).map((row) => toSummary(deps.keyRing, row));
  const last = items.at(-1);
  return { items, next: rows.length > query.limit && last ? last.id : null };
}

/** @throws PlatformError `not_found`, the same for another application's id. */
export async function describeVerification(
  deps: HistoryDeps,
  request: { applicationId: number; id: string },
): Promise<VerificationDetails> {
  const id = parseId(request.id);
  const [row] = id ? await findVerifications(deps.db, request.applicationId, [id]) : [];
  if (!row) throw new PlatformError('not_found');
  const [events, dispatches] = await Promise.all([
    listEvents(deps.db, [row.id]),
    listDispatches(deps.db, [row.id]),
  ]);
  return {
    ...toSummary(deps.keyRing, row),
    workflow: row.workflow,
    events: events.map(({ id: eventId, at, kind, data }) => ({
      id: eventId,
      at,
      kind,
      data: data ?? {},
      explanation: explainEvent({ kind, data }),
    })),
    dispatches: dispatches.map(toDispatch),
    price: row.price,
    currency: row.currency,
  };
}

function toSummary(keyRing: KeyRing, row: VerificationRow): VerificationSummary {
  const address = keyRing.open(row.address_sealed, contexts.address(row.id)).toString('utf8');
  return {
    id: row.id,
    applicationId: row.application_id,
    dialect: row.dialect,
    status: row.status,
    maskedAddress: maskAddress(address),
    brand: row.brand,
    locale: row.locale,
    reference: row.reference,
    channels: [...new Set(row.workflow.map(({ channel }) => channel))],
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

function toDispatch(row: DispatchRow): VerificationDetails['dispatches'][number] {
  return {
    id: row.id,
    step: row.step,
    channel: row.channel,
    transport: row.transport,
    state: row.state,
    from: row.sender,
    segments: row.segments,
    cost: row.cost,
    errorCode: row.error_code,
    error: row.error,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
  };
}
