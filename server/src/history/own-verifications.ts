/**
 * What an application may read of its own verifications: whole addresses, because they are its own;
 * never a code.
 */
import type { Database } from '../db/client.ts';
import { contexts } from '../delivery/contract.ts';
import { idFloor, momentOfId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { lanes } from '../verification/verification.ts';
import {
  type DispatchRow,
  type EventRow,
  listDispatches,
  listEvents,
  listOwnVerifications,
  type OwnVerificationRow,
  type VerificationRow,
} from './store.ts';

export interface OwnVerification {
  readonly id: string;
  readonly status: VerificationRow['status'];
  /** E.164 without plus, or email; null once it was redacted. */
  readonly address: string | null;
  readonly country: string | null;
  readonly brand: string;
  readonly sender: string;
  readonly locale: string;
  readonly workflow: readonly {
    readonly channel: string;
    readonly waitSeconds: number;
    readonly code: 'same' | 'new';
  }[];
  readonly reference: string | null;
  readonly dialect: string;
  readonly codeLength: number;
  readonly codeLifeSeconds: number;
  readonly price: string;
  readonly currency: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** While it lives. */
  readonly live: {
    /** Place in the workflow, from 0. */
    readonly step: number;
    readonly endsAt: Date;
    readonly nextStepAt: Date | null;
    readonly checksLeft: number;
  } | null;
}

export interface OwnMessage {
  readonly id: string;
  readonly step: number;
  readonly channel: string;
  readonly sender: string;
  readonly state: string;
  readonly segments: number | null;
  readonly cost: string;
  readonly errorCode: number | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
}

export interface OwnVerificationDetails extends OwnVerification {
  readonly messages: readonly OwnMessage[];
  readonly events: readonly { readonly kind: string; readonly at: Date }[];
}

export interface OwnVerificationQuery {
  readonly applicationId: number;
  /** In its one form. */
  readonly address?: string;
  readonly reference?: string;
  readonly status?: VerificationRow['status'];
  readonly since?: Date;
  readonly until?: Date;
  /** Id of the last one of the page before. */
  readonly before?: string;
  readonly limit: number;
}

export interface OwnDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** An id is made a moment before its row, by a clock of its own. */
const idSlackMilliseconds = 60_000;

export async function listOwn(
  deps: OwnDeps,
  query: OwnVerificationQuery,
): Promise<{ items: readonly OwnVerification[]; next: string | null }> {
  const { applicationId, address, before, limit } = query;
  const until = query.until ? idFloor(query.until) : highestId;
  const rows = await listOwnVerifications(deps.db, {
    applicationId,
    lane: lanes.verification,
    ids: null,
    addressMac: address === undefined ? null : deps.keyRing.mac('address', address),
    reference: query.reference ?? null,
    status: query.status ?? null,
    sinceId: idFloor(query.since ?? new Date(0)),
    beforeId: before !== undefined && before < until ? before : until,
    limit: limit + 1,
  });
  const items = rows.slice(0, limit).map((row) => toOwn(deps.keyRing, row));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Undefined alike for an id nobody has and for another application's. */
export async function findOwn(
  deps: OwnDeps,
  { applicationId, id }: { applicationId: number; id: string },
): Promise<OwnVerification | undefined> {
  const at = momentOfId(id).getTime();
  const [row] = await listOwnVerifications(deps.db, {
    applicationId,
    lane: lanes.verification,
    ids: [id],
    addressMac: null,
    reference: null,
    status: null,
    sinceId: idFloor(new Date(at - idSlackMilliseconds)),
    beforeId: highestId,
    limit: 1,
  });
  return row && toOwn(deps.keyRing, row);
}

export async function describeOwn(
  deps: OwnDeps,
  request: { applicationId: number; id: string },
): Promise<OwnVerificationDetails | undefined> {
  const found = await findOwn(deps, request);
  if (!found) return undefined;
  const [events, dispatches] = await Promise.all([
    listEvents(deps.db, [found.id]),
    listDispatches(deps.db, [found.id]),
  ]);
  return {
    ...found,
    messages: dispatches.map(toMessage),
    events: events.map(({ kind, at }: EventRow) => ({ kind, at })),
  };
}

function toOwn(keyRing: KeyRing, row: OwnVerificationRow): OwnVerification {
  const address = keyRing.open(row.address_sealed, contexts.address(row.id)).toString('utf8');
  return {
    id: row.id,
    status: row.status,
    address: address || null,
    country: row.country,
    brand: row.brand,
    sender: row.sender,
    locale: row.locale,
    workflow: stepsOf(row),
    reference: row.reference,
    dialect: row.dialect,
    codeLength: row.code_length,
    codeLifeSeconds: row.code_life_seconds,
    price: row.price,
    currency: row.currency,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    live: liveOf(row),
  };
}

/** Addresses and texts of steps are sealed, and stay so. */
function stepsOf(row: OwnVerificationRow): OwnVerification['workflow'] {
  const steps = row.workflow as readonly {
    channel: string;
    waitSeconds: number;
    code?: 'same' | 'new';
  }[];
  return steps.map(({ channel, waitSeconds, code = 'same' }) => ({ channel, waitSeconds, code }));
}

function liveOf(row: OwnVerificationRow): OwnVerification['live'] {
  const { status, step, ends_at: endsAt, next_step_at: nextStepAt, checks_left: left } = row;
  if (status !== 'in_progress' || step === null || endsAt === null) return null;
  return { step, endsAt, nextStepAt, checksLeft: Math.max(0, left ?? 0) };
}

function toMessage(row: DispatchRow): OwnMessage {
  return {
    id: row.id,
    step: row.step,
    channel: row.channel,
    sender: row.sender,
    state: row.state,
    segments: row.segments,
    cost: row.cost,
    errorCode: row.error_code === 0 ? null : row.error_code,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
  };
}
