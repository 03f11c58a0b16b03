/** How numbers stand with senders, the latest word first, page by page. */
import type { CampaignUse } from '../campaigns/campaign.ts';
import type { Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { normalisePhoneNumber } from '../kernel/phone-number.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { contexts, wholeApplication } from './consent.ts';
import { sendersOf } from './senders-of.ts';
import {
  findAddress,
  type ListedStandingRow,
  listStandings as listRows,
  type StandingFilter,
} from './store.ts';

export interface StandingQuery {
  readonly applicationId: number;
  /** Of one number only, in any spelling. */
  readonly address?: string;
  readonly use?: CampaignUse;
  readonly sender?: string;
  readonly isOptedOut?: boolean;
  /** Cursor of an earlier page. */
  readonly before?: string;
  readonly limit: number;
}

export interface NumberStanding {
  /** Stands for number and sender where the number itself is not to be shown. */
  readonly id: string;
  /** E.164 without plus. */
  readonly address: string;
  /** `*`: every sender of the application. */
  readonly sender: string;
  readonly campaignId: number | null;
  readonly isOptedOut: boolean;
  readonly optedOutAt: Date | null;
  readonly optedInAt: Date | null;
}

export interface ReadDeps {
  readonly db: Queryable;
  readonly keyRing: KeyRing;
}

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** @throws PlatformError `not_found` (no such campaign) or `invalid_parameter`. */
export async function listStandings(
  deps: ReadDeps,
  query: StandingQuery,
): Promise<PageOf<NumberStanding>> {
  const addressMac = macOf(deps.keyRing, query.address);
  if (addressMac === undefined) return { items: [], next: null };
  const rows = await listRows(deps.db, {
    applicationId: query.applicationId,
    addressMac,
    senders: await sendersIn(deps.db, query),
    isOptedOut: query.isOptedOut ?? null,
    before: query.before === undefined ? null : readCursor(query.before),
    limit: query.limit + 1,
  });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => toStanding(deps.keyRing, query.applicationId, row)),
    next: rows.length > query.limit && last ? `${last.changed_at}_${idOf(last)}` : null,
  };
}

/** Null: of every number; undefined: what was typed can be no number. */
export function macOf(keyRing: KeyRing, address: string | undefined): Buffer | null | undefined {
  if (address === undefined) return null;
  const normalised = normalisePhoneNumber(address, { acceptPossible: true });
  return normalised.kind === 'ok' ? keyRing.mac('address', normalised.number.e164) : undefined;
}

async function sendersIn(db: Queryable, query: StandingQuery): Promise<readonly string[] | null> {
  if (query.use === undefined && query.sender === undefined) return null;
  const scoped = await sendersOf(db, query.applicationId, query);
  // What was said to the whole application holds for each of its senders.
  return [...scoped.map(({ sender }) => sender), wholeApplication];
}

function idOf(row: { address_mac: Buffer; sender: string }): string {
  return `${row.address_mac.toString('hex')}_${row.sender}`;
}

/** Number and sender of an id. @throws PlatformError `invalid_parameter`. */
export function readStandingId(id: string): { addressMac: Buffer; sender: string } {
  const parts = /^([0-9a-f]{16,128})_(\*|[A-Za-z0-9]{1,15})$/.exec(id);
  if (!parts) throw new PlatformError('invalid_parameter', { parameter: 'id' });
  return { addressMac: Buffer.from(parts[1] as string, 'hex'), sender: parts[2] as string };
}

/** Number and sender an id stands for. @throws PlatformError `not_found`. */
export async function findStanding(
  { db, keyRing }: ReadDeps,
  applicationId: number,
  id: string,
): Promise<{ address: string; sender: string }> {
  const { addressMac, sender } = readStandingId(id);
  const [row] = await findAddress(db, { applicationId, addressMac, sender });
  if (!row) throw new PlatformError('not_found');
  const context = contexts.optOut(applicationId, addressMac);
  return { address: keyRing.open(row.address_sealed, context).toString('utf8'), sender };
}

function readCursor(text: string): StandingFilter['before'] {
  const cut = text.indexOf('_');
  const changedAt = text.slice(0, Math.max(cut, 0));
  if (!/^\d{1,16}$/.test(changedAt)) {
    throw new PlatformError('invalid_parameter', { parameter: 'before' });
  }
  return { changedAt: Number(changedAt), ...readStandingId(text.slice(cut + 1)) };
}

function toStanding(
  keyRing: KeyRing,
  applicationId: number,
  row: ListedStandingRow,
): NumberStanding {
  const context = contexts.optOut(applicationId, row.address_mac);
  return {
    id: idOf(row),
    address: keyRing.open(row.address_sealed, context).toString('utf8'),
    sender: row.sender,
    campaignId: row.campaign_id,
    isOptedOut: row.is_active,
    optedOutAt: row.opted_out_at,
    optedInAt: row.opted_in_at,
  };
}
