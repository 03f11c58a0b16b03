/** The ledger: every change of consent with its evidence, newest first, page by page. */
import { PlatformError } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type ConsentEvidence, type ConsentKind, type ConsentSource, contexts } from './consent.ts';
import { macOf, type PageOf, type ReadDeps, readStandingId } from './list-standings.ts';
import { type EntryFilter, type ListedEntryRow, listEntries } from './store.ts';

export interface ConsentEntry {
  readonly id: number;
  readonly at: Date;
  /** E.164 without plus. */
  readonly address: string;
  readonly sender: string;
  readonly campaignId: number | null;
  readonly change: ConsentKind;
  readonly source: ConsentSource;
  readonly actor: string;
  readonly inboundId: string | null;
  readonly evidence: ConsentEvidence;
}

export interface ConsentEntryQuery {
  readonly applicationId: number;
  /** Of one number only, in any spelling. */
  readonly address?: string;
  /** Of the number that this item of the standings is about. */
  readonly standing?: string;
  readonly change?: ConsentKind;
  /** Cursor of an earlier page. */
  readonly before?: string;
  readonly limit: number;
}

/** @throws PlatformError `invalid_parameter` when `before` is no cursor of ours. */
export async function listConsentEntries(
  deps: ReadDeps,
  query: ConsentEntryQuery,
): Promise<PageOf<ConsentEntry>> {
  const addressMac =
    query.standing === undefined
      ? macOf(deps.keyRing, query.address)
      : readStandingId(query.standing).addressMac;
  if (addressMac === undefined) return { items: [], next: null };
  const rows = await listEntries(deps.db, {
    applicationId: query.applicationId,
    addressMac,
    change: query.change ?? null,
    before: query.before === undefined ? null : readCursor(query.before),
    limit: query.limit + 1,
  });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => toEntry(deps.keyRing, query.applicationId, row)),
    next: rows.length > query.limit && last ? `${last.moment}_${last.id}` : null,
  };
}

function readCursor(text: string): EntryFilter['before'] {
  const parts = /^(\d{1,16})_(\d{1,16})$/.exec(text);
  if (!parts) throw new PlatformError('invalid_parameter', { parameter: 'before' });
  return { moment: Number(parts[1]), id: Number(parts[2]) };
}

function toEntry(keyRing: KeyRing, applicationId: number, row: ListedEntryRow): ConsentEntry {
  const open = (sealed: Buffer, context: string) => keyRing.open(sealed, context).toString('utf8');
  const mac = row.address_mac;
  return {
    id: row.id,
    at: row.at,
    address: open(row.address_sealed, contexts.entry(applicationId, mac)),
    sender: row.sender,
    campaignId: row.campaign_id,
    change: row.change,
    source: row.source,
    actor: row.actor,
    inboundId: row.inbound_id,
    evidence: row.evidence_sealed
      ? JSON.parse(open(row.evidence_sealed, contexts.evidence(applicationId, mac)))
      : {},
  };
}
