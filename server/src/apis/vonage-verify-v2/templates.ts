/** Templates, fragments and variables: decode, use case, encode. */
import type { Core } from '../../core.ts';
import type { ApiRequest, ApiResponse } from '../contract.ts';
import { jsonOf } from '../problem.ts';
import { Members, readMembers } from './members.ts';
import { WireProblem } from './problems.ts';
import type { Call } from './serve.ts';
import {
  decodeFragmentChange,
  decodeNewFragment,
  decodeNewTemplate,
  decodeTemplateChange,
  encodeFragment,
  encodePage,
  encodeTemplate,
  encodeVariable,
  fragmentsHref,
  templateHref,
  templateVariables,
} from './templates-wire.ts';

const actor = 'application';

export async function listTemplates(core: Core, call: Call): Promise<ApiResponse> {
  const templates = await core.templates.listTemplates({ applicationId: call.application.id });
  const all = templates.map(encodeTemplate);
  const list = { href: '/v2/verify/templates', name: 'templates', all };
  return jsonOf(200, encodePage(list, queryOf(call.request)));
}

export async function createTemplate(core: Core, call: Call): Promise<ApiResponse> {
  const applicationId = call.application.id;
  const { name } = decodeNewTemplate(readMembers(call.request));
  const made = await core.templates.createTemplate({ applicationId, actor, name });
  return created(templateHref(made.id), encodeTemplate(made));
}

export async function getTemplate(core: Core, call: Call): Promise<ApiResponse> {
  return jsonOf(200, encodeTemplate(await core.templates.getTemplate(inTemplate(call))));
}

export async function changeTemplate(core: Core, call: Call): Promise<ApiResponse> {
  const template = inTemplate(call);
  const change = decodeTemplateChange(readMembers(call.request));
  const changed = await core.templates.changeTemplate({ ...template, ...change, actor });
  return jsonOf(200, encodeTemplate(changed));
}

export async function deleteTemplate(core: Core, call: Call): Promise<ApiResponse> {
  await core.templates.deleteTemplate({ ...inTemplate(call), actor });
  return { status: 204, body: '' };
}

export async function listFragments(core: Core, call: Call): Promise<ApiResponse> {
  const template = inTemplate(call);
  const fragments = await core.templates.listFragments(template);
  const all = fragments.map(encodeFragment);
  const list = { href: fragmentsHref(template.templateId), name: 'template_fragments', all };
  return jsonOf(200, encodePage(list, queryOf(call.request)));
}

export async function createFragment(core: Core, call: Call): Promise<ApiResponse> {
  const template = inTemplate(call);
  const fragment = decodeNewFragment(readMembers(call.request));
  const made = await core.templates.createFragment({ ...template, ...fragment, actor });
  return created(`${fragmentsHref(made.templateId)}/${made.id}`, encodeFragment(made));
}

export async function getFragment(core: Core, call: Call): Promise<ApiResponse> {
  return jsonOf(200, encodeFragment(await core.templates.getFragment(inFragment(call))));
}

export async function changeFragment(core: Core, call: Call): Promise<ApiResponse> {
  const fragment = inFragment(call);
  const { text } = decodeFragmentChange(readMembers(call.request));
  const changed = await core.templates.changeFragment({ ...fragment, text, actor });
  return jsonOf(200, encodeFragment(changed));
}

export async function deleteFragment(core: Core, call: Call): Promise<ApiResponse> {
  await core.templates.deleteFragment({ ...inFragment(call), actor });
  return { status: 204, body: '' };
}

export async function listVariables(_core: Core, call: Call): Promise<ApiResponse> {
  const all = templateVariables.map(encodeVariable);
  const list = { href: '/v2/verify/template_variables', name: 'template_variables', all };
  return jsonOf(200, encodePage(list, queryOf(call.request)));
}

export async function getVariable(_core: Core, { request }: Call): Promise<ApiResponse> {
  const { variableId = '' } = request.params;
  const found = templateVariables.find(({ id }) => id === variableId);
  if (found) return jsonOf(200, encodeVariable(found));
  const isName = /^[0-9A-Za-z_-]{1,64}$/.test(variableId);
  const detail = `Template variable ${variableId} was not found`;
  throw new WireProblem('variable-not-found', isName ? { detail } : {});
}

function inTemplate({ application, request }: Call): { applicationId: number; templateId: string } {
  const templateId = uuidOf(request, 'templateId', 'Template ID');
  return { applicationId: application.id, templateId };
}

function inFragment(call: Call): {
  applicationId: number;
  templateId: string;
  fragmentId: string;
} {
  const fragmentId = uuidOf(call.request, 'fragmentId', 'Template Fragment ID');
  return { ...inTemplate(call), fragmentId };
}

/** @throws WireProblem as the vendor's: what is no id is a wrong parameter, not an unknown thing. */
function uuidOf({ params }: ApiRequest, name: string, title: string): string {
  const text = params[name] ?? '';
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  const invalid = [{ name: title, reason: 'Value must be an UUID' }];
  throw new WireProblem('invalid-params', { invalid });
}

function queryOf({ query }: ApiRequest): Members {
  return new Members(Object.fromEntries(new URLSearchParams(query)));
}

function created(location: string, body: object): ApiResponse {
  const answer = jsonOf(201, body);
  return { ...answer, headers: { ...answer.headers, location } };
}
