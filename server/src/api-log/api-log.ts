/**
 * The last API calls of each application. Noting one costs a caller nothing: calls are kept in memory
 * and written once a second, the newest of that second only, so that a busy server writes no more than
 * a quiet one. What a crash loses of it is lost.
 */

import type { AnsweredCall } from '../apis/contract.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import { describeCall } from './describe-call.ts';
import {
  insertCalls,
  type LoggedCallRow,
  listCalledDialects,
  listCalls,
  trimCalls,
} from './store.ts';

export interface LoggedCall {
  readonly id: string;
  readonly at: Date;
  readonly dialect: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly isFailure: boolean;
  /** False: it named this application and did not prove to be it. */
  readonly isProven: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly answer: Readonly<Record<string, string>>;
}

export interface CallQuery {
  readonly applicationId: number;
  readonly dialect?: string;
  readonly failuresOnly?: boolean;
  /** Id of the last one seen. */
  readonly before?: string;
  /** 1 to 200. */
  readonly limit: number;
}

export interface ApiLog {
  note(call: AnsweredCall): void;
  /** Writes what was noted; answers how many. */
  flush(): Promise<number>;
  list(query: CallQuery): Promise<{ items: readonly LoggedCall[]; next: string | null }>;
  /** Dialects this application called lately, by name. */
  listDialects(applicationId: number): Promise<readonly string[]>;
  /** Forgets what is old. */
  trim(): Promise<void>;
}

interface Noted {
  readonly call: AnsweredCall;
  readonly at: Date;
  readonly provenId: number | undefined;
}

/** Calls of one second that are written at most: successes and refusals apart. */
const keptMax = 25;
/** Of those that prove nothing. Keys are half public: strangers must not fill the log. */
const unprovenMax = 10;

/** A look that costs next to nothing: the classic wires tell a refusal at the start of a 200. */
function isRefused({ answer }: AnsweredCall): boolean {
  if (answer.status >= 400) return true;
  if (typeof answer.body !== 'string') return false;
  return /(status"|status>|responseCode")[:"\s]*(?!200\b)[1-9]/.test(answer.body.slice(0, 200));
}

export interface ApiLogDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Which application the call under way has proven to be. */
  readonly provenId: () => number | undefined;
}

export function createApiLog(deps: ApiLogDeps): ApiLog {
  const noted = {
    fine: createRing<Noted>(keptMax),
    refused: createRing<Noted>(keptMax),
    unproven: createRing<Noted>(unprovenMax),
  };
  return {
    note(call) {
      const provenId = deps.provenId();
      const isFailure = isRefused(call);
      // What anybody may read is nobody's call, whatever key stands in its address.
      if (provenId === undefined && !isFailure) return;
      const { fine, refused, unproven } = noted;
      const ring = provenId === undefined ? unproven : isFailure ? refused : fine;
      ring.add({ call, at: deps.clock.now(), provenId });
    },
    async flush() {
      const calls = [...noted.fine.take(), ...noted.refused.take(), ...noted.unproven.take()];
      const rows = calls
        .map(({ call, at, provenId }) => describeCall(call, at, provenId))
        .filter((row) => row !== undefined)
        .sort((one, other) => one.at.getTime() - other.at.getTime());
      if (rows.length > 0) await insertCalls(deps.db, rows);
      return rows.length;
    },
    async list({ applicationId, dialect, failuresOnly, before, limit }) {
      const rows = await listCalls(deps.db.forApplication(applicationId), {
        applicationId,
        dialect: dialect ?? null,
        failuresOnly: failuresOnly ?? false,
        before: before ?? null,
        limit: limit + 1,
      });
      const items = rows.slice(0, limit).map(toCall);
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    async listDialects(applicationId) {
      const own = deps.db.forApplication(applicationId);
      return (await listCalledDialects(own, applicationId)).map(({ dialect }) => dialect);
    },
    trim: async () => {
      await trimCalls(deps.db);
    },
  };
}

function toCall({ is_failure, is_proven, ...row }: LoggedCallRow): LoggedCall {
  return { ...row, isFailure: is_failure, isProven: is_proven };
}

/** The newest `size` of what was added. */
function createRing<Item>(size: number) {
  let items: Item[] = [];
  let next = 0;
  return {
    add(item: Item) {
      items[next % size] = item;
      next += 1;
    },
    take(): readonly Item[] {
      const taken = items;
      items = [];
      next = 0;
      return taken;
    },
  };
}
