/** The last calls of an application and why they were refused; its texts for codes. */
import { actorOf } from '../../operators/operator.ts';
import type { Template, TemplateFragment } from '../../templates/template.ts';
import type { ExplainedCall } from './developers-core.ts';
import * as schema from './developers-schemas.ts';
import { findApplication, findManagedApplication } from './find-application.ts';
import { operation } from './operation.ts';
import { pageSize } from './page.ts';
import type { View } from './schema-parts.ts';
import { ApplicationParams, Done } from './schemas.ts';

const callOperations = [
  operation(
    {
      name: 'listApiCalls',
      method: 'GET',
      path: '/admin/applications/:applicationId/api-calls',
      summary: 'The last API calls, newest first; secrets, codes and texts are never kept',
      access: 'verifications.read',
      params: ApplicationParams,
      query: schema.ApiCallFilter,
      answer: schema.ApiCallPage,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const { limit, failuresOnly, ...filter } = call.query;
      const page = await call.deps.core.listApiCalls({
        ...filter,
        applicationId,
        failuresOnly: failuresOnly === 'true',
        limit: pageSize(limit),
      });
      return {
        items: page.items.map(summaryView),
        next: page.next,
        dialects: [...page.dialects],
      };
    },
  ),
  operation(
    {
      name: 'describeApiCall',
      method: 'GET',
      path: '/admin/applications/:applicationId/api-calls/:callId',
      summary: 'One API call with what may be shown of its parameters and its answer',
      access: 'verifications.read',
      params: schema.ApiCallParams,
      answer: schema.ApiCallView,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const found = await call.deps.core.describeApiCall({
        applicationId,
        id: call.params.callId,
      });
      return {
        ...summaryView(found),
        parameters: valuesOf(found.parameters),
        answer: valuesOf(found.answer),
      };
    },
  ),
];

const templates = '/admin/applications/:applicationId/templates';
const template = `${templates}/:templateId` as const;

const templateOperations = [
  operation(
    {
      name: 'listTemplates',
      method: 'GET',
      path: templates,
      summary: 'Saved templates, oldest first, and the channels a text may be for',
      access: 'applications.read',
      params: ApplicationParams,
      answer: schema.TemplateList,
    },
    async (call) => {
      const { core } = call.deps;
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const items = await core.listTemplates({ applicationId });
      return { items: items.map(templateView), channels: [...core.listCodeChannels()] };
    },
  ),
  operation(
    {
      name: 'createTemplate',
      method: 'POST',
      path: templates,
      summary: 'Make a template; the first one is the default',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.NewTemplate,
      answer: schema.TemplateView,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const made = await call.deps.core.createTemplate({
        ...call.body,
        applicationId: application.id,
        actor: actorOf(call.signedIn.operator),
      });
      return templateView(made);
    },
  ),
  operation(
    {
      name: 'changeTemplate',
      method: 'PATCH',
      path: template,
      summary: 'Rename a template, or make it the default',
      access: 'applications.read',
      params: schema.TemplateParams,
      body: schema.TemplateChange,
      answer: schema.TemplateView,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const changed = await call.deps.core.changeTemplate({
        ...call.body,
        applicationId: application.id,
        templateId: call.params.templateId,
        actor: actorOf(call.signedIn.operator),
      });
      return templateView(changed);
    },
  ),
  operation(
    {
      name: 'deleteTemplate',
      method: 'DELETE',
      path: template,
      summary: 'Delete an empty template; the default one goes last',
      access: 'applications.read',
      params: schema.TemplateParams,
      answer: Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.deleteTemplate({
        applicationId: application.id,
        templateId: call.params.templateId,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
];

const fragments = `${template}/fragments` as const;
const fragment = `${fragments}/:fragmentId` as const;

const fragmentOperations = [
  operation(
    {
      name: 'listFragments',
      method: 'GET',
      path: fragments,
      summary: 'Texts of a template, by channel and language',
      access: 'applications.read',
      params: schema.TemplateParams,
      answer: schema.FragmentList,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const { templateId } = call.params;
      const items = await call.deps.core.listFragments({ applicationId, templateId });
      return { items: items.map(fragmentView) };
    },
  ),
  operation(
    {
      name: 'createFragment',
      method: 'POST',
      path: fragments,
      summary: 'Add the text for a channel and language',
      access: 'applications.read',
      params: schema.TemplateParams,
      body: schema.NewFragment,
      answer: schema.FragmentView,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const made = await call.deps.core.createFragment({
        ...call.body,
        applicationId: application.id,
        templateId: call.params.templateId,
        actor: actorOf(call.signedIn.operator),
      });
      return fragmentView(made);
    },
  ),
  operation(
    {
      name: 'changeFragment',
      method: 'PATCH',
      path: fragment,
      summary: 'Change a text',
      access: 'applications.read',
      params: schema.FragmentParams,
      body: schema.FragmentChange,
      answer: schema.FragmentView,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const { templateId, fragmentId } = call.params;
      const changed = await call.deps.core.changeFragment({
        ...call.body,
        ...{ applicationId: application.id, templateId, fragmentId },
        actor: actorOf(call.signedIn.operator),
      });
      return fragmentView(changed);
    },
  ),
  operation(
    {
      name: 'deleteFragment',
      method: 'DELETE',
      path: fragment,
      summary: 'Delete a text',
      access: 'applications.read',
      params: schema.FragmentParams,
      answer: Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const { templateId, fragmentId } = call.params;
      await call.deps.core.deleteFragment({
        ...{ applicationId: application.id, templateId, fragmentId },
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'inspectFragment',
      method: 'POST',
      path: '/admin/applications/:applicationId/inspect-fragment',
      summary: 'How a text would come out, whether it is taken, what may be a mistake',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.FragmentDraft,
      answer: schema.FragmentInspection,
    },
    async (call) => {
      await findApplication(call.deps, call.params.applicationId);
      const { sample, size, ...found } = call.deps.core.inspectFragment(call.body);
      return {
        withAutofill: found.withAutofill,
        errors: [...found.errors],
        warnings: [...found.warnings],
        sample: sample && {
          text: sample.text,
          subject: sample.subject ?? null,
          encoding: sample.encoding ?? null,
          segments: sample.segments,
          length: size?.length ?? null,
          capacity: size?.capacity ?? null,
        },
      };
    },
  ),
];

export const developerOperations = [
  ...callOperations,
  ...templateOperations,
  ...fragmentOperations,
];

function summaryView(call: ExplainedCall): View<typeof schema.ApiCallSummary> {
  const { id, at, dialect, method, route, status, milliseconds, isFailure, isProven } = call;
  const { explanation } = call;
  return {
    ...{ id, dialect, method, route, status, milliseconds, isFailure, isProven, explanation },
    at: at.toISOString(),
  };
}

function valuesOf(values: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function templateView(one: Template): View<typeof schema.TemplateView> {
  const { createdAt, changedAt, ...rest } = one;
  return { ...rest, createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString() };
}

function fragmentView(one: TemplateFragment): View<typeof schema.FragmentView> {
  const { createdAt, changedAt, ...rest } = one;
  return { ...rest, createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString() };
}
