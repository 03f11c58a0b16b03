/**
 * A node's memory of the traffic: what the database said last, plus what was counted here since. A
 * judgement costs a few look-ups; the sync (sync-traffic.ts) takes the changes to the database about
 * every second and brings back the sums over all nodes. Memory is bounded: who is pushed out is
 * read again when it comes back.
 */
import type { BudgetFigures } from './rules.ts';
import { figuresOf, hourOf, hoursKept, keyText, type TrafficKey } from './traffic.ts';
import {
  add,
  adoptHour,
  type Counter,
  changesOf,
  countTried,
  emptyStored,
  hourIn,
  isWorthSharing,
  noteCountry,
  type StoredHour,
  type TrafficChange,
} from './traffic-counter.ts';

/** `not-sent` takes one `sent` back. */
type NoteKind = 'sent' | 'not-sent' | 'verified';

export interface TrafficBook {
  note(key: TrafficKey, kind: NoteKind, now: number, country?: string): void;
  figures(key: TrafficKey, now: number): BudgetFigures;
  /** Countries a client asked for in a day without proof, `country` included. */
  countriesTried(key: TrafficKey, country: string, now: number): number;
  /** Counts what is open against nobody again (a block does it in the database). */
  forgive(key: TrafficKey): void;

  /** Takes what is to be written; `settle` must follow. */
  takeChanges(now: number): readonly TrafficChange[];
  /** The changes are written: these are the sums now. */
  settle(written: readonly StoredHour[]): void;
  /** They were not written: they are changes again. */
  restore(changes: readonly TrafficChange[]): void;
  /** Keys whose rows must be read. */
  takeUnread(now: number): readonly TrafficKey[];
  adopt(
    keys: readonly TrafficKey[],
    rows: readonly StoredHour[],
    most: readonly (TrafficKey & { readonly verifiedDayMost: number })[],
  ): void;
  /** Its rows changed under it, by a block or its lifting. */
  markUnread(key: TrafficKey): void;
  prune(now: number): void;
  readonly size: number;
}

const readAgainMilliseconds = 300_000;

const quiet: BudgetFigures = {
  unverifiedHour: 0,
  unverifiedDay: 0,
  verifiedHour: 0,
  verifiedDay: 0,
  verifiedDayMost: 0,
};

export function createTrafficBook(options: { countersMost?: number } = {}): TrafficBook {
  const shelf = createShelf(options.countersMost ?? 50_000);
  const { counters } = shelf;
  return {
    ...createCounting(shelf),
    ...createSharing(shelf),
    prune(now) {
      const oldest = hourOf(now) - hoursKept;
      for (const [text, counter] of counters) {
        if (counter.hours.every(({ hour }) => hour < oldest)) counters.delete(text);
      }
    },
    get size() {
      return counters.size;
    },
  };
}

interface Shelf {
  readonly counters: Map<string, Counter>;
  /** Those with something to write. */
  readonly changed: Set<Counter>;
  readonly unread: Set<Counter>;
  find(id: TrafficKey): Counter | undefined;
  obtain(id: TrafficKey): Counter;
}

function createShelf(countersMost: number): Shelf {
  const counters = new Map<string, Counter>();
  const changed = new Set<Counter>();
  const unread = new Set<Counter>();
  return {
    counters,
    changed,
    unread,
    find: (id) => counters.get(keyText(id)),
    obtain(id) {
      const text = keyText(id);
      const known = counters.get(text);
      if (known) return known;
      if (counters.size >= countersMost) forgetSome(counters, changed, countersMost);
      const isShared = id.scope === 'country';
      const counter = { id, hours: [], verifiedDayMost: 0, isShared, readAgainAt: 0 };
      counters.set(text, counter);
      if (isShared) unread.add(counter);
      return counter;
    },
  };
}

type Counting = Pick<TrafficBook, 'note' | 'figures' | 'countriesTried' | 'forgive'>;

/** What a judgement asks and notes. */
function createCounting({ changed, unread, find, obtain }: Shelf): Counting {
  return {
    note(id, kind, now, country) {
      const counter = obtain(id);
      const hour = hourIn(counter, hourOf(now));
      if (kind === 'verified') add(hour, 0, 1);
      else add(hour, kind === 'sent' ? 1 : -1, 0);
      if (country && kind !== 'not-sent') noteCountry(hour, kind, country);
      changed.add(counter);
      if (counter.isShared && now >= counter.readAgainAt) unread.add(counter);
    },
    figures(id, now) {
      const counter = find(id);
      if (!counter) return quiet;
      const figures = figuresOf(counter.hours, now);
      return { ...figures, verifiedDayMost: counter.verifiedDayMost };
    },
    countriesTried: (id, country, now) => countTried(find(id), country, hourOf(now)),
    forgive(id) {
      for (const hour of find(id)?.hours ?? []) {
        hour.forgiven = Math.max(0, hour.sent - hour.verified);
        hour.countries = undefined;
      }
    },
  };
}

type Sharing = Pick<
  TrafficBook,
  'takeChanges' | 'settle' | 'restore' | 'takeUnread' | 'adopt' | 'markUnread'
>;

/** What the sync takes to the database and brings back. */
function createSharing({ changed, unread, find, obtain }: Shelf): Sharing {
  return {
    takeChanges(now) {
      const changes: TrafficChange[] = [];
      for (const counter of changed) {
        if (!counter.isShared && !isWorthSharing(counter)) continue;
        if (!counter.isShared) unread.add(counter);
        counter.isShared = true;
        changes.push(...changesOf(counter, hourOf(now)));
      }
      changed.clear();
      return changes;
    },
    settle(written) {
      for (const row of written) adoptHour(find(row), row);
    },
    restore(changes) {
      for (const change of changes) {
        const counter = obtain(change);
        const hour = hourIn(counter, change.hour);
        hour.newSent += change.sent;
        hour.newVerified += change.verified;
        changed.add(counter);
      }
    },
    takeUnread(now) {
      const keys = [...unread].map(({ id }) => id);
      for (const counter of unread) counter.readAgainAt = now + readAgainMilliseconds;
      unread.clear();
      return keys;
    },
    adopt(keys, rows, most) {
      for (const key of keys) emptyStored(find(key));
      for (const row of rows) adoptHour(find(row), row);
      for (const one of most) {
        const counter = find(one);
        if (counter) counter.verifiedDayMost = one.verifiedDayMost;
      }
    },
    markUnread(id) {
      const counter = find(id);
      if (counter) unread.add(counter);
    },
  };
}

/** An eighth at once; first those of one message only, whose loss changes no decision. */
function forgetSome(
  counters: Map<string, Counter>,
  changed: Set<Counter>,
  countersMost: number,
): void {
  let left = countersMost / 8;
  for (const isForced of [false, true]) {
    for (const [text, counter] of counters) {
      if (left <= 0) return;
      if (counter.isShared && !isForced) continue;
      counters.delete(text);
      changed.delete(counter);
      left -= 1;
    }
  }
}
