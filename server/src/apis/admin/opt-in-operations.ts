/** Words of a campaign judged and previewed; what its opt-in page must say, and whether it does. */
import { actorOf, type SignedIn } from '../../operators/operator.ts';
import { isPermitted } from '../../operators/permissions.ts';
import type { Application } from './core.ts';
import {
  findApplication,
  findManagedApplication,
  findSandboxApplication,
} from './find-application.ts';
import { idOf } from './numbers-operations.ts';
import { type AdminDeps, operation } from './operation.ts';
import type { KeptOptInCheck } from './opt-in-core.ts';
import * as schema from './opt-in-schemas.ts';
import type { View } from './schema-parts.ts';
import { ApplicationParams } from './schemas.ts';

const defaultCountry = 'US';

export const optInOperations = [
  operation(
    {
      name: 'lintTemplate',
      method: 'POST',
      path: '/admin/applications/:applicationId/template-lint',
      summary: 'What is wrong with a text, what it costs, how it reads; nothing is stored',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.TemplateDraft,
      answer: schema.TemplateLintView,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const { country = defaultCountry, ...template } = call.body;
      return copyOf(await call.deps.core.lintTemplate({ applicationId, template, country }));
    },
  ),
  operation(
    {
      name: 'previewTemplate',
      method: 'POST',
      path: '/admin/applications/:applicationId/template-previews',
      summary: 'Send a text with sample values to the virtual handset',
      access: 'handset.use',
      params: ApplicationParams,
      body: schema.TemplatePreview,
      answer: schema.PreviewSent,
    },
    async (call) => {
      const application = await findSandboxApplication(call.deps, call.params.applicationId);
      const { sender, to, ...template } = call.body;
      return call.deps.core.previewTemplate({
        applicationId: application.id,
        template,
        sender,
        to,
        actor: actorOf(call.signedIn.operator),
      });
    },
  ),
  operation(
    {
      name: 'describeDisclosure',
      method: 'GET',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/opt-in-disclosure',
      summary: 'What the opt-in page must say, as text, HTML and web component',
      access: 'applications.read',
      params: schema.OptInParams,
      query: schema.DisclosureQuery,
      answer: schema.DisclosureView,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const campaignId = idOf(call.params.campaignId);
      const { language = 'en' } = call.query;
      return copyOf(
        await call.deps.core.describeDisclosure({ applicationId, campaignId, language }),
      );
    },
  ),
  operation(
    {
      name: 'runOptInCheck',
      method: 'POST',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/opt-in-checks',
      summary: 'Fetch the opt-in page and say which duties it fulfils, and where',
      access: 'applications.read',
      params: schema.OptInParams,
      body: schema.OptInCheckRequest,
      answer: schema.OptInCheckView,
    },
    async (call) => {
      const { id: applicationId } = await findReviewed(call);
      return checkView(
        await call.deps.core.runOptInCheck({
          applicationId,
          campaignId: idOf(call.params.campaignId),
          ...(call.body.url !== undefined && { url: call.body.url }),
          actor: actorOf(call.signedIn.operator),
        }),
      );
    },
  ),
  operation(
    {
      name: 'findLastOptInCheck',
      method: 'GET',
      path: '/admin/applications/:applicationId/campaigns/:campaignId/opt-in-checks/last',
      summary: 'What the last check of the opt-in page found',
      access: 'applications.read',
      params: schema.OptInParams,
      answer: schema.LastOptInCheck,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const campaignId = idOf(call.params.campaignId);
      const check = await call.deps.core.findLastOptInCheck({ applicationId, campaignId });
      return { check: check && checkView(check) };
    },
  ),
];

/** Applicants check their own page, reviewers every one. */
function findReviewed(call: {
  deps: AdminDeps;
  signedIn: SignedIn;
  params: { applicationId: string };
}): Promise<Application> {
  const { applicationId } = call.params;
  return isPermitted(call.signedIn.operator.role, 'campaigns.review')
    ? findApplication(call.deps, applicationId)
    : findManagedApplication(call, applicationId);
}

function checkView({ checkedAt, ...check }: KeptOptInCheck): View<typeof schema.OptInCheckView> {
  return copyOf({ ...check, checkedAt: checkedAt.toISOString() });
}

type Writable<Value> = Value extends readonly (infer Item)[]
  ? Writable<Item>[]
  : Value extends object
    ? { -readonly [Name in keyof Value]: Writable<Value[Name]> }
    : Value;

/** The core's answers are read-only, the schemas' types are not; the JSON is the same. */
function copyOf<Value>(value: Value): Writable<Value> {
  return value as Writable<Value>; // nobody writes to it: it is printed
}
