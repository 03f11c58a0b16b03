/**
 * Makes, changes and deletes templates. An application that has templates has one default, which
 * changes hands and is never just dropped. Every change is audited.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Queryable } from '../db/client.ts';
import { getTemplate, toTemplate, unknownTemplate } from './list-templates.ts';
import {
  clearDefault,
  deleteTemplateRow,
  insertTemplate,
  listTemplateRows,
  lockTemplates,
  updateTemplate,
} from './store.ts';
import { acceptTemplateName, type Template, templateConflict, templatesMax } from './template.ts';

interface Deps {
  readonly db: Database;
}

interface ByActor {
  readonly applicationId: number;
  readonly actor: string;
}

/** @throws PlatformError `invalid_parameter`, `conflict` (`template-exists`, `max-templates`). */
export async function createTemplate(
  deps: Deps,
  request: ByActor & { name: string },
): Promise<Template> {
  const { applicationId, actor } = request;
  const name = acceptTemplateName(request.name);
  return deps.db.transaction(async (tx) => {
    await lockTemplates(tx, applicationId);
    const existing = await listTemplateRows(tx, applicationId, null);
    if (existing.some((template) => template.name === name)) {
      throw templateConflict('template-exists');
    }
    if (existing.length >= templatesMax) throw templateConflict('max-templates');
    const [row] = await insertTemplate(tx, applicationId, name);
    if (!row) throw templateConflict('template-exists');
    const action = 'template.created';
    await recordAudit(tx, { actor, action, applicationId, subject: row.id, data: { name } });
    return toTemplate(row);
  });
}

/**
 * A new name, the default, or both. The default stays the default until another takes its place:
 * `isDefault: false` on it changes nothing.
 * @throws PlatformError `not_found`, `invalid_parameter`, `conflict` (`template-exists`).
 */
export async function changeTemplate(
  deps: Deps,
  request: ByActor & { templateId: string; name?: string; isDefault?: boolean },
): Promise<Template> {
  const { applicationId, templateId, actor } = request;
  const name = request.name === undefined ? undefined : acceptTemplateName(request.name);
  return deps.db.transaction(async (tx) => {
    await lockTemplates(tx, applicationId);
    const before = await getTemplate({ db: tx }, { applicationId, templateId });
    const all = await listTemplateRows(tx, applicationId, null);
    if (all.some((other) => other.id !== templateId && other.name === name)) {
      throw templateConflict('template-exists');
    }
    const isDefault = before.isDefault || request.isDefault === true;
    const after = { id: templateId, name: name ?? before.name, isDefault };
    if (isDefault && !before.isDefault) await clearDefault(tx, applicationId, templateId);
    const [row] = await updateTemplate(tx, applicationId, after);
    if (!row) throw unknownTemplate();
    const action = 'template.changed';
    const data = { name: after.name, isDefault };
    await recordAudit(tx, { actor, action, applicationId, subject: templateId, data });
    return toTemplate(row);
  });
}

/**
 * The default one goes last.
 * @throws PlatformError `not_found`, `conflict` (`not-empty-template`, `default-template`).
 */
export async function deleteTemplate(
  deps: Deps,
  request: ByActor & { templateId: string },
): Promise<void> {
  const { applicationId, templateId, actor } = request;
  await deps.db.transaction(async (tx) => {
    await lockTemplates(tx, applicationId);
    const template = await getTemplate({ db: tx }, { applicationId, templateId });
    await assertDeletable(tx, applicationId, template);
    const deleted = await deleteTemplateRow(tx, applicationId, templateId);
    if (deleted.length === 0) throw templateConflict('not-empty-template');
    const action = 'template.deleted';
    await recordAudit(tx, { actor, action, applicationId, subject: templateId });
  });
}

async function assertDeletable(
  tx: Queryable,
  applicationId: number,
  template: Template,
): Promise<void> {
  if (!template.isDefault) return;
  const all = await listTemplateRows(tx, applicationId, null);
  if (all.length > 1) throw templateConflict('default-template');
}
