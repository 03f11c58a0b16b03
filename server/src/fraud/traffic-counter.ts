/**
 * The traffic of one key, hour by hour: what the database said last, plus what was counted here since.
 * Pure; which keys are remembered is traffic-book.ts.
 */
import { hoursKept, type TrafficKey } from './traffic.ts';

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

/** What was counted in one hour. */
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

/** The traffic of one key. */
export interface Counter {
  readonly id: TrafficKey;
  readonly hours: Hour[];
  verifiedDayMost: number;
  /** Whether its rows are in the database, so that every change of it is written. */
  isShared: boolean;
  /** When its rows are to be read (again); 0 at once. */
  readAgainAt: number;
}

/** Unverified messages of a key that make it worth telling the other nodes. */
const sharedFrom = 2;

export function add(hour: Hour, sent: number, verified: number): void {
  hour.sent += sent;
  hour.newSent += sent;
  hour.verified += verified;
  hour.newVerified += verified;
}

export function hourIn(counter: Counter, hour: number): Hour {
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
  if (counter.hours.length > hoursKept) forgetOldest(counter.hours);
  return fresh;
}

/** The database's rows come behind what was counted here: the first is not the oldest. */
function forgetOldest(hours: Hour[]): void {
  const oldest = Math.min(...hours.map(({ hour }) => hour));
  hours.splice(
    hours.findIndex(({ hour }) => hour === oldest),
    1,
  );
}

export function noteCountry(hour: Hour, kind: 'sent' | 'verified', country: string): void {
  const name = kind === 'sent' ? 'countries' : 'proven';
  hour[name] ??= new Set();
  hour[name].add(country);
}

export function countTried(counter: Counter | undefined, country: string, hourNow: number): number {
  const tried = new Set([country]);
  const proven = new Set<string>();
  for (const hour of counter?.hours ?? []) {
    if (hourNow - hour.hour >= 24) continue;
    for (const one of hour.countries ?? []) tried.add(one);
    for (const one of hour.proven ?? []) proven.add(one);
  }
  return [...tried].filter((one) => !proven.has(one)).length;
}

export function isWorthSharing(counter: Counter): boolean {
  let open = 0;
  for (const { newSent, newVerified } of counter.hours) open += newSent - newVerified;
  return open >= sharedFrom;
}

/** Answers what is new of each hour, which counts as written from now on. */
export function changesOf(counter: Counter, hourNow: number): TrafficChange[] {
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

export function adoptHour(counter: Counter | undefined, row: StoredHour): void {
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
export function emptyStored(counter: Counter | undefined): void {
  for (const hour of counter?.hours ?? []) {
    hour.sent = hour.newSent;
    hour.verified = hour.newVerified;
    hour.forgiven = 0;
    hour.countries = countriesOf([], hour, hour.countries);
    hour.proven = countriesOf([], hour, hour.proven);
  }
}
