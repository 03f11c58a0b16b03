/**
 * A node's memory of the traffic: what the database said last, plus what was counted here since. A
 * judgement costs a few look-ups; the sync (sync-traffic.ts) takes the changes to the database about
 * every second and brings back the sums over all nodes. Memory is bounded: who is pushed out is
 * read again when it comes back.
 */
import type { BudgetFigures } from './rules.ts';
import { figuresOf, hourOf, hoursKept, keyText, type TrafficKey } from './traffic.ts';

/** One key and hour as the database has it. */
export interface StoredHour extends TrafficKey {
  readonly hour: number;
  readonly sent: number;
  readonly verified: number;
  readonly forgiven: number;
  readonly countries: readonly string[];
  readonly proven: readonly string[];
}

/** What was counted here and is not in the database yet. */
export interface TrafficChange extends TrafficKey {
  readonly hour: number;
  readonly sent: number;
  readonly verified: number;
  readonly countries: readonly string[];
  readonly proven: readonly string[];
}

interface Hour {
  readonly hour: number;
  sent: number;
  verified: number;
  forgiven: number;
  /** The part of `sent` and `verified` that is not written yet. */
  newSent: number;
  newVerified: number;
  countries: Set<string> | undefined;
  proven: Set<string> | undefined;
}

interface Counter {
  readonly id: TrafficKey;
  readonly hours: Hour[];
  verifiedDayMost: number;
  /** Whether its rows are in the database, so that every change of it is written. */
  isShared: boolean;
  /** When its rows are to be read (again); 0 at once. */
  readAgainAt: number;
}

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
/** Unverified messages of a key that make it worth telling the other nodes. */
const sharedFrom = 2;

const quiet: BudgetFigures = {
  unverifiedHour: 0,
  unverifiedDay: 0,
  verifiedHour: 0,
  verifiedDay: 0,
  verifiedDayMost: 0,
};

export function createTrafficBook(options: { countersMost?: number } = {}): TrafficBook {
  const { countersMost = 50_000 } = options;
  const counters = new Map<string, Counter>();
  /** Those with something to write. */
  const changed = new Set<Counter>();
  const unread = new Set<Counter>();

  function obtain(id: TrafficKey): Counter {
    const text = keyText(id);
    let counter = counters.get(text);
    if (!counter) {
      if (counters.size >= countersMost) forgetSome(counters, changed, countersMost);
      const isShared = id.scope === 'country';
      counter = { id, hours: [], verifiedDayMost: 0, isShared, readAgainAt: 0 };
      counters.set(text, counter);
      if (isShared) unread.add(counter);
    }
    return counter;
  }

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
      const counter = counters.get(keyText(id));
      if (!counter) return quiet;
      const figures = figuresOf(counter.hours, now);
      return { ...figures, verifiedDayMost: counter.verifiedDayMost };
    },
    countriesTried(id, country, now) {
      return countTried(counters.get(keyText(id)), country, hourOf(now));
    },
    forgive(id) {
      for (const hour of counters.get(keyText(id))?.hours ?? []) {
        hour.forgiven = Math.max(0, hour.sent - hour.verified);
        hour.countries = undefined;
      }
    },

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
      for (const row of written) adoptHour(counters.get(keyText(row)), row);
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
      for (const key of keys) emptyStored(counters.get(keyText(key)));
      for (const row of rows) adoptHour(counters.get(keyText(row)), row);
      for (const one of most) {
        const counter = counters.get(keyText(one));
        if (counter) counter.verifiedDayMost = one.verifiedDayMost;
      }
    },
    markUnread(id) {
      const counter = counters.get(keyText(id));
      if (counter) unread.add(counter);
    },
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

function add(hour: Hour, sent: number, verified: number): void {
  hour.sent += sent;
  hour.newSent += sent;
  hour.verified += verified;
  hour.newVerified += verified;
}

function hourIn(counter: Counter, hour: number): Hour {
  const last = counter.hours.at(-1);
  if (last?.hour === hour) return last;
  const known = counter.hours.find((one) => one.hour === hour);
  if (known) return known;
  const fresh: Hour = {
    hour,
    sent: 0,
    verified: 0,
    forgiven: 0,
    newSent: 0,
    newVerified: 0,
    countries: undefined,
    proven: undefined,
  };
  counter.hours.push(fresh);
  if (counter.hours.length > hoursKept) counter.hours.shift();
  return fresh;
}

function noteCountry(hour: Hour, kind: 'sent' | 'verified', country: string): void {
  const name = kind === 'sent' ? 'countries' : 'proven';
  hour[name] ??= new Set();
  hour[name].add(country);
}

function countTried(counter: Counter | undefined, country: string, hourNow: number): number {
  const tried = new Set([country]);
  const proven = new Set<string>();
  for (const hour of counter?.hours ?? []) {
    if (hourNow - hour.hour >= 24) continue;
    for (const one of hour.countries ?? []) tried.add(one);
    for (const one of hour.proven ?? []) proven.add(one);
  }
  return [...tried].filter((one) => !proven.has(one)).length;
}

function isWorthSharing(counter: Counter): boolean {
  let open = 0;
  for (const { newSent, newVerified } of counter.hours) open += newSent - newVerified;
  return open >= sharedFrom;
}

/** Answers what is new of each hour, which counts as written from now on. */
function changesOf(counter: Counter, hourNow: number): TrafficChange[] {
  const changes: TrafficChange[] = [];
  for (const hour of counter.hours) {
    if (hour.newSent === 0 && hour.newVerified === 0) continue;
    if (hourNow - hour.hour > hoursKept) continue;
    changes.push({
      ...counter.id,
      hour: hour.hour,
      sent: hour.newSent,
      verified: hour.newVerified,
      countries: [...(hour.countries ?? [])],
      proven: [...(hour.proven ?? [])],
    });
    hour.newSent = 0;
    hour.newVerified = 0;
  }
  return changes;
}

function adoptHour(counter: Counter | undefined, row: StoredHour): void {
  if (!counter) return;
  const hour = hourIn(counter, row.hour);
  hour.sent = row.sent + hour.newSent;
  hour.verified = row.verified + hour.newVerified;
  hour.forgiven = row.forgiven;
  hour.countries = countriesOf(row.countries, hour, hour.countries);
  hour.proven = countriesOf(row.proven, hour, hour.proven);
}

/** What was noted while the row was under way is not in it yet. */
function countriesOf(
  stored: readonly string[],
  { newSent, newVerified }: Hour,
  noted: Set<string> | undefined,
): Set<string> | undefined {
  const fresh = newSent + newVerified > 0 ? (noted ?? []) : [];
  const all = new Set([...stored, ...fresh]);
  return all.size > 0 ? all : undefined;
}

/** Before its rows are adopted: an hour without a row must not stay as it was. */
function emptyStored(counter: Counter | undefined): void {
  for (const hour of counter?.hours ?? []) {
    hour.sent = hour.newSent;
    hour.verified = hour.newVerified;
    hour.forgiven = 0;
    hour.countries = countriesOf([], hour, hour.countries);
    hour.proven = countriesOf([], hour, hour.proven);
  }
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
