/** Campaigns on a real database: an applicant who writes them and a reviewer who decides. */
import { expect } from 'vitest';
import { createApplicationDirectory } from '../src/applications/directory.ts';
import { getApplication } from '../src/applications/manage-application.ts';
import type { Campaign, CampaignUse } from '../src/campaigns/campaign.ts';
import { createCampaign } from '../src/campaigns/create-campaign.ts';
import { type DecideCampaignRequest, decideCampaign } from '../src/campaigns/decide-campaign.ts';
import { listCampaigns } from '../src/campaigns/read-campaigns.ts';
import { submitCampaign } from '../src/campaigns/submit-campaign.ts';
import { withdrawCampaign } from '../src/campaigns/withdraw-campaign.ts';
import { sql } from '../src/db/client.ts';
import { generateKeyRing, readKeyRing } from '../src/kernel/secret-box.ts';
import { addNumber } from '../src/numbers/add-number.ts';
import { releaseNumber } from '../src/numbers/release-number.ts';
import { createTestDatabase } from './database.ts';
import { createTestApplication } from './workbench.ts';

export const applicant = 'operator:1';
export const reviewer = 'operator:2';
export const alertDetails = {
  programme: 'Acme server alerts',
  description: 'Tells the people on duty that a server is down.',
  helpText: 'Acme alerts: mail help@acme.example',
  stopText: 'Acme alerts: you will get no more messages.',
  supportEmail: 'help@acme.example',
  contactName: 'Ada',
  contactEmail: 'ada@acme.example',
  contactPhone: '+1 202 555 0100',
  optIn: 'web' as const,
  isTcpaConfirmed: true,
};

export const refusal = (code: string, detail: object = {}) =>
  expect.objectContaining({ code, publicDetail: expect.objectContaining(detail) });

/** Names a campaign in a request of the applicant. */
export const of = ({ applicationId, id }: Campaign, actor = applicant) => ({
  applicationId,
  campaignId: id,
  actor,
});

export async function createCampaignScene() {
  const database = await createTestDatabase();
  const { db } = database;
  const keyRing = readKeyRing(generateKeyRing());
  const deps = { db, directory: createApplicationDirectory({ db, keyRing }) };

  /** A sandbox application without the sample, so that what it has is what the test gave it. */
  async function makeApplication(kind: 'sandbox' | 'live' = 'sandbox'): Promise<number> {
    const { id } = await createTestApplication(db, keyRing, kind);
    const { items } = await listCampaigns(deps, { applicationId: id, limit: 10 });
    for (const campaign of items) {
      await withdrawCampaign(deps, {
        applicationId: id,
        campaignId: campaign.id,
        actor: applicant,
      });
      const numberId = campaign.number.id;
      await releaseNumber(deps, { applicationId: id, numberId, actor: applicant });
    }
    return id;
  }

  async function makeNumber(applicationId: number, sender = '98975'): Promise<number> {
    const kind = 'shared-short-code' as const;
    return (await addNumber(deps, { applicationId, kind, sender, country: 'US', actor: applicant }))
      .id;
  }

  async function draft(
    applicationId: number,
    content: { templates?: readonly string[]; use?: CampaignUse; numberId?: number } = {},
  ): Promise<Campaign> {
    const { templates = ['${company} code: ${pin}'], use = 'two-factor' } = content;
    return createCampaign(deps, {
      applicationId,
      numberId: content.numberId ?? (await makeNumber(applicationId)),
      use,
      company: 'Harbour',
      templates,
      details: use === 'two-factor' ? {} : alertDetails,
      brandId: null,
      actor: applicant,
    });
  }

  const submit = (campaign: Campaign) => submitCampaign(deps, of(campaign));
  const decide = (
    { applicationId, id, revision }: Campaign,
    changes: Partial<DecideCampaignRequest> = {},
  ) =>
    decideCampaign(deps, {
      applicationId,
      campaignId: id,
      revision,
      decision: 'approve',
      actor: reviewer,
      otherReviewers: 1,
      ...changes,
    });
  async function approved(applicationId: number, content?: Parameters<typeof draft>[1]) {
    return decide(await submit(await draft(applicationId, content)));
  }
  const inForce = async (id: number) => (await getApplication({ ...deps, keyRing }, id)).campaigns;
  const auditOf = async (applicationId: number) =>
    (
      await db.query<{ action: string }>(sql`
        select action from audit_entries where application_id = ${applicationId} order by at, id`)
    ).map(({ action }) => action);
  return {
    deps,
    keyRing,
    makeApplication,
    makeNumber,
    draft,
    submit,
    decide,
    approved,
    inForce,
    auditOf,
    close: () => database.drop(),
  };
}
