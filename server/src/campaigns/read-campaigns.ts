/** Campaigns as operators see them: one, a page of them, and those a reviewer is awaited for. */
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Campaign, CampaignState, CampaignUse } from './campaign.ts';
import {
  type CampaignRow,
  findCampaignRows,
  listAwaitingRows,
  listCampaignRows,
  lockCampaign,
} from './store.ts';

export interface CampaignPage {
  readonly items: readonly Campaign[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

export interface CampaignQuery {
  readonly applicationId?: number;
  readonly state?: CampaignState;
  readonly use?: CampaignUse;
  /** Only those that await a review, the most urgent first; state and use are not asked then. */
  readonly awaitsReview?: boolean;
  readonly before?: string;
  readonly limit: number;
}

/** @throws PlatformError `not_found`. */
export async function loadCampaign(
  db: Queryable,
  request: { applicationId: number; campaignId: number },
): Promise<Campaign> {
  const [row] = await findCampaignRows(db, request.applicationId, request.campaignId);
  if (!row) throw new PlatformError('not_found');
  return toCampaign(row);
}

/**
 * As `loadCampaign`, once nobody else can change it until the transaction ends; `now` is the
 * database's clock. @throws PlatformError `not_found`.
 */
export async function holdCampaign(
  tx: Queryable,
  request: { applicationId: number; campaignId: number },
): Promise<{ campaign: Campaign; now: Date }> {
  const [locked] = await lockCampaign(tx, request.applicationId, request.campaignId);
  if (!locked) throw new PlatformError('not_found');
  return { campaign: await loadCampaign(tx, request), now: locked.now };
}

/** @throws PlatformError `invalid_parameter` when `before` is no cursor of ours. */
export async function listCampaigns(
  deps: { db: Database },
  query: CampaignQuery,
): Promise<CampaignPage> {
  const rows = query.awaitsReview
    ? await awaitingRows(deps.db, query)
    : await listCampaignRows(deps.db, {
        applicationId: query.applicationId ?? null,
        state: query.state ?? null,
        use: query.use ?? null,
        before: query.before === undefined ? null : readId(query.before),
        limit: query.limit + 1,
      });
  const items = rows.slice(0, query.limit).map(toCampaign);
  const last = items.at(-1);
  return { items, next: rows.length > query.limit && last ? cursorOf(query, last) : null };
}

function awaitingRows(db: Database, query: CampaignQuery): Promise<CampaignRow[]> {
  return listAwaitingRows(db, {
    applicationId: query.applicationId ?? null,
    after: query.before === undefined ? null : readDueCursor(query.before),
    limit: query.limit + 1,
  });
}

function cursorOf(query: CampaignQuery, last: Campaign): string {
  return query.awaitsReview ? `${last.reviewDueAt?.getTime()}.${last.id}` : String(last.id);
}

function readId(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw noCursor();
  return Number(text);
}

function readDueCursor(text: string): { dueAt: Date; id: number } {
  const [, milliseconds, id] = /^(\d{1,14})\.(\d{1,9})$/.exec(text) ?? [];
  if (milliseconds === undefined) throw noCursor();
  return { dueAt: new Date(Number(milliseconds)), id: Number(id) };
}

function noCursor(): PlatformError {
  return new PlatformError('invalid_parameter', { parameter: 'before' });
}

function toCampaign(row: CampaignRow): Campaign {
  const isApproved = row.state === 'approved';
  const inForce = row.texts_in_force;
  return {
    id: row.id,
    applicationId: row.application_id,
    applicationName: row.application_name,
    applicationKind: row.application_kind,
    number: {
      id: row.number_id,
      kind: row.number_kind,
      sender: row.sender,
      country: row.country,
    },
    use: row.use,
    state: row.state,
    company: row.company,
    templates: inForce.length > 0 ? inForce : row.texts_proposed,
    details: row.details,
    proposal:
      isApproved && row.proposal ? { ...row.proposal, templates: row.texts_proposed } : null,
    revision: row.revision,
    isInForce: row.is_in_force,
    brandId: row.brand_id,
    registryId: row.registry_id,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    submittedBy: row.submitted_by,
    reviewDueAt: row.review_due_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
  };
}
