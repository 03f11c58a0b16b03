/**
 * Judges one message before it costs anything: allow lists, blocks in force, then the rules on what is
 * counted. In memory and synchronous, a few microseconds. Must never decide by a header a stranger
 * can write: the client is what the authenticated caller told.
 */
import type { Application } from '../applications/application.ts';
import type {
  PumpingAction,
  PumpingRule,
  PumpingSettings,
} from '../applications/pumping-settings.ts';
import type { BlockBook } from './block-book.ts';
import type { Decision } from './decision-log.ts';
import { type NumberRuns, runMost } from './number-runs.ts';
import { isSeverer, type Trip, tripBudget, tripClientCountries, tripSequence } from './rules.ts';
import { clientKey, keyText, type Scope, type TrafficKey } from './traffic.ts';
import type { TrafficBook } from './traffic-book.ts';

export interface JudgeRequest {
  readonly application: Pick<Application, 'id' | 'settings'>;
  /**
   * `verification`: checked here, so it is known what came of it. `own-code`: the caller checks it.
   * `message`: carries no code.
   */
  readonly kind: 'verification' | 'own-code' | 'message';
  /** E.164 without plus, or email. */
  readonly address: string;
  /** ISO 3166 alpha-2; null for an email address. */
  readonly country: string | null;
  /** The number without its last four digits; null for an email address. */
  readonly prefix: string | null;
  readonly clientMac: Buffer | null;
  /** What the message would cost, units of kernel/money.ts. */
  readonly price: number;
  /** The caller has put a challenge of its own to the subscriber, who passed it. */
  readonly isChallengePassed: boolean;
}

export type Verdict =
  | { readonly kind: 'allow' }
  | {
      readonly kind: 'other-channel' | 'challenge' | 'refuse';
      readonly rule: PumpingRule;
      readonly scope: Scope;
    };

export interface JudgeDeps {
  readonly traffic: TrafficBook;
  readonly blocks: Pick<BlockBook, 'active' | 'isEased'>;
  readonly runs: NumberRuns;
  /** Milliseconds since 1970 by the database's clock, as well as it is known. */
  readonly now: () => number;
  /** What an allow list knows a number by; asked only where there is such a list. */
  readonly numberMac: (address: string) => string;
  readonly open: (key: TrafficKey, rule: PumpingRule, now: number) => void;
  readonly record: (decision: Decision) => void;
}

/** What is known of a message that was sent or verified. */
export interface Traffic {
  readonly applicationId: number;
  readonly country: string | null;
  readonly prefix: string | null;
  readonly clientMac: Buffer | null;
}

const allow: Verdict = { kind: 'allow' };

export function judge(
  deps: JudgeDeps,
  request: JudgeRequest,
  keys: readonly TrafficKey[] = keysOf(request, request.application.id),
): Verdict {
  const { pumping } = request.application.settings;
  if (keys.length === 0 || isAllowed(deps, pumping, request)) return allow;
  const now = deps.now();
  const worst = findWorst(findings(deps, request, keys, now), pumping);
  if (!worst) return allow;
  const action = effectiveAction(pumping[worst.trip.rule].action, pumping, request);
  if (!worst.isBlocked && action !== 'record') deps.open(worst.key, worst.trip.rule, now);
  const { rule, scope, counted, allowed } = worst.trip;
  deps.record({
    ...worst.key,
    rule,
    country: request.country,
    action,
    isBlocked: worst.isBlocked,
    counted,
    allowed,
    saved: action === 'other-channel' ? 0 : request.price,
  });
  return action === 'record' ? allow : { kind: action, rule, scope };
}

type Effect = 'record' | 'other-channel' | 'challenge' | 'refuse';

/** A challenge that was passed is recorded; where there is no other way the message is refused. */
function effectiveAction(
  action: PumpingAction,
  { otherChannel }: PumpingSettings,
  { isChallengePassed, kind }: JudgeRequest,
): Effect {
  if (action === 'challenge' && isChallengePassed) return 'record';
  const hasOtherWay = otherChannel !== null && kind !== 'message';
  if (action === 'other-channel' && !hasOtherWay) return 'refuse';
  return action === 'off' ? 'record' : action;
}

/** Whether an allow list names the country, the prefix or the number. */
export function isAllowed(
  deps: Pick<JudgeDeps, 'numberMac'>,
  { allow: list }: PumpingSettings,
  request: Pick<JudgeRequest, 'country' | 'prefix' | 'address'>,
): boolean {
  const { country, prefix, address } = request;
  if (country !== null && list.countries.includes(country)) return true;
  if (prefix !== null && list.prefixes.some((one) => prefix.startsWith(one))) return true;
  if (list.numbers.length === 0) return false;
  const mac = deps.numberMac(address);
  return list.numbers.some((number) => number.mac === mac);
}

interface Finding {
  readonly key: TrafficKey;
  readonly trip: Trip;
  readonly isBlocked: boolean;
}

function findings(
  deps: JudgeDeps,
  request: JudgeRequest,
  keys: readonly TrafficKey[],
  now: number,
): Finding[] {
  const found: Finding[] = [];
  const isCounted = isCountedKind(request);
  for (const key of keys) {
    const block = deps.blocks.active(key, now);
    if (block) {
      const trip = { rule: block.rule, scope: key.scope, counted: 0, allowed: 0 };
      found.push({ key, trip, isBlocked: true });
    } else {
      addTrips(deps, { request, key, now, isCounted }, found);
    }
  }
  return found;
}

interface Look {
  readonly request: JudgeRequest;
  readonly key: TrafficKey;
  readonly now: number;
  readonly isCounted: boolean;
}

function addTrips(deps: JudgeDeps, { request, key, now, isCounted }: Look, found: Finding[]): void {
  const { pumping } = request.application.settings;
  const { scope } = key;
  const add = (trip: Trip | undefined): void => {
    if (trip) found.push({ key, trip, isBlocked: false });
  };
  const figures = deps.traffic.figures(key, now);
  if (isCounted) {
    add(tripBudget(scope, pumping[scope], figures, deps.blocks.isEased(key, now)));
  }
  const isRunWatched =
    scope === 'prefix' &&
    request.kind !== 'message' &&
    pumping.sequence.action !== 'off' &&
    // Where so many verify no run is too long.
    pumping.sequence.run + figures.verifiedHour < runMost;
  if (isRunWatched) {
    const since = now - pumping.sequence.windowMinutes * 60_000;
    const run = deps.runs.lengthAt(keyText(key), suffixOf(request.address), since);
    add(tripSequence(pumping, run, figures.verifiedHour));
  }
  if (scope === 'client' && isCounted && request.country !== null) {
    const tried = deps.traffic.countriesTried(key, request.country, now);
    add(tripClientCountries(pumping, tried));
  }
}

/** The most severe action decides; of equals the first, countries before prefixes before clients. */
function findWorst(found: readonly Finding[], pumping: PumpingSettings): Finding | undefined {
  let worst: Finding | undefined;
  for (const one of found) {
    const { action } = pumping[one.trip.rule];
    if (action === 'off') continue;
    if (!worst || isSeverer(action, pumping[worst.trip.rule].action)) worst = one;
  }
  return worst;
}

/**
 * A message that was let pass counts as unverified from now on, until its code comes back. Counted
 * with the judgement and not after the statement: what is under way at once must not slip through.
 */
export function noteSent(
  deps: JudgeDeps,
  request: JudgeRequest,
  keys: readonly TrafficKey[] = keysOf(request, request.application.id),
): void {
  const now = deps.now();
  const isCounted = isCountedKind(request);
  for (const key of keys) {
    if (isCounted) {
      deps.traffic.note(key, 'sent', now, key.scope === 'client' ? (request.country ?? '') : '');
    }
    if (key.scope === 'prefix' && request.kind !== 'message') {
      deps.runs.note(keyText(key), suffixOf(request.address), now);
    }
  }
}

/** It was not sent after all (another verification is live there, the balance is used up). */
export function noteNotSent(deps: Pick<JudgeDeps, 'traffic' | 'now'>, request: JudgeRequest): void {
  if (!isCountedKind(request)) return;
  const now = deps.now();
  for (const key of keysOf(request, request.application.id)) {
    deps.traffic.note(key, 'not-sent', now);
  }
}

export function noteVerified(deps: Pick<JudgeDeps, 'traffic' | 'now'>, traffic: Traffic): void {
  const now = deps.now();
  for (const key of keysOf(traffic, traffic.applicationId)) {
    const country = key.scope === 'client' ? (traffic.country ?? '') : '';
    deps.traffic.note(key, 'verified', now, country);
  }
}

/** Whether it will be known that the code came back: nothing else can be held against a key. */
function isCountedKind({ kind, application }: JudgeRequest): boolean {
  return (
    kind === 'verification' || (kind === 'own-code' && application.settings.pumping.countsOwnCodes)
  );
}

/** What a message is counted by. */
export function keysOf(
  { country, prefix, clientMac }: Omit<Traffic, 'applicationId'>,
  applicationId: number,
): TrafficKey[] {
  const keys: TrafficKey[] = [];
  const push = (scope: Scope, key: string): void => {
    // A judgement looks the same key up in several maps.
    keys.push({ applicationId, scope, key, text: keyText({ applicationId, scope, key }) });
  };
  if (country !== null) push('country', country);
  if (prefix !== null) push('prefix', prefix);
  if (clientMac) push('client', clientKey(clientMac));
  return keys;
}

function suffixOf(address: string): number {
  return Number(address.slice(-4));
}
