/** Templates of an application: texts for codes, by channel and language. */
import { type Static, Type } from 'typebox';
import type { Template, TemplateFragment } from '../../templates/template.ts';
import { answer, input, Timestamp } from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { Selection, Uuid } from './parts.ts';

const tag = 'Templates';
const access = 'application';
const all = '/v1/templates';
const one = `${all}/:template_id` as const;
const fragments = `${one}/fragments` as const;
const fragment = `${fragments}/:fragment_id` as const;
const actor = 'application';

const TemplateParams = input({ template_id: Uuid });
const FragmentParams = input({ template_id: Uuid, fragment_id: Uuid });
const TemplateName = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });
const FragmentText = Type.String({
  minLength: 1,
  maxLength: 1_600,
  description:
    'With `${code}`, and if you like `${brand}`, `${time-limit}` and `${time-limit-unit}`.',
});

const TemplateView = answer('Template', {
  id: Uuid,
  name: Type.String(),
  is_default: Type.Boolean(),
  created_at: Timestamp,
  changed_at: Timestamp,
});
const FragmentView = answer('TemplateFragment', {
  id: Uuid,
  template_id: Uuid,
  channel: Type.String(),
  locale: Type.String(),
  text: Type.String(),
  created_at: Timestamp,
  changed_at: Timestamp,
});

const CreateBody = input({ name: TemplateName }, 'CreateTemplate');
const ChangeBody = input(
  { name: Type.Optional(TemplateName), is_default: Type.Optional(Type.Boolean()) },
  'ChangeTemplate',
);
const FragmentBody = input(
  {
    channel: Type.String({ pattern: '^[a-z][a-z-]{0,31}$' }),
    locale: Type.String({ minLength: 2, maxLength: 35 }),
    text: FragmentText,
  },
  'CreateFragment',
);
const FragmentChange = input({ text: FragmentText }, 'ChangeFragment');

export const templateOperations = [
  operation(
    {
      operationId: 'listTemplates',
      tag,
      method: 'GET',
      path: all,
      summary: 'List the templates, at most ten',
      access,
      status: 200,
      answer: answer('TemplateList', { items: Type.Array(TemplateView) }),
      errors: [],
    },
    async ({ core, application }) => {
      const found = await core.templates.listTemplates({ applicationId: application.id });
      return { body: { items: found.map(encodeTemplate) } };
    },
  ),
  operation(
    {
      operationId: 'createTemplate',
      tag,
      method: 'POST',
      path: all,
      summary: 'Create a template; the first one is the default',
      access,
      body: CreateBody,
      status: 201,
      answer: TemplateView,
      errors: ['conflict'],
    },
    async ({ core, application, body, effect }) => {
      const applicationId = application.id;
      const { earlier } = effect ?? {};
      const before = earlier ? await core.templates.listTemplates({ applicationId }) : [];
      const made =
        before.find(
          ({ name, createdAt }) => earlier && name === body.name && createdAt >= earlier,
        ) ?? (await core.templates.createTemplate({ applicationId, name: body.name, actor }));
      return { body: encodeTemplate(made) };
    },
  ),
  operation(
    {
      operationId: 'getTemplate',
      tag,
      method: 'GET',
      path: one,
      summary: 'Read a template',
      access,
      params: TemplateParams,
      query: Selection,
      status: 200,
      answer: TemplateView,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const place = { applicationId: application.id, templateId: params.template_id };
      return { body: encodeTemplate(await core.templates.getTemplate(place)) };
    },
  ),
  operation(
    {
      operationId: 'changeTemplate',
      tag,
      method: 'PATCH',
      path: one,
      summary: 'Rename a template, or make it the default',
      access,
      params: TemplateParams,
      body: ChangeBody,
      status: 200,
      answer: TemplateView,
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, params, body }) => {
      const changed = await core.templates.changeTemplate({
        ...{ applicationId: application.id, templateId: params.template_id, actor },
        ...(body.name !== undefined && { name: body.name }),
        ...(body.is_default !== undefined && { isDefault: body.is_default }),
      });
      return { body: encodeTemplate(changed) };
    },
  ),
  operation(
    {
      operationId: 'deleteTemplate',
      tag,
      method: 'DELETE',
      path: one,
      summary: 'Delete an empty template; the default one goes last',
      access,
      params: TemplateParams,
      status: 204,
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, params }) => {
      const place = { applicationId: application.id, templateId: params.template_id };
      await core.templates.deleteTemplate({ ...place, actor });
      return {};
    },
  ),
  operation(
    {
      operationId: 'listFragments',
      tag,
      method: 'GET',
      path: fragments,
      summary: 'List the texts of a template, by channel and language',
      access,
      params: TemplateParams,
      status: 200,
      answer: answer('FragmentList', { items: Type.Array(FragmentView) }),
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const place = { applicationId: application.id, templateId: params.template_id };
      const found = await core.templates.listFragments(place);
      return { body: { items: found.map(encodeFragment) } };
    },
  ),
  operation(
    {
      operationId: 'createFragment',
      tag,
      method: 'POST',
      path: fragments,
      summary: 'Add the text of a channel and language',
      access,
      params: TemplateParams,
      body: FragmentBody,
      status: 201,
      answer: FragmentView,
      errors: ['not_found', 'conflict', 'invalid_template'],
    },
    async ({ core, application, params, body, effect }) => {
      const place = { applicationId: application.id, templateId: params.template_id };
      const { earlier } = effect ?? {};
      const before = earlier ? await core.templates.listFragments(place) : [];
      const made =
        before.find(
          ({ text, channel, createdAt }) =>
            earlier && createdAt >= earlier && text === body.text && channel === body.channel,
        ) ?? (await core.templates.createFragment({ ...place, ...body, actor }));
      return { body: encodeFragment(made) };
    },
  ),
  operation(
    {
      operationId: 'changeFragment',
      tag,
      method: 'PATCH',
      path: fragment,
      summary: 'Change a text',
      access,
      params: FragmentParams,
      body: FragmentChange,
      status: 200,
      answer: FragmentView,
      errors: ['not_found', 'invalid_template'],
    },
    async ({ core, application, params, body }) => {
      const place = placeOf(application.id, params);
      return {
        body: encodeFragment(await core.templates.changeFragment({ ...place, ...body, actor })),
      };
    },
  ),
  operation(
    {
      operationId: 'deleteFragment',
      tag,
      method: 'DELETE',
      path: fragment,
      summary: 'Delete a text',
      access,
      params: FragmentParams,
      status: 204,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      await core.templates.deleteFragment({ ...placeOf(application.id, params), actor });
      return {};
    },
  ),
];

function placeOf(applicationId: number, params: Static<typeof FragmentParams>) {
  return { applicationId, templateId: params.template_id, fragmentId: params.fragment_id };
}

function encodeTemplate(template: Template): Static<typeof TemplateView> {
  return {
    id: template.id,
    name: template.name,
    is_default: template.isDefault,
    created_at: template.createdAt.toISOString(),
    changed_at: template.changedAt.toISOString(),
  };
}

function encodeFragment(found: TemplateFragment): Static<typeof FragmentView> {
  return {
    id: found.id,
    template_id: found.templateId,
    channel: found.channel,
    locale: found.locale,
    text: found.text,
    created_at: found.createdAt.toISOString(),
    changed_at: found.changedAt.toISOString(),
  };
}
