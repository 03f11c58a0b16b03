/** Campaigns with their review, and the brands behind them. */
import { listOperators } from '../../operators/list-operators.ts';
import { actorOf, type SignedIn } from '../../operators/operator.ts';
import { isPermitted } from '../../operators/permissions.ts';
import * as schema from './campaigns-schemas.ts';
import { brandView, campaignView } from './campaigns-views.ts';
import { findApplication, findManagedApplication, requireEnrolled } from './find-application.ts';
import { idOf, momentOf } from './numbers-operations.ts';
import { type AdminDeps, operation } from './operation.ts';
import { pageSize } from './page.ts';
import { ApplicationParams } from './schemas.ts';

const readOperations = [
  operation(
    {
      name: 'listCampaigns',
      method: 'GET',
      path: '/admin/campaigns',
      summary:
        'Campaigns of every application, newest first; or those awaiting review, most urgent first',
      access: 'applications.read',
      query: schema.CampaignFilter,
      answer: schema.CampaignPage,
    },
    async (call) => {
      const { applicationId, awaitsReview, limit, ...filter } = call.query;
      const page = await call.deps.core.campaigns.list({
        ...filter,
        ...(applicationId !== undefined && { applicationId: idOf(applicationId) }),
        awaitsReview: awaitsReview === 'true',
        limit: pageSize(limit),
      });
      return { items: page.items.map(campaignView), next: page.next };
    },
  ),
  operation(
    {
      name: 'getCampaign',
      method: 'GET',
      path: '/admin/applications/:applicationId/campaigns/:campaignId',
      summary: 'One campaign with its texts and the edit that waits',
      access: 'applications.read',
      params: schema.CampaignParams,
      answer: schema.CampaignView,
    },
    async (call) => {
      const { id } = await findApplication(call.deps, call.params.applicationId);
      const campaignId = idOf(call.params.campaignId);
      return campaignView(await call.deps.core.campaigns.get({ applicationId: id, campaignId }));
    },
  ),
] as const;

const applicantOperations = [
  operation(
    {
      name: 'createCampaign',
      method: 'POST',
      path: '/admin/applications/:applicationId/campaigns',
      summary: 'Begin a campaign on a number, as a draft',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.NewCampaign,
      answer: schema.CampaignView,
    },
    async (call) => {
      const { id } = await findManagedApplication(call, call.params.applicationId);
      const campaign = await call.deps.core.campaigns.create({
        details: {},
        brandId: null,
        ...call.body,
        applicationId: id,
        actor: actorOf(call.signedIn.operator),
      });
      return campaignView(campaign);
    },
  ),
  operation(
    {
      name: 'editCampaign',
      method: 'PATCH',
      path: '/admin/applications/:applicationId/campaigns/:campaignId',
      summary: 'Change a campaign; of an approved one it is an edit that waits for its review',
      access: 'applications.read',
      params: schema.CampaignParams,
      body: schema.CampaignChange,
      answer: schema.CampaignView,
    },
    async (call) =>
      campaignView(await call.deps.core.campaigns.edit({ ...(await managed(call)), ...call.body })),
  ),
  operation(
    {
      name: 'submitCampaign',
      method: 'POST',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/submit',
      summary: 'Hand a campaign in for review',
      access: 'applications.read',
      params: schema.CampaignParams,
      answer: schema.CampaignView,
    },
    async (call) => campaignView(await call.deps.core.campaigns.submit(await managed(call))),
  ),
  operation(
    {
      name: 'takeBackCampaign',
      method: 'POST',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/take-back',
      summary: 'End a review before its decision: a draft again, or without the edit',
      access: 'applications.read',
      params: schema.CampaignParams,
      answer: schema.CampaignView,
    },
    async (call) => campaignView(await call.deps.core.campaigns.takeBack(await managed(call))),
  ),
  operation(
    {
      name: 'withdrawCampaign',
      method: 'POST',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/withdraw',
      summary: 'End a campaign for good',
      access: 'applications.read',
      params: schema.CampaignParams,
      answer: schema.CampaignView,
    },
    async (call) => campaignView(await call.deps.core.campaigns.withdraw(await managed(call))),
  ),
] as const;

const reviewOperations = [
  operation(
    {
      name: 'decideCampaign',
      method: 'POST',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/decision',
      summary: 'Approve or refuse a campaign, or the edit of one',
      access: 'campaigns.review',
      params: schema.CampaignParams,
      body: schema.CampaignDecision,
      answer: schema.CampaignView,
    },
    async (call) => {
      const { id, kind } = await findApplication(call.deps, call.params.applicationId);
      requireEnrolled(call.signedIn, kind);
      const campaign = await call.deps.core.campaigns.decide({
        ...call.body,
        applicationId: id,
        campaignId: idOf(call.params.campaignId),
        actor: actorOf(call.signedIn.operator),
        otherReviewers: await countOtherReviewers(call),
      });
      return campaignView(campaign);
    },
  ),
  operation(
    {
      name: 'recordCampaignRegistration',
      method: 'PUT',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/registration',
      summary: 'Write down the campaign registry’s id and until when it holds',
      access: 'campaigns.review',
      params: schema.CampaignParams,
      body: schema.CampaignRegistration,
      answer: schema.CampaignView,
    },
    async (call) => {
      const { id, kind } = await findApplication(call.deps, call.params.applicationId);
      requireEnrolled(call.signedIn, kind);
      const campaign = await call.deps.core.campaigns.recordRegistration({
        applicationId: id,
        campaignId: idOf(call.params.campaignId),
        registryId: call.body.registryId,
        expiresAt: momentOf(call.body.expiresAt),
        actor: actorOf(call.signedIn.operator),
      });
      return campaignView(campaign);
    },
  ),
] as const;

const brandOperations = [
  operation(
    {
      name: 'listBrands',
      method: 'GET',
      path: '/admin/applications/:applicationId/brands',
      summary: 'Brands of an application and what their registry said',
      access: 'applications.read',
      params: ApplicationParams,
      answer: schema.BrandList,
    },
    async (call) => {
      const { id } = await findApplication(call.deps, call.params.applicationId);
      const brands = await call.deps.core.campaigns.listBrands({ applicationId: id });
      return { items: brands.map(brandView) };
    },
  ),
  operation(
    {
      name: 'createBrand',
      method: 'POST',
      path: '/admin/applications/:applicationId/brands',
      summary: 'Write down who sends, for a 10DLC registration',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.BrandData,
      answer: schema.BrandView,
    },
    async (call) => {
      const { id } = await findManagedApplication(call, call.params.applicationId);
      const request = {
        applicationId: id,
        data: call.body,
        actor: actorOf(call.signedIn.operator),
      };
      return brandView(await call.deps.core.campaigns.createBrand(request));
    },
  ),
  operation(
    {
      name: 'editBrand',
      method: 'PUT',
      path: '/admin/applications/:applicationId/brands/:brandId',
      summary: 'Change a brand that is not with the registry yet',
      access: 'applications.read',
      params: schema.BrandParams,
      body: schema.BrandData,
      answer: schema.BrandView,
    },
    async (call) => {
      const { id } = await findManagedApplication(call, call.params.applicationId);
      const brand = await call.deps.core.campaigns.editBrand({
        applicationId: id,
        brandId: idOf(call.params.brandId),
        data: call.body,
        actor: actorOf(call.signedIn.operator),
      });
      return brandView(brand);
    },
  ),
  operation(
    {
      name: 'recordBrandRegistration',
      method: 'PUT',
      path: '/admin/applications/:applicationId/brands/:brandId/registration',
      summary: 'Write down what the brand registry said',
      access: 'campaigns.review',
      params: schema.BrandParams,
      body: schema.BrandRegistration,
      answer: schema.BrandView,
    },
    async (call) => {
      const { id, kind } = await findApplication(call.deps, call.params.applicationId);
      requireEnrolled(call.signedIn, kind);
      const { state, registryId = null, expiresAt = null } = call.body;
      const brand = await call.deps.core.campaigns.recordBrandRegistration({
        applicationId: id,
        brandId: idOf(call.params.brandId),
        state,
        registryId,
        expiresAt: momentOf(expiresAt),
        actor: actorOf(call.signedIn.operator),
      });
      return brandView(brand);
    },
  ),
] as const;

export const campaignOperations = [
  ...readOperations,
  ...applicantOperations,
  ...reviewOperations,
  ...brandOperations,
];

async function managed(call: {
  deps: AdminDeps;
  signedIn: SignedIn;
  params: { applicationId: string; campaignId: string };
}): Promise<{ applicationId: number; campaignId: number; actor: string }> {
  const { id } = await findManagedApplication(call, call.params.applicationId);
  const actor = actorOf(call.signedIn.operator);
  return { applicationId: id, campaignId: idOf(call.params.campaignId), actor };
}

/** Active operators beside the caller who may review: with none, they may review their own. */
async function countOtherReviewers(call: { deps: AdminDeps; signedIn: SignedIn }): Promise<number> {
  const operators = await listOperators(call.deps.operators);
  return operators.filter(
    ({ id, role, disabledAt, lastSignedInAt }) =>
      id !== call.signedIn.operator.id &&
      disabledAt === null &&
      // Somebody invited who never came is nobody to wait for.
      lastSignedInAt !== null &&
      isPermitted(role, 'campaigns.review'),
  ).length;
}
