/** All SQL about campaigns, their templates and brands. */
import { type Queryable, sql } from '../db/client.ts';
import type { BrandData, BrandState } from './brand.ts';
import type { CampaignState, CampaignUse } from './campaign.ts';
import type { CampaignDetails } from './campaign-details.ts';
import type { OptInPageCheck } from './check-opt-in-page.ts';

/** A sandbox application's campaign that is approved from the first moment, with its number. */
export function insertSample(
  db: Queryable,
  row: {
    applicationId: number;
    numberKind: string;
    code: string;
    country: string;
    company: string;
    template: string;
  },
): Promise<{ id: number }[]> {
  return db.query(sql`
    with number as (
      insert into numbers (application_id, is_sandbox, kind, sender, country)
      values (${row.applicationId}, true, ${row.numberKind}, ${row.code}, ${row.country})
      returning id
    ), campaign as (
      insert into campaigns (application_id, number_id, use, state, company,
        submitted_at, submitted_by, approved_at, decided_at, decided_by)
      select ${row.applicationId}, id, 'two-factor', 'approved', ${row.company},
        now(), 'system', now(), now(), 'system' from number
      returning id)
    insert into campaign_templates (campaign_id, position, text_in_force)
    select id, 0, ${row.template} from campaign
    returning campaign_id as id`);
}

export interface CampaignRow {
  id: number;
  application_id: number;
  application_name: string;
  application_kind: 'sandbox' | 'live';
  number_id: number;
  number_kind: string;
  sender: string;
  country: string;
  brand_id: number | null;
  use: CampaignUse;
  state: CampaignState;
  company: string;
  details: CampaignDetails;
  proposal: { company: string; details: CampaignDetails } | null;
  revision: number;
  registry_id: string | null;
  expires_at: Date | null;
  created_at: Date;
  submitted_at: Date | null;
  submitted_by: string | null;
  review_due_at: Date | null;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
  texts_in_force: string[];
  texts_proposed: string[];
  is_in_force: boolean;
}

export function findCampaignRows(
  db: Queryable,
  applicationId: number,
  id: number,
): Promise<CampaignRow[]> {
  return db.query(sql`
    select * from campaign_rows where application_id = ${applicationId} and id = ${id}`);
}

/** Newest first. */
export function listCampaignRows(
  db: Queryable,
  filter: {
    applicationId: number | null;
    state: CampaignState | null;
    use: CampaignUse | null;
    before: number | null;
    limit: number;
  },
): Promise<CampaignRow[]> {
  return db.query(sql`
    select * from campaign_rows
    where (${filter.applicationId}::integer is null
        or application_id = ${filter.applicationId}::integer)
      and (${filter.state}::text is null or state = ${filter.state}::text)
      and (${filter.use}::text is null or use = ${filter.use}::text)
      and (${filter.before}::integer is null or id < ${filter.before}::integer)
    order by id desc limit ${filter.limit}`);
}

/** Those that await a review, the most urgent first, after the one a page ended with. */
export function listAwaitingRows(
  db: Queryable,
  filter: {
    applicationId: number | null;
    after: { dueAt: Date; id: number } | null;
    limit: number;
  },
): Promise<CampaignRow[]> {
  return db.query(sql`
    select * from campaign_rows
    where review_due_at is not null
      and (${filter.applicationId}::integer is null
        or application_id = ${filter.applicationId}::integer)
      and (${filter.after?.dueAt ?? null}::timestamptz is null or (review_due_at, id)
        > (${filter.after?.dueAt ?? null}::timestamptz, ${filter.after?.id ?? 0}::integer))
    order by review_due_at, id limit ${filter.limit}`);
}

/** Holds the campaign until the transaction ends; `now` is the database's clock. */
export function lockCampaign(
  tx: Queryable,
  applicationId: number,
  id: number,
): Promise<{ id: number; now: Date }[]> {
  return tx.query(sql`
    select id, now() as now from campaigns
    where application_id = ${applicationId} and id = ${id} for update`);
}

/** No row: another campaign is on the number. */
export function insertCampaign(
  tx: Queryable,
  row: {
    applicationId: number;
    numberId: number;
    brandId: number | null;
    use: CampaignUse;
    company: string;
    details: string;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    insert into campaigns (application_id, number_id, brand_id, use, company, details)
    values (${row.applicationId}, ${row.numberId}, ${row.brandId}, ${row.use}, ${row.company},
      ${row.details}::jsonb)
    on conflict do nothing returning id`);
}

/** What the texts shall become, by their place; those in force stay until it is approved. */
export async function replaceProposedTexts(
  tx: Queryable,
  campaignId: number,
  texts: readonly string[],
): Promise<void> {
  await tx.query(sql`
    update campaign_templates set text_proposed = null where campaign_id = ${campaignId}`);
  await tx.query(sql`
    insert into campaign_templates (campaign_id, position, text_proposed)
    select ${campaignId}, ordinal - 1, text
    from unnest(${texts as string[]}::text[]) with ordinality as t (text, ordinal)
    on conflict (campaign_id, position) do update set text_proposed = excluded.text_proposed`);
  await tx.query(sql`
    delete from campaign_templates where campaign_id = ${campaignId}
      and text_proposed is null and text_in_force is null`);
}

/** The proposed texts come into force; places the edit left out go. */
export async function putTextsInForce(tx: Queryable, campaignId: number): Promise<void> {
  await tx.query(sql`
    delete from campaign_templates where campaign_id = ${campaignId} and text_proposed is null`);
  await tx.query(sql`
    update campaign_templates set text_in_force = text_proposed, text_proposed = null
    where campaign_id = ${campaignId}`);
}

/** Content of a campaign that is not approved. */
export function updateContent(
  tx: Queryable,
  row: {
    applicationId: number;
    id: number;
    company: string;
    details: string;
    brandId: number | null;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update campaigns set company = ${row.company}, details = ${row.details}::jsonb,
      brand_id = ${row.brandId}, revision = revision + 1
    where application_id = ${row.applicationId} and id = ${row.id}
      and state in ('draft', 'refused') returning id`);
}

/** An edit of an approved campaign: it waits for its review from now on. */
export function insertProposal(
  tx: Queryable,
  row: {
    applicationId: number;
    id: number;
    proposal: string;
    submittedBy: string;
    reviewDueAt: Date;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update campaigns set proposal = ${row.proposal}::jsonb, revision = revision + 1,
      submitted_at = now(), submitted_by = ${row.submittedBy},
      review_due_at = ${row.reviewDueAt}, reason = null
    where application_id = ${row.applicationId} and id = ${row.id} and state = 'approved'
    returning id`);
}

export function markSubmitted(
  tx: Queryable,
  row: { applicationId: number; id: number; submittedBy: string; reviewDueAt: Date },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update campaigns set state = 'pending', submitted_at = now(),
      submitted_by = ${row.submittedBy}, review_due_at = ${row.reviewDueAt}, reason = null
    where application_id = ${row.applicationId} and id = ${row.id}
      and state in ('draft', 'refused') returning id`);
}

/** Ends a review without a decision; `state` is where that leads. */
export function markTakenBack(
  tx: Queryable,
  row: { applicationId: number; id: number; state: CampaignState },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update campaigns set state = ${row.state}, proposal = null, review_due_at = null
    where application_id = ${row.applicationId} and id = ${row.id}
      and review_due_at is not null returning id`);
}

/** No row: it was decided, taken back or changed in the meantime. */
export function markDecided(
  tx: Queryable,
  row: {
    applicationId: number;
    id: number;
    revision: number;
    state: CampaignState;
    isApproval: boolean;
    decidedBy: string;
    reason: string | null;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update campaigns set state = ${row.state}, decided_at = now(), decided_by = ${row.decidedBy},
      reason = ${row.reason}, review_due_at = null, proposal = null,
      company = case when ${row.isApproval} then coalesce(proposal->>'company', company)
        else company end,
      details = case when ${row.isApproval} then coalesce(proposal->'details', details)
        else details end,
      approved_at = case when ${row.isApproval} then coalesce(approved_at, now())
        else approved_at end
    where application_id = ${row.applicationId} and id = ${row.id}
      and revision = ${row.revision} and review_due_at is not null returning id`);
}

export function markWithdrawn(
  tx: Queryable,
  applicationId: number,
  id: number | null,
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update campaigns set state = 'withdrawn', proposal = null, review_due_at = null
    where application_id = ${applicationId} and (${id}::integer is null or id = ${id}::integer)
      and state <> 'withdrawn' returning id`);
}

export function updateCampaignRegistration(
  tx: Queryable,
  row: {
    applicationId: number;
    id: number;
    registryId: string | null;
    expiresAt: Date | null;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update campaigns set registry_id = ${row.registryId}, expires_at = ${row.expiresAt}
    where application_id = ${row.applicationId} and id = ${row.id} and state <> 'withdrawn'
    returning id`);
}

export interface BrandRow {
  id: number;
  application_id: number;
  data: BrandData;
  registry_id: string | null;
  state: BrandState;
  expires_at: Date | null;
  created_at: Date;
  changed_at: Date;
  is_in_force: boolean;
}

/** Oldest first; `id` null lists them all. */
export function listBrandRows(
  db: Queryable,
  applicationId: number,
  id: number | null,
): Promise<BrandRow[]> {
  return db.query(sql`
    select *, state = 'registered' and (expires_at is null or expires_at > now()) as is_in_force
    from brands where application_id = ${applicationId}
      and (${id}::integer is null or id = ${id}::integer)
    order by id`);
}

export function insertBrand(
  tx: Queryable,
  applicationId: number,
  data: string,
): Promise<{ id: number }[]> {
  return tx.query(sql`
    insert into brands (application_id, data)
    select id, ${data}::jsonb from applications
    where id = ${applicationId} and retired_at is null returning id`);
}

/** What is registered is not changed under the registry's hands. */
export function updateBrand(
  tx: Queryable,
  applicationId: number,
  id: number,
  data: string,
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update brands set data = ${data}::jsonb, changed_at = now()
    where application_id = ${applicationId} and id = ${id} and state in ('draft', 'refused')
    returning id`);
}

export function updateBrandRegistration(
  tx: Queryable,
  row: {
    applicationId: number;
    id: number;
    state: BrandState;
    registryId: string | null;
    expiresAt: Date | null;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update brands set state = ${row.state}, registry_id = ${row.registryId},
      expires_at = ${row.expiresAt}, changed_at = now()
    where application_id = ${row.applicationId} and id = ${row.id} returning id`);
}

/** The last check of the page on which people agree to the campaign's messages. */
export function findOptInCheck(
  db: Queryable,
  applicationId: number,
  id: number,
): Promise<{ opt_in_check: OptInPageCheck | null; opt_in_checked_at: Date | null }[]> {
  return db.query(sql`
    select opt_in_check, opt_in_checked_at from campaigns
    where application_id = ${applicationId} and id = ${id}`);
}

export function keepOptInCheck(
  tx: Queryable,
  row: { applicationId: number; campaignId: number; check: string },
): Promise<{ checked_at: Date }[]> {
  return tx.query(sql`
    update campaigns set opt_in_check = ${row.check}::jsonb, opt_in_checked_at = now()
    where application_id = ${row.applicationId} and id = ${row.campaignId}
    returning opt_in_checked_at as checked_at`);
}
