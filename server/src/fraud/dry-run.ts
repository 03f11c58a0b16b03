/**
 * What budgets would have done to the last seven days: replays the verifications through the very
 * rules, once with the settings in force and once with those proposed. Reads only; nothing is judged,
 * blocked or recorded.
 */
import type { Application, ApplicationSettings } from '../applications/application.ts';
import { assertSettings } from '../applications/application.ts';
import { type PumpingRule, pumpingRules } from '../applications/pumping-settings.ts';
import type { Database } from '../db/client.ts';
import { contexts } from '../delivery/contract.ts';
import type { Clock } from '../kernel/clock.ts';
import { idFloor } from '../kernel/ids.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type Block, nextBlock } from './block-book.ts';
import { type JudgeDeps, type JudgeRequest, judge, noteSent, noteVerified } from './judge.ts';
import { numberMac } from './number-mac.ts';
import { createNumberRuns } from './number-runs.ts';
import { findVerifiedDayMostBefore, listForReplay, type ReplayRow } from './store.ts';
import { keyText, type TrafficKey } from './traffic.ts';
import { createTrafficBook } from './traffic-book.ts';

type Proposed = Pick<ApplicationSettings, 'pumping' | 'spendCaps'>;

export interface DryRunDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly priceOf: (part: {
    settings: ApplicationSettings;
    channel: string;
    country: string | null;
  }) => number;
}

export interface RuleOutcome {
  readonly rule: PumpingRule | 'spendCaps';
  /** Messages that would not have been sent (challenged and sent another way included). */
  readonly stopped: number;
  /** Of those: people who verified in truth. */
  readonly honest: number;
  /** Messages that would only have been recorded. */
  readonly recorded: number;
  /** Price of what would have been stopped, decimal. */
  readonly saved: string;
}

export interface DryRun {
  readonly from: Date;
  readonly to: Date;
  /** There were more than are replayed: it ends before now. */
  readonly isPartial: boolean;
  readonly messages: number;
  readonly verified: number;
  readonly inForce: readonly RuleOutcome[];
  readonly proposed: readonly RuleOutcome[];
}

const days = 7;
const pageSize = 1_000;
const replayedMost = 100_000;

/** @throws PlatformError `invalid_parameter` when the settings are not acceptable. */
export async function dryRun(
  deps: DryRunDeps,
  request: { application: Application; settings: Partial<Proposed> },
): Promise<DryRun> {
  const { application } = request;
  assertSettings(application.kind, { ...application.settings, ...request.settings });
  const to = deps.clock.now();
  const from = new Date(to.getTime() - days * 86_400_000);
  const most = await findVerifiedDayMostBefore(deps.db, application.id, from);
  const inForce = createReplay(deps, application, application.settings);
  const proposed = createReplay(deps, application, {
    ...application.settings,
    ...request.settings,
  });
  for (const { key, most: verifiedDayMost } of most) {
    for (const replay of [inForce, proposed]) replay.knowBestDay(key, verifiedDayMost);
  }
  let [messages, verified, last] = [0, 0, from];
  let after = idFloor(from);
  while (messages < replayedMost) {
    // Each page is awaited: messages of others are served between two of them.
    const rows = await listForReplay(deps.db, {
      applicationId: application.id,
      after,
      limit: pageSize,
    });
    for (const row of rows) {
      const event = replayed(deps, application, row);
      for (const replay of [inForce, proposed]) replay.take(event);
      if (event.verifiedAt !== undefined) verified += 1;
    }
    messages += rows.length;
    const end = rows.at(-1);
    if (!end) break;
    after = end.id;
    last = end.created_at;
    if (rows.length < pageSize) break;
  }
  const isPartial = messages >= replayedMost;
  return {
    from,
    to: isPartial ? last : to,
    isPartial,
    messages,
    verified,
    inForce: inForce.outcome(),
    proposed: proposed.outcome(),
  };
}

interface Replayed {
  readonly at: number;
  readonly verifiedAt: number | undefined;
  readonly request: Omit<JudgeRequest, 'application'>;
}

function replayed(
  { keyRing, priceOf }: DryRunDeps,
  application: Application,
  row: ReplayRow,
): Replayed {
  const { settings } = application;
  return {
    at: row.created_at.getTime(),
    verifiedAt: row.status === 'verified' ? row.ended_at?.getTime() : undefined,
    request: {
      kind: row.lane === 0 ? 'verification' : 'own-code',
      address: keyRing.open(row.address_sealed, contexts.address(row.id)).toString('utf8'),
      country: row.country,
      prefix: row.address_prefix,
      clientMac: row.client_mac,
      price: priceOf({ settings, channel: row.channel, country: row.country }),
      isChallengePassed: false,
    },
  };
}

interface Replay {
  knowBestDay(country: string, verified: number): void;
  take(event: Replayed): void;
  outcome(): readonly RuleOutcome[];
}

function createReplay(
  deps: DryRunDeps,
  application: Application,
  settings: ApplicationSettings,
): Replay {
  const subject = { id: application.id, settings };
  const world = createWorld(deps);
  const caps = createCaps(settings.spendCaps);
  const tallies = createTallies();
  /** Right codes that come later, with what they prove. */
  let pending: Replayed[] = [];
  const proveUntil = (now: number): void => {
    if (!pending.some(({ verifiedAt = 0 }) => verifiedAt <= now)) return;
    for (const { verifiedAt = 0, request } of pending) {
      if (verifiedAt <= now) noteVerified(world.deps, { ...request, applicationId: subject.id });
    }
    pending = pending.filter(({ verifiedAt = 0 }) => verifiedAt > now);
  };
  return {
    knowBestDay(country, verifiedDayMost) {
      const key = { applicationId: subject.id, scope: 'country', key: country } as const;
      world.deps.traffic.note(key, 'sent', 0);
      world.deps.traffic.adopt([], [], [{ ...key, verifiedDayMost }]);
    },
    take(event) {
      world.setTime(event.at);
      proveUntil(event.at);
      const request = { ...event.request, application: subject };
      const isHonest = event.verifiedAt !== undefined;
      const verdict = judge(world.deps, request);
      const recorded = world.takeRecorded();
      if (verdict.kind !== 'allow') {
        tallies.stop(verdict.rule, isHonest, verdict.kind === 'other-channel' ? 0 : request.price);
        return;
      }
      if (!caps.spend(request.price, event.at)) {
        tallies.stop('spendCaps', isHonest, request.price);
        return;
      }
      if (recorded) tallies.record(recorded);
      noteSent(world.deps, request);
      if (isHonest) pending.push(event);
    },
    outcome: () => tallies.outcome(),
  };
}

/** Books of its own, with a clock that follows the replay, and blocks that need no database. */
function createWorld({ keyRing }: DryRunDeps) {
  let now = 0;
  let recorded: PumpingRule | undefined;
  const traffic = createTrafficBook();
  const runs = createNumberRuns();
  const blocks = new Map<string, Block>();
  const find = (key: TrafficKey) => blocks.get(keyText(key));
  const deps: JudgeDeps = {
    traffic,
    runs,
    now: () => now,
    numberMac: (address) => numberMac(keyRing, address),
    blocks: {
      active: (key, at) => {
        const block = find(key);
        return block && block.until > at ? block : undefined;
      },
      isEased: (key, at) => (find(key)?.until ?? Number.NEGATIVE_INFINITY) > at - 86_400_000,
    },
    open(key, rule, at) {
      blocks.set(keyText(key), nextBlock(key, rule, find(key), at));
      traffic.forgive(key);
      runs.forget(keyText(key));
    },
    record({ action, rule }) {
      recorded = action === 'record' ? rule : undefined;
    },
  };
  return {
    deps,
    setTime: (at: number) => {
      now = at;
    },
    takeRecorded: () => {
      const rule = recorded;
      recorded = undefined;
      return rule;
    },
  };
}

/** The caps as `debit` keeps them: a window begins with the first message after the last one's end. */
function createCaps({ hour, day }: ApplicationSettings['spendCaps']) {
  const windows = [
    { cap: hour, length: 3_600_000, startedAt: 0, spent: 0 },
    { cap: day, length: 86_400_000, startedAt: 0, spent: 0 },
  ];
  return {
    /** False: the message would not have been sent. */
    spend(price: number, at: number): boolean {
      for (const window of windows) {
        if (at - window.startedAt < window.length) continue;
        window.startedAt = at;
        window.spent = 0;
      }
      const fits = windows.every(
        ({ cap, spent }) => cap === null || spent + price <= parseAmount(cap),
      );
      if (fits) for (const window of windows) window.spent += price;
      return fits;
    },
  };
}

interface Tally {
  stopped: number;
  honest: number;
  recorded: number;
  units: number;
}

function createTallies() {
  const names = [...pumpingRules, 'spendCaps'] as const;
  const tallies = new Map<RuleOutcome['rule'], Tally>(
    names.map((rule) => [rule, { stopped: 0, honest: 0, recorded: 0, units: 0 }]),
  );
  const of = (rule: RuleOutcome['rule']) => tallies.get(rule) as Tally; // every name has one
  return {
    stop(rule: RuleOutcome['rule'], isHonest: boolean, units: number) {
      const tally = of(rule);
      tally.stopped += 1;
      tally.honest += isHonest ? 1 : 0;
      tally.units += units;
    },
    record(rule: PumpingRule) {
      of(rule).recorded += 1;
    },
    outcome: (): RuleOutcome[] =>
      names.map((rule) => {
        const { units, ...tally } = of(rule);
        return { rule, ...tally, saved: formatAmount(units) };
      }),
  };
}
