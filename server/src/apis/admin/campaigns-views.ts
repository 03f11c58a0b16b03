/** Numbers, campaigns and brands in the admin API's JSON. */
import type { Brand } from '../../campaigns/brand.ts';
import type { Campaign, CampaignContent, CampaignUse } from '../../campaigns/campaign.ts';
import type { NumberKind, OwnedNumber, SharedShortCode } from '../../numbers/number.ts';
import { registrationOf } from '../../numbers/sender.ts';
import { checkSender } from '../../numbers/sender-rules.ts';
import type * as schema from './campaigns-schemas.ts';
import { isoOrNull } from './page.ts';
import type { View } from './schema-parts.ts';

export function numberView(number: OwnedNumber): View<typeof schema.NumberView> {
  const { id, applicationId, kind, sender, country, registration, campaign } = number;
  return {
    id,
    applicationId,
    kind,
    sender,
    country,
    registration: { ...registration, expiresAt: isoOrNull(registration.expiresAt) },
    createdAt: number.createdAt.toISOString(),
    campaign: campaign && { id: campaign.id, use: campaign.use, state: campaign.state },
    verdict: checkSender({ country, kind, registration: registrationOf(number) }),
  };
}

export function sharedShortCodeView(
  shared: SharedShortCode,
): View<typeof schema.SharedShortCodeView> {
  return { ...shared, createdAt: shared.createdAt.toISOString() };
}

export function campaignView(campaign: Campaign): View<typeof schema.CampaignView> {
  const { reviewDueAt, proposal, number, use, state } = campaign;
  const { id, applicationId, applicationName, applicationKind, revision, isInForce } = campaign;
  const { brandId, registryId, submittedBy, decidedBy, reason } = campaign;
  return {
    id,
    applicationId,
    applicationName,
    applicationKind,
    number: { ...number, kind: number.kind as NumberKind },
    use: use satisfies CampaignUse,
    state,
    ...contentView(campaign),
    proposal: proposal && contentView(proposal),
    awaitsReview: reviewDueAt !== null,
    revision,
    isInForce,
    brandId,
    registryId,
    expiresAt: isoOrNull(campaign.expiresAt),
    createdAt: campaign.createdAt.toISOString(),
    submittedAt: isoOrNull(campaign.submittedAt),
    submittedBy,
    reviewDueAt: isoOrNull(reviewDueAt),
    decidedAt: isoOrNull(campaign.decidedAt),
    decidedBy,
    reason,
  };
}

function contentView({ company, templates, details }: CampaignContent) {
  return { company, templates: [...templates], details };
}

export function brandView(brand: Brand): View<typeof schema.BrandView> {
  return {
    ...brand,
    expiresAt: isoOrNull(brand.expiresAt),
    createdAt: brand.createdAt.toISOString(),
    changedAt: brand.changedAt.toISOString(),
  };
}
