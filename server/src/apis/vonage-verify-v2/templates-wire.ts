/** Templates, their fragments and pages of them as the wire writes them. */
import type { Template, TemplateFragment } from '../../templates/template.ts';
import type { Members, TextRule } from './members.ts';
import { fragmentChannels } from './wire.ts';

const base = '/v2/verify/templates';

export const templateHref = (id: string): string => `${base}/${id}`;
export const fragmentsHref = (templateId: string): string =>
  `${templateHref(templateId)}/template_fragments`;

export function encodeTemplate({ id, name, isDefault }: Template): object {
  return {
    template_id: id,
    name,
    is_default: isDefault,
    _links: { self: { href: templateHref(id) }, fragments: { href: fragmentsHref(id) } },
  };
}

export function encodeFragment(fragment: TemplateFragment): object {
  const { id, templateId, channel, locale, text, createdAt, changedAt } = fragment;
  return {
    template_fragment_id: id,
    channel,
    locale,
    text,
    date_updated: changedAt.toISOString(),
    date_created: createdAt.toISOString(),
    _links: {
      self: { href: `${fragmentsHref(templateId)}/${id}` },
      template: { href: templateHref(templateId) },
    },
  };
}

const pageSizeDefault = 10;
const pageSizeMax = 1000;

/** A page of all there is; `href` and `name` are those of the list. */
export function encodePage(
  list: { readonly href: string; readonly name: string; readonly all: readonly object[] },
  query: Members,
): object {
  const page = query.integer('page', 1, 1_000_000) ?? 1;
  const pageSize = query.integer('page_size', 1, pageSizeMax) ?? pageSizeDefault;
  query.assertNoneNoted();
  const totalPages = Math.max(1, Math.ceil(list.all.length / pageSize));
  const link = (number: number) => ({ href: `${list.href}?page=${number}&page_size=${pageSize}` });
  return {
    page_size: pageSize,
    page,
    total_pages: totalPages,
    total_items: list.all.length,
    _embedded: { [list.name]: list.all.slice((page - 1) * pageSize, page * pageSize) },
    _links: {
      first: link(1),
      self: link(page),
      ...(page > 1 && { prev: link(Math.min(page - 1, totalPages)) }),
      ...(page < totalPages && { next: link(page + 1) }),
      last: link(totalPages),
    },
  };
}

const rules = {
  name: { pattern: /^[A-Za-z0-9_-]{1,64}$/, reason: 'must have 1 to 64 letters, digits, - or _' },
  channel: {
    pattern: new RegExp(`^(${fragmentChannels.join('|')})$`),
    reason: `must be ${fragmentChannels.join(' or ')}`,
  },
  locale: {
    pattern: /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/,
    reason: 'must be a language tag such as en-us',
  },
  // What the variables may be is the core's to judge.
  text: { pattern: /^[^\0]{1,1600}$/, reason: 'must have 1 to 1600 characters' },
} satisfies Record<string, TextRule>;

export function decodeNewTemplate(body: Members): { name: string } {
  const name = body.required('name', rules.name) ?? '';
  body.assertNoneNoted();
  return { name };
}

export function decodeTemplateChange(body: Members): { name?: string; isDefault?: boolean } {
  const name = body.text('name', rules.name);
  const isDefault = body.boolean('is_default');
  if (body.raw('name') === undefined && isDefault === undefined) body.note('name', 'is required');
  body.assertNoneNoted();
  return { ...(name !== undefined && { name }), ...(isDefault !== undefined && { isDefault }) };
}

export function decodeNewFragment(body: Members): {
  channel: string;
  locale: string;
  text: string;
} {
  const fragment = {
    channel: body.required('channel', rules.channel) ?? '',
    locale: body.required('locale', rules.locale) ?? '',
    text: body.required('text', rules.text) ?? '',
  };
  body.assertNoneNoted();
  return fragment;
}

export function decodeFragmentChange(body: Members): { text: string } {
  const text = body.required('text', rules.text) ?? '';
  body.assertNoneNoted();
  return { text };
}

/** Not documented by the vendor, but asked for by its own gateway's tests. */
export const templateVariables = [
  { id: 'code', isRequired: true, description: 'The code' },
  { id: 'brand', isRequired: false, description: 'The brand of the request' },
  { id: 'time-limit', isRequired: false, description: 'How long the code is valid, as a number' },
  { id: 'time-limit-unit', isRequired: false, description: 'The unit of that number' },
] as const;

export function encodeVariable({
  id,
  isRequired,
  description,
}: (typeof templateVariables)[number]) {
  return {
    template_variable_id: id,
    name: `\${${id}}`,
    is_required: isRequired,
    description,
    _links: { self: { href: `/v2/verify/template_variables/${id}` } },
  };
}
