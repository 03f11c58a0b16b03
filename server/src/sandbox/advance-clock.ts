/**
 * Moves everything that is pending for a sandbox application that much closer, so that a test of a
 * five-minute fallback takes a second. Live applications are refused: time is theirs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Application } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import { assertSandbox } from './handset.ts';
import { advanceClock as moveTimes, type Waiting } from './store.ts';

export interface AdvanceClockDeps {
  readonly db: Database;
  /** Lets the loops look at once. */
  readonly wakeLoops: () => void;
}

/** Answers how many pending things moved. @throws PlatformError `sandbox_only`. */
export type AdvanceClock = (request: {
  application: Application;
  seconds: number;
}) => Promise<number>;

/** Rows are changed within milliseconds; whoever holds one for longer keeps it where it is. */
const passesMax = 50;
const pauseMilliseconds = 20;

/**
 * One move of an application at a time: each touches all that is pending, so that many at once would
 * wait for each other's rows, with a connection each that others need.
 */
export function createAdvanceClock(deps: AdvanceClockDeps): AdvanceClock {
  const last = new Map<number, Promise<unknown>>();
  return async ({ application, seconds }) => {
    assertSandbox(application);
    const { id } = application;
    const moved = (last.get(id) ?? Promise.resolve()).then(() => moveAll(deps.db, id, seconds));
    const ended = moved.catch(() => undefined);
    last.set(id, ended);
    try {
      return await moved;
    } finally {
      if (last.get(id) === ended) last.delete(id);
      deps.wakeLoops();
    }
  };
}

/**
 * What somebody was changing is moved as well, once they are done. When that fails, what was moved stays
 * so: told of an error the caller would move it a second time.
 */
async function moveAll(db: Database, applicationId: number, seconds: number): Promise<number> {
  const [first] = await moveTimes(db, applicationId, seconds, null);
  let moved = first?.moved ?? 0;
  let left: Waiting | undefined = first;
  for (let pass = 1; pass < passesMax && left && countOf(left) > 0; pass += 1) {
    await sleep(pauseMilliseconds);
    const [row] = await moveTimes(db, applicationId, seconds, left).catch(() => []);
    moved += row?.moved ?? 0;
    left = row;
  }
  return moved;
}

function countOf({ dispatches, webhooks, receipts }: Waiting): number {
  return dispatches.length + webhooks.length + receipts.length;
}
