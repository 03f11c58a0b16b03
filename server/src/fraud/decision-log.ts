/**
 * Decisions on their way to the database: equal ones of one beat become one entry with a count, so
 * that a flood of refusals writes a handful of rows a second. A whole number never enters.
 */
import type { PumpingAction } from '../applications/pumping-settings.ts';
import type { Trip } from './rules.ts';
import type { TrafficKey } from './traffic.ts';

export interface Decision extends TrafficKey {
  readonly rule: Trip['rule'];
  readonly country: string | null;
  readonly action: PumpingAction;
  /** A block in force decided, without counting again. */
  readonly isBlocked: boolean;
  readonly counted: number;
  readonly allowed: number;
  /** Price of the message it was about, units of kernel/money.ts. */
  readonly saved: number;
}

export interface DecisionEntry extends Decision {
  readonly count: number;
}

export interface DecisionLog {
  add(decision: Decision): void;
  take(): readonly DecisionEntry[];
  restore(entries: readonly DecisionEntry[]): void;
}

/** Different ones of one beat; what is beyond is not recorded, but acted on all the same. */
const entriesMost = 2_000;

export function createDecisionLog(): DecisionLog {
  let entries = new Map<string, DecisionEntry>();
  const put = (entry: DecisionEntry): void => {
    const { applicationId, rule, scope, key, country, action, isBlocked } = entry;
    const text = [applicationId, rule, scope, key, country, action, isBlocked].join(' ');
    const known = entries.get(text);
    if (!known && entries.size >= entriesMost) return;
    const count = (known?.count ?? 0) + entry.count;
    const saved = (known?.saved ?? 0) + entry.saved;
    entries.set(text, { ...(known ?? entry), count, saved });
  };
  return {
    add: (decision) => put({ ...decision, count: 1 }),
    take() {
      const taken = [...entries.values()];
      entries = new Map();
      return taken;
    },
    restore(taken) {
      for (const entry of taken) put(entry);
    },
  };
}
