/** Requests and answers about numbers, campaigns, brands and sender rules. */
import { Type } from 'typebox';
import { brandDataSchema, brandStates } from '../../campaigns/brand.ts';
import { campaignStates } from '../../campaigns/campaign.ts';
import { campaignDetailsSchema } from '../../campaigns/campaign-details.ts';
import { numberKinds, registrationStates } from '../../numbers/number.ts';
import {
  answer,
  Id,
  IdText,
  input,
  LimitText,
  Nullable,
  oneOf,
  Text,
  Timestamp,
} from './schema-parts.ts';
import { CampaignUse } from './schemas.ts';

const NumberKind = oneOf(numberKinds, 'NumberKind');
const RegistrationState = oneOf(registrationStates, 'RegistrationState');
const CampaignState = oneOf(campaignStates, 'CampaignState');
const BrandState = oneOf(brandStates, 'BrandState');
const ApplicationKind = oneOf(['sandbox', 'live'], 'ApplicationKind');
const Country = Type.String({ pattern: '^[A-Z]{2}$' });
const RegistryId = Text(60);

// Sender rules

export const SenderVerdict = answer('SenderVerdict', {
  /** `refused`: a live application's message is not sent. `warned`: sent, but may be altered or lost. */
  verdict: oneOf(['allowed', 'warned', 'refused'], 'SenderVerdictKind'),
  /** One plain sentence. */
  reason: Type.String(),
  /** Whether subscribers can answer to it. */
  isTwoWay: Type.Boolean(),
});
const SenderRule = answer('SenderRule', {
  kind: NumberKind,
  /** `registered`: only after a registration. */
  use: oneOf(['allowed', 'registered', 'risky', 'refused'], 'SenderUse'),
  reason: Type.String(),
  isTwoWay: Type.Boolean(),
});
export const SenderRules = answer('SenderRules', {
  items: Type.Array(
    answer('CountrySenderRules', { country: Country, rules: Type.Array(SenderRule) }),
  ),
});
export const SenderQuestion = input({
  country: Country,
  kind: NumberKind,
  registration: Type.Optional(RegistrationState),
});

// Numbers

export const NumberView = answer('OwnedNumber', {
  id: Id,
  applicationId: Id,
  kind: NumberKind,
  sender: Type.String(),
  country: Country,
  registration: answer('NumberRegistration', {
    state: RegistrationState,
    registryId: Nullable(Type.String()),
    expiresAt: Nullable(Timestamp),
  }),
  createdAt: Timestamp,
  /** The campaign on it that is on its way or in force; withdrawn ones are not told. */
  campaign: Nullable(answer('NumberCampaign', { id: Id, use: CampaignUse, state: CampaignState })),
  /** What the sender rules say about using it in its own country now. */
  verdict: SenderVerdict,
});
export const NumberList = answer('OwnedNumberList', { items: Type.Array(NumberView) });
export const NewNumber = input(
  {
    kind: NumberKind,
    /** A shared short code comes from the pool; others are what the carrier gave the owner. */
    sender: Text(20),
    country: Country,
  },
  'NewNumber',
);
export const NumberRegistrationChange = input(
  {
    state: RegistrationState,
    registryId: Type.Optional(Nullable(RegistryId)),
    expiresAt: Type.Optional(Nullable(Timestamp)),
  },
  'NumberRegistrationChange',
);
export const SharedShortCodeView = answer('SharedShortCode', {
  code: Type.String(),
  kind: ApplicationKind,
  country: Country,
  /** Applications that have it now. */
  users: Type.Integer(),
  createdAt: Timestamp,
});
export const SharedShortCodeList = answer('SharedShortCodeList', {
  items: Type.Array(SharedShortCodeView),
});
export const NewSharedShortCode = input(
  { code: Type.String({ pattern: '^[0-9]{3,8}$' }), kind: ApplicationKind, country: Country },
  'NewSharedShortCode',
);

// Campaigns

const CampaignDetailsView = Type.Object(campaignDetailsSchema.properties, {
  title: 'CampaignDetails',
  additionalProperties: false,
});
const Company = Text(40);
const Templates = Type.Array(Text(480), { minItems: 1, maxItems: 6 });

export const CampaignView = answer('Campaign', {
  id: Id,
  applicationId: Id,
  applicationName: Type.String(),
  applicationKind: ApplicationKind,
  number: answer('CampaignNumber', {
    id: Id,
    kind: NumberKind,
    sender: Type.String(),
    country: Country,
  }),
  use: CampaignUse,
  state: CampaignState,
  company: Type.String(),
  /** An approved campaign: the texts in force. Any other: those applied for. By their index. */
  templates: Type.Array(Type.String()),
  details: CampaignDetailsView,
  /** What an approved campaign would become by the edit that waits for its review. */
  proposal: Nullable(
    answer('CampaignProposal', {
      company: Type.String(),
      templates: Type.Array(Type.String()),
      details: CampaignDetailsView,
    }),
  ),
  /** Whether a reviewer is awaited: the campaign is pending, or an edit of it is. */
  awaitsReview: Type.Boolean(),
  /** Counts edits: a decision names the one that was read. */
  revision: Type.Integer(),
  /** Whether sends may use it now: approved, number kept, registration not expired. */
  isInForce: Type.Boolean(),
  brandId: Nullable(Id),
  registryId: Nullable(Type.String()),
  expiresAt: Nullable(Timestamp),
  createdAt: Timestamp,
  submittedAt: Nullable(Timestamp),
  /** Who submitted it, e.g. `operator:1`. */
  submittedBy: Nullable(Type.String()),
  /** Five business days after the submission. */
  reviewDueAt: Nullable(Timestamp),
  decidedAt: Nullable(Timestamp),
  decidedBy: Nullable(Type.String()),
  reason: Nullable(Type.String()),
});
export const CampaignPage = answer('CampaignPage', {
  items: Type.Array(CampaignView),
  next: Nullable(Type.String()),
});
export const CampaignFilter = input({
  applicationId: Type.Optional(IdText),
  state: Type.Optional(CampaignState),
  use: Type.Optional(CampaignUse),
  /** `true`: those a reviewer is awaited for, the most urgent first. */
  awaitsReview: Type.Optional(oneOf(['true'], 'OnlyTrue')),
  before: Type.Optional(Text(60)),
  limit: Type.Optional(LimitText),
});
export const NewCampaign = input(
  {
    numberId: Id,
    use: CampaignUse,
    company: Company,
    templates: Templates,
    details: Type.Optional(CampaignDetailsView),
    brandId: Type.Optional(Nullable(Id)),
  },
  'NewCampaign',
);
/** Members left out stay as they are. Of an approved campaign it is an edit that waits for review. */
export const CampaignChange = input(
  {
    company: Type.Optional(Company),
    templates: Type.Optional(Templates),
    details: Type.Optional(CampaignDetailsView),
    brandId: Type.Optional(Nullable(Id)),
  },
  'CampaignChange',
);
export const CampaignDecision = input(
  {
    decision: oneOf(['approve', 'refuse'], 'CampaignDecisionKind'),
    /** The revision that was read; another one is refused as a conflict. */
    revision: Type.Integer({ minimum: 1 }),
    /** In plain words for the applicant; needed to refuse. */
    reason: Type.Optional(Text(500)),
  },
  'CampaignDecision',
);
/** What the 10DLC registry answered. */
export const CampaignRegistration = input(
  { registryId: Nullable(RegistryId), expiresAt: Nullable(Timestamp) },
  'CampaignRegistration',
);

// Brands

export const BrandData = Type.Object(brandDataSchema.properties, {
  title: 'BrandData',
  additionalProperties: false,
});
export const BrandView = answer('Brand', {
  id: Id,
  applicationId: Id,
  data: BrandData,
  state: BrandState,
  /** Registered, and not run out. */
  isInForce: Type.Boolean(),
  registryId: Nullable(Type.String()),
  expiresAt: Nullable(Timestamp),
  createdAt: Timestamp,
  changedAt: Timestamp,
});
export const BrandList = answer('BrandList', { items: Type.Array(BrandView) });
export const BrandRegistration = input(
  {
    state: BrandState,
    registryId: Type.Optional(Nullable(RegistryId)),
    expiresAt: Type.Optional(Nullable(Timestamp)),
  },
  'BrandRegistration',
);

export const NumberParams = input({ applicationId: IdText, numberId: IdText });
export const CampaignParams = input({ applicationId: IdText, campaignId: IdText });
export const BrandParams = input({ applicationId: IdText, brandId: IdText });
export const SharedShortCodeParams = input({ code: Type.String({ pattern: '^[0-9]{3,8}$' }) });
