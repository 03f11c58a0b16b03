/**
 * Gives a new sandbox application an approved two-factor campaign on a shared sandbox short code, so
 * that a newcomer's first call works without a review. Nobody else gets one without a person's word.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Queryable } from '../db/client.ts';
import { insertSample } from './store.ts';

export const sampleCampaign = {
  code: '98765',
  company: 'Acme',
  template: '${company} code: ${pin}. Reply STOP to opt out, HELP for help.',
} as const;

/** Part of the transaction that makes the application. */
export async function giveSampleCampaign(
  tx: Queryable,
  request: { applicationId: number; actor: string },
): Promise<void> {
  const { applicationId, actor } = request;
  const [made] = await insertSample(tx, {
    ...sampleCampaign,
    applicationId,
    numberKind: 'shared-short-code',
    country: 'US',
  });
  await recordAudit(tx, {
    actor,
    action: 'campaign.sample-given',
    applicationId,
    subject: String(made?.id),
  });
}
