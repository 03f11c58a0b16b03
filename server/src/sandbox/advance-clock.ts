/**
 * Moves everything that is pending for a sandbox application that much closer, so that a test of a
 * five-minute fallback takes a second. Live applications are refused: time is theirs.
 */
import type { Application } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import { assertSandbox } from './handset.ts';
import { advanceClock as moveTimes } from './store.ts';

export interface AdvanceClockDeps {
  readonly db: Database;
  /** Lets the loops look at once. */
  readonly wakeLoops: () => void;
}

/** Answers how many pending things moved. @throws PlatformError `sandbox_only`. */
export async function advanceClock(
  deps: AdvanceClockDeps,
  request: { application: Application; seconds: number },
): Promise<number> {
  assertSandbox(request.application);
  const [row] = await moveTimes(deps.db, request.application.id, request.seconds);
  deps.wakeLoops();
  return row?.moved ?? 0;
}
