/** Reads an application's templates and their fragments. */
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { parseId } from '../kernel/ids.ts';
import { type FragmentRow, listFragmentRows, listTemplateRows, type TemplateRow } from './store.ts';
import type { Template, TemplateFragment } from './template.ts';

/** Oldest first, at most `templatesMax`. */
export async function listTemplates(
  deps: { db: Database },
  request: { applicationId: number },
): Promise<readonly Template[]> {
  return (await listTemplateRows(deps.db, request.applicationId, null)).map(toTemplate);
}

/** @throws PlatformError `not_found` (parameter `template`). */
export async function getTemplate(
  deps: { db: Queryable },
  request: { applicationId: number; templateId: string },
): Promise<Template> {
  const id = parseId(request.templateId);
  if (id === undefined) throw unknownTemplate();
  const [row] = await listTemplateRows(deps.db, request.applicationId, id);
  if (!row) throw unknownTemplate();
  return toTemplate(row);
}

/** By channel and locale, at most `fragmentsMax`. @throws PlatformError `not_found`. */
export async function listFragments(
  deps: { db: Queryable },
  request: { applicationId: number; templateId: string },
): Promise<readonly TemplateFragment[]> {
  const { applicationId, templateId } = request;
  await getTemplate(deps, request);
  return (await listFragmentRows(deps.db, applicationId, templateId, null)).map(toFragment);
}

/** @throws PlatformError `not_found` (parameter `template` or `fragment`). */
export async function getFragment(
  deps: { db: Queryable },
  request: { applicationId: number; templateId: string; fragmentId: string },
): Promise<TemplateFragment> {
  const { applicationId, templateId } = request;
  await getTemplate(deps, request);
  const id = acceptFragmentId(request.fragmentId);
  const [row] = await listFragmentRows(deps.db, applicationId, templateId, id);
  if (!row) throw unknownFragment();
  return toFragment(row);
}

/** @throws PlatformError `not_found` for what can be no id. */
export function acceptFragmentId(text: string): string {
  const id = parseId(text);
  if (id === undefined) throw unknownFragment();
  return id;
}

export function unknownTemplate(): PlatformError {
  return new PlatformError('not_found', { parameter: 'template' });
}

export function unknownFragment(): PlatformError {
  return new PlatformError('not_found', { parameter: 'fragment' });
}

export function toTemplate(row: TemplateRow): Template {
  return {
    id: row.id,
    name: row.name,
    isDefault: row.is_default,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

export function toFragment(row: FragmentRow): TemplateFragment {
  return {
    id: row.id,
    templateId: row.template_id,
    channel: row.channel,
    locale: row.locale,
    text: row.text,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
