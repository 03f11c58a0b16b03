/**
 * Notes sends that were refused, so that the classic search can list them. Never in the way of the
 * answer: notes wait in memory for one statement, and what is too many is dropped.
 */
import type { Database } from '../../db/client.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { KeyRing } from '../../kernel/secret-box.ts';
import { insertRejections, type RejectionRow } from './store.ts';

export interface Rejection {
  readonly applicationId: number;
  /** The recipient as it was sent; empty when it is missing. */
  readonly to: string;
  readonly from: string;
  /** Status of the wire, e.g. `3`. */
  readonly code: string;
  /** The wire's text, which repeats nothing the caller sent. */
  readonly label: string;
}

export interface RejectionRecorder {
  record(rejection: Rejection): void;
  /** Resolves when what was noted so far is written. */
  idle(): Promise<void>;
}

export interface RecorderDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Of one application, on one node. A broken caller repeats itself; more says nothing new. */
export const rejectionsADayMax = 5_000;
const waitingMax = 1_000;
const batchMax = 200;
const textMax = 40;

export function createRejectionRecorder(deps: RecorderDeps): RejectionRecorder {
  const counts = createDayCounts(deps.clock);
  let waiting: RejectionRow[] = [];
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchMax);
      waiting = waiting.slice(batchMax);
      try {
        await insertRejections(deps.db, batch);
      } catch (error) {
        deps.logger.warn({ error: String(error), lost: batch.length }, 'rejections not noted');
      }
    }
    writing = undefined;
  }

  return {
    record(rejection) {
      if (waiting.length >= waitingMax || counts.add(rejection.applicationId) > rejectionsADayMax) {
        return;
      }
      waiting.push(toRow(deps.keyRing, rejection));
      writing ??= write();
    },
    idle: async () => writing,
  };
}

function toRow(keyRing: KeyRing, rejection: Rejection): RejectionRow {
  const to = addressAsGiven(rejection.to);
  return {
    applicationId: rejection.applicationId,
    addressMac: keyRing.mac('address', to),
    addressSealed: keyRing.seal(to, rejectedAddressContext(rejection.applicationId)),
    sender: storable(rejection.from),
    code: rejection.code,
    label: rejection.label,
  };
}

export function rejectedAddressContext(applicationId: number): string {
  return `rejections.address:${applicationId}`;
}

/** One spelling for what may be no number at all: the search uses the same. */
export function addressAsGiven(to: string): string {
  const text = storable(to);
  return /^[+\d ().-]+$/.test(text) ? text.replace(/\D/g, '') : text;
}

function storable(text: string): string {
  return text.slice(0, textMax).replaceAll('\0', '').toWellFormed();
}

function createDayCounts(clock: Clock): { add(applicationId: number): number } {
  let day = '';
  let counts = new Map<number, number>();
  return {
    add(applicationId) {
      const today = clock.now().toISOString().slice(0, 10);
      if (today !== day) [day, counts] = [today, new Map()];
      const count = (counts.get(applicationId) ?? 0) + 1;
      counts.set(applicationId, count);
      return count;
    },
  };
}
