/**
 * Lists messages both ways, newest first. Decides how far one call may look: it walks what the
 * application began (verifications, messages, texts from subscribers) along their keys, so that no
 * filter needs an index on the busiest table, and stops after a number of them. A page may thus hold
 * little and still have a next one. Parts of one message are never torn over two pages.
 */
import type { Database } from '../db/client.ts';
import { idFloor, idRange, parseId } from '../kernel/ids.ts';
import { findMessageParent } from './find-message-parent.ts';
import {
  inboundSummary,
  type MessageDeps,
  type MessageDirection,
  type MessageState,
  type MessageSummary,
  outboundSummary,
} from './message.ts';
import {
  findInbound,
  listOutbound,
  listParents,
  listParentsOfAddress,
  type ParentKind,
  type ParentRow,
} from './store.ts';

export interface ListMessagesDeps extends MessageDeps {
  readonly db: Database;
  /** Normalises an address as typed by an operator; undefined when it is none. */
  readonly normaliseAddress: (text: string) => string | undefined;
}

export interface MessageQuery {
  readonly applicationId: number;
  readonly address?: string;
  /** Our message id, the carrier's, or the id of what it belongs to. */
  readonly id?: string;
  /** The caller's own, or the id a carrier gave it: a person who holds one cannot tell them apart. */
  readonly reference?: string;
  readonly state?: MessageState;
  readonly channel?: string;
  readonly direction?: MessageDirection;
  readonly country?: string;
  readonly network?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** Cursor of an earlier page. */
  readonly before?: string;
  readonly limit: number;
}

export interface MessagePage {
  readonly items: readonly MessageSummary[];
  readonly next: string | null;
  /** How far back this page looked, when it stopped before it was full; null when it did not. */
  readonly searchedTo: Date | null;
}

/** Parents looked at in one call: some tenths of a second, well below the statement's limit each. */
const examinedMax = 20_000;
const batchMin = 100;
const batchMax = 2_000;
const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export async function listMessages(
  deps: ListMessagesDeps,
  query: MessageQuery,
): Promise<MessagePage> {
  const address = query.address === undefined ? undefined : deps.normaliseAddress(query.address);
  if (query.address !== undefined && address === undefined) return nothing;
  if (query.id !== undefined) return listById(deps, query, query.id);
  const isFirstPage = query.before === undefined;
  if (query.reference !== undefined && isFirstPage) {
    const { reference, ...others } = query;
    const carried = await listById(deps, others, reference);
    if (carried.items.length > 0) return carried;
  }
  const mac = address === undefined ? null : deps.keyRing.mac('address', address);
  return walk(deps, query, mac);
}

const nothing: MessagePage = { items: [], next: null, searchedTo: null };

async function walk(
  deps: ListMessagesDeps,
  query: MessageQuery,
  mac: Buffer | null,
): Promise<MessagePage> {
  const items: MessageSummary[] = [];
  const sinceId = idFloor(query.since ?? new Date(0));
  let beforeId = startOf(query);
  let examined = 0;
  let limit = Math.max(batchMin, query.limit + 1);
  while (items.length < query.limit && examined < examinedMax) {
    const filter = { ...placeOf(deps, query), beforeId, sinceId, limit };
    const parents = mac
      ? await listParentsOfAddress(deps.db, filter, mac)
      : await listParents(deps.db, filter);
    const found = await readMessages(deps, query, parents);
    const cut = takeWhole(items, found, query.limit);
    if (cut) return { items, next: cut, searchedTo: null };
    const last = parents.at(-1);
    if (!last || parents.length < limit) return { items, next: null, searchedTo: null };
    beforeId = last.id;
    examined += parents.length;
    limit = Math.min(limit * 2, batchMax);
  }
  const isFull = items.length >= query.limit;
  return { items, next: beforeId, searchedTo: isFull ? null : timeOf(beforeId) };
}

/** Everything that has this id, whatever it names: the caller knows only one of them. */
async function listById(
  deps: ListMessagesDeps,
  query: MessageQuery,
  id: string,
): Promise<MessagePage> {
  const parents = await findMessageParent(deps, { applicationId: query.applicationId, id });
  const found = await readMessages(deps, query, parents);
  const exact = found.filter((message) => message.summary.id === parseId(id));
  const items = (exact.length > 0 ? exact : found).map(({ summary }) => summary);
  return { items: items.slice(0, query.limit), next: null, searchedTo: null };
}

interface Found {
  readonly parentId: string;
  readonly summary: MessageSummary;
}

/** Adds whole parents until the page is full; answers the cursor when some are left over. */
function takeWhole(items: MessageSummary[], found: readonly Found[], limit: number) {
  let lastParent: string | undefined;
  for (const { parentId, summary } of found) {
    if (items.length >= limit && parentId !== lastParent) return lastParent;
    items.push(summary);
    lastParent = parentId;
  }
  return undefined;
}

async function readMessages(
  deps: ListMessagesDeps,
  query: MessageQuery,
  parents: readonly ParentRow[],
): Promise<readonly Found[]> {
  const idsOf = (wanted: ParentKind) =>
    parents.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const [outbound, inbound] = await Promise.all([
    readOutbound(deps, query, { verifications: idsOf('verification'), messages: idsOf('message') }),
    readInbound(deps, query, idsOf('inbound')),
  ]);
  return [...outbound, ...inbound].sort((one, other) => compareDown(one.parentId, other.parentId));
}

/** Descending; stable, so that the parts of a parent keep their order. */
function compareDown(one: string, other: string): number {
  return one < other ? 1 : one > other ? -1 : 0;
}

async function readOutbound(
  deps: ListMessagesDeps,
  query: MessageQuery,
  ids: { verifications: readonly string[]; messages: readonly string[] },
): Promise<readonly Found[]> {
  const parentIds = [...ids.verifications, ...ids.messages];
  if (parentIds.length === 0 || query.state === 'received') return [];
  const [lowestId, highest] = idRange(parentIds);
  const rows = await listOutbound(deps.db, {
    applicationId: query.applicationId,
    verificationIds: ids.verifications,
    messageIds: ids.messages,
    parentIds,
    lowestId,
    highestId: highest,
    state: query.state ?? null,
    channel: query.channel ?? null,
    country: query.country ?? null,
    network: query.network ?? null,
    reference: query.reference ?? null,
  });
  return rows.map((row) => ({
    parentId: row.verification_id,
    summary: outboundSummary(deps, row),
  }));
}

async function readInbound(
  deps: ListMessagesDeps,
  query: MessageQuery,
  ids: readonly string[],
): Promise<readonly Found[]> {
  if (ids.length === 0) return [];
  const rows = await findInbound(deps.db, query.applicationId, ids);
  return rows
    .map((row) => ({ parentId: row.id, summary: inboundSummary(deps, row) }))
    .filter(({ summary }) => query.network === undefined || summary.network === query.network);
}

function placeOf(
  deps: MessageDeps,
  query: MessageQuery,
): { applicationId: number; kinds: readonly ParentKind[] } {
  const isInboundOnly = query.direction === 'inbound' || query.state === 'received';
  const isOutboundOnly = query.direction === 'outbound' || asksForOutbound(deps, query);
  const kinds: ParentKind[] = [];
  if (!isInboundOnly) kinds.push('verification', 'message');
  if (!isOutboundOnly) kinds.push('inbound');
  return { applicationId: query.applicationId, kinds };
}

/** Members that a text from a subscriber does not have: it can fit no filter on them. */
function asksForOutbound(deps: MessageDeps, query: MessageQuery): boolean {
  const { state, country, reference, channel } = query;
  const hasOutboundState = state !== undefined && state !== 'received';
  const isOtherChannel = channel !== undefined && channel !== deps.textChannel;
  return hasOutboundState || isOtherChannel || country !== undefined || reference !== undefined;
}

function startOf(query: MessageQuery): string {
  const cursor = query.before === undefined ? undefined : parseId(query.before);
  const until = query.until ? idFloor(query.until) : highestId;
  return cursor !== undefined && cursor < until ? cursor : until;
}

function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
