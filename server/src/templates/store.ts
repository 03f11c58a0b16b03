/** All SQL about saved templates and their fragments. */
import { type Queryable, sql } from '../db/client.ts';

export interface TemplateRow {
  id: string;
  name: string;
  is_default: boolean;
  created_at: Date;
  changed_at: Date;
}

export interface FragmentRow {
  id: string;
  template_id: string;
  channel: string;
  locale: string;
  text: string;
  created_at: Date;
  changed_at: Date;
}

/** Makes changes of one application's templates wait for each other until the transaction ends. */
export function lockTemplates(tx: Queryable, applicationId: number): Promise<unknown> {
  return tx.query(
    sql`select pg_advisory_xact_lock(hashtext('countersign.templates'), ${applicationId}::integer)`,
  );
}

/** Oldest first; all of them, or the one with that id. */
export function listTemplateRows(
  db: Queryable,
  applicationId: number,
  id: string | null,
): Promise<TemplateRow[]> {
  return db.query(sql`
    select id, name, is_default, created_at, changed_at from templates
    where application_id = ${applicationId}
      and (${id}::uuid is null or id = ${id}::uuid)
    order by created_at, id`);
}

/** No row: the name is taken. The first template of an application is its default. */
export function insertTemplate(
  tx: Queryable,
  applicationId: number,
  name: string,
): Promise<TemplateRow[]> {
  return tx.query(sql`
    insert into templates (application_id, name, is_default)
    select ${applicationId}::integer, ${name}::text,
      not exists (select from templates where application_id = ${applicationId}::integer)
    on conflict (application_id, name) do nothing
    returning id, name, is_default, created_at, changed_at`);
}

export function clearDefault(
  tx: Queryable,
  applicationId: number,
  exceptId: string,
): Promise<unknown> {
  return tx.query(sql`
    update templates set is_default = false, changed_at = now()
    where application_id = ${applicationId} and is_default and id <> ${exceptId}::uuid`);
}

export function updateTemplate(
  tx: Queryable,
  applicationId: number,
  row: { id: string; name: string; isDefault: boolean },
): Promise<TemplateRow[]> {
  return tx.query(sql`
    update templates set name = ${row.name}, is_default = ${row.isDefault}, changed_at = now()
    where application_id = ${applicationId} and id = ${row.id}::uuid
    returning id, name, is_default, created_at, changed_at`);
}

/** No row: it is not there, or not empty. */
export function deleteTemplateRow(
  tx: Queryable,
  applicationId: number,
  id: string,
): Promise<{ id: string }[]> {
  return tx.query(sql`
    delete from templates t
    where t.application_id = ${applicationId} and t.id = ${id}::uuid
      and not exists (select from template_fragments f
        where f.application_id = t.application_id and f.template_id = t.id)
    returning t.id`);
}

/** By channel and locale; all of a template, or the one with that id. */
export function listFragmentRows(
  db: Queryable,
  applicationId: number,
  templateId: string,
  id: string | null,
): Promise<FragmentRow[]> {
  return db.query(sql`
    select id, template_id, channel, locale, text, created_at, changed_at
    from template_fragments
    where application_id = ${applicationId} and template_id = ${templateId}::uuid
      and (${id}::uuid is null or id = ${id}::uuid)
    order by channel, locale`);
}

/** No row: the template has one for this channel and locale. */
export function insertFragment(
  tx: Queryable,
  applicationId: number,
  row: { templateId: string; channel: string; locale: string; text: string },
): Promise<FragmentRow[]> {
  return tx.query(sql`
    insert into template_fragments (application_id, template_id, channel, locale, text)
    values (${applicationId}, ${row.templateId}::uuid, ${row.channel}, ${row.locale}, ${row.text})
    on conflict (template_id, channel, locale) do nothing
    returning id, template_id, channel, locale, text, created_at, changed_at`);
}

export function updateFragment(
  tx: Queryable,
  applicationId: number,
  row: { templateId: string; id: string; text: string },
): Promise<FragmentRow[]> {
  return tx.query(sql`
    update template_fragments set text = ${row.text}, changed_at = now()
    where application_id = ${applicationId} and template_id = ${row.templateId}::uuid
      and id = ${row.id}::uuid
    returning id, template_id, channel, locale, text, created_at, changed_at`);
}

export function deleteFragmentRow(
  tx: Queryable,
  applicationId: number,
  templateId: string,
  id: string,
): Promise<{ id: string }[]> {
  return tx.query(sql`
    delete from template_fragments
    where application_id = ${applicationId} and template_id = ${templateId}::uuid
      and id = ${id}::uuid
    returning id`);
}

/** The template named by id or name, else the default one, with its texts for some channels. */
export function findTexts(
  db: Queryable,
  request: {
    applicationId: number;
    id: string | null;
    name: string | null;
    channels: readonly string[];
  },
): Promise<{ id: string; channel: string | null; locale: string | null; text: string | null }[]> {
  return db.query(sql`
    select t.id, f.channel, f.locale, f.text from templates t
    left join template_fragments f on f.application_id = t.application_id
      and f.template_id = t.id and f.channel = any(${request.channels}::text[])
    where t.application_id = ${request.applicationId}
      and case
        when ${request.id}::uuid is not null then t.id = ${request.id}::uuid
        when ${request.name}::text is not null then t.name = ${request.name}::text
        else t.is_default end`);
}
