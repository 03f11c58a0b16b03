/** Gives an application the campaign a test needs, as if a reviewer had approved it just now. */
import { type Database, sql } from '../src/db/client.ts';

export interface TestCampaign {
  readonly use: 'two-factor' | 'alerts' | 'marketing';
  readonly code: string;
  readonly company: string;
  readonly templates: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Adds an approved campaign beside those the application has; one on the same number makes room.
 * `Application` values read before do not have it: read them again.
 */
export async function addTestCampaign(
  db: Database,
  applicationId: number,
  changes: Partial<TestCampaign> = {},
): Promise<{ id: number; code: string }> {
  const campaign: TestCampaign = {
    use: 'two-factor',
    code: '22395',
    company: 'Acme',
    templates: ['${company} code: ${pin}.'],
    details: {},
    ...changes,
  };
  await db.query(sql`
    update campaigns c set state = 'withdrawn' from numbers n
    where n.id = c.number_id and c.application_id = ${applicationId} and n.sender = ${campaign.code}`);
  const [made] = await db.query<{ id: number }>(sql`
    with number as (
      insert into numbers (application_id, is_sandbox, kind, sender, country)
      values (${applicationId}, true, 'shared-short-code', ${campaign.code}, 'US')
      on conflict (application_id, sender) where released_at is null
      do update set country = 'US' returning id
    ), campaign as (
      insert into campaigns (application_id, number_id, use, state, company, details,
        submitted_at, approved_at, decided_at)
      select ${applicationId}, id, ${campaign.use}, 'approved', ${campaign.company},
        ${JSON.stringify(campaign.details)}::jsonb, now(), now(), now() from number
      returning id
    ), texts as (
      insert into campaign_templates (campaign_id, position, text_in_force)
      select id, ordinal - 1, text from campaign,
        unnest(${campaign.templates as string[]}::text[]) with ordinality as t (text, ordinal))
    select id from campaign`);
  return { id: (made as { id: number }).id, code: campaign.code };
}

/** Takes every campaign away: two-factor messages are refused with status 101. */
export async function dropTestCampaigns(db: Database, applicationId: number): Promise<void> {
  await db.query(sql`
    update campaigns set state = 'withdrawn' where application_id = ${applicationId}`);
}
