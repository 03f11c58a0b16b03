/** All SQL of saved workflows. */
import { type Queryable, sql } from '../db/client.ts';

export interface WorkflowRow {
  name: string;
  steps: unknown;
  created_at: Date;
  changed_at: Date;
}

export function lockOwner(db: Queryable, applicationId: number): Promise<unknown[]> {
  return db.query(sql`
    select pg_advisory_xact_lock(hashtext('saved_workflows'), ${applicationId}::int)`);
}

/** Of other names than the one given. */
export function countWorkflows(
  db: Queryable,
  applicationId: number,
  name: string,
): Promise<{ count: number }[]> {
  return db.query(sql`
    select count(*)::int as count from saved_workflows
    where application_id = ${applicationId} and name <> ${name}`);
}

export function upsertWorkflow(
  db: Queryable,
  row: { applicationId: number; name: string; steps: string },
): Promise<(WorkflowRow & { is_new: boolean })[]> {
  return db.query(sql`
    insert into saved_workflows (application_id, name, steps)
    values (${row.applicationId}, ${row.name}, ${row.steps}::jsonb)
    on conflict (application_id, name) do update
      set steps = excluded.steps, changed_at = clock_timestamp()
    returning name, steps, created_at, changed_at, created_at = changed_at as is_new`);
}

export function findWorkflow(
  db: Queryable,
  applicationId: number,
  name: string,
): Promise<WorkflowRow[]> {
  return db.query(sql`
    select name, steps, created_at, changed_at from saved_workflows
    where application_id = ${applicationId} and name = ${name}`);
}

export function listWorkflowRows(
  db: Queryable,
  page: { applicationId: number; after: string; limit: number },
): Promise<WorkflowRow[]> {
  return db.query(sql`
    select name, steps, created_at, changed_at from saved_workflows
    where application_id = ${page.applicationId} and name > ${page.after}
    order by name limit ${page.limit}`);
}

export function removeWorkflow(
  db: Queryable,
  applicationId: number,
  name: string,
): Promise<{ name: string }[]> {
  return db.query(sql`
    delete from saved_workflows where application_id = ${applicationId} and name = ${name}
    returning name`);
}
