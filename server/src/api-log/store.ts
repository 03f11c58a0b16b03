/** All SQL of the API log. */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { CallRow } from './describe-call.ts';

/** Calls in the name of nobody there is are dropped. */
export function insertCalls(db: Queryable, rows: readonly CallRow[]): Promise<unknown[]> {
  const stored = rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    parameters: JSON.stringify(row.parameters),
    answer: JSON.stringify(row.answer),
  }));
  return db.query(sql`
    insert into api_calls (application_id, at, dialect, method, route, status, milliseconds,
      is_failure, is_proven, parameters, answer)
    select a.id, i.at, i.dialect, i.method, i.route, i.status, i.milliseconds, i.is_failure,
      i.proven_id is not null, i.parameters::jsonb, i.answer::jsonb
    from unnest(${column(stored, 'caller')}::text[], ${column(stored, 'provenId')}::int[],
      ${column(stored, 'at')}::timestamptz[],
      ${column(stored, 'dialect')}::text[], ${column(stored, 'method')}::text[],
      ${column(stored, 'route')}::text[], ${column(stored, 'status')}::smallint[],
      ${column(stored, 'milliseconds')}::int[], ${column(stored, 'isFailure')}::boolean[],
      ${column(stored, 'parameters')}::text[], ${column(stored, 'answer')}::text[]
    ) as i (caller, proven_id, at, dialect, method, route, status, milliseconds, is_failure,
      parameters, answer)
    join applications a
      on a.id = i.proven_id or a.api_key = i.caller or a.wire_id::text = i.caller`);
}

export interface LoggedCallRow {
  id: string;
  at: Date;
  dialect: string;
  method: string;
  route: string;
  status: number;
  milliseconds: number;
  is_failure: boolean;
  is_proven: boolean;
  parameters: Record<string, string>;
  answer: Record<string, string>;
}

export function listCalls(
  db: Queryable,
  query: {
    applicationId: number;
    dialect: string | null;
    failuresOnly: boolean;
    before: string | null;
    limit: number;
  },
): Promise<LoggedCallRow[]> {
  return db.query(sql`
    select id::text, at, dialect, method, route, status, milliseconds, is_failure, is_proven,
      parameters, answer
    from api_calls
    where application_id = ${query.applicationId}
      and (${query.dialect}::text is null or dialect = ${query.dialect})
      and (is_failure or not ${query.failuresOnly}::boolean)
      and (${query.before}::bigint is null or id < ${query.before}::bigint)
    order by api_calls.id desc limit ${query.limit}`);
}

export function listCalledDialects(
  db: Queryable,
  applicationId: number,
): Promise<{ dialect: string }[]> {
  return db.query(sql`
    select distinct dialect from api_calls where application_id = ${applicationId}
    order by dialect`);
}

/**
 * Keeps the last thousand of each application, beside them the last two hundred that only named it, and
 * none of before yesterday.
 */
export function trimCalls(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    delete from api_calls c using (
      select application_id, id, at,
        row_number() over (partition by application_id, is_proven order by id desc) as place,
        case when is_proven then 1000 else 200 end as kept
      from api_calls) old
    where c.application_id = old.application_id and c.id = old.id
      and (old.place > old.kept or old.at < now() - interval '24 hours')`);
}
