/**
 * The rules, pure: figures in, trips out. The formulas and their reasons stand in docs/fraud.md; every
 * threshold comes from the application's settings.
 */
import type {
  PumpingAction,
  PumpingRule,
  PumpingSettings,
} from '../applications/pumping-settings.ts';
import type { Figures, Scope } from './traffic.ts';

export interface Trip {
  readonly rule: PumpingRule;
  readonly scope: Scope;
  /** What was counted, this message included, and what would have been allowed. */
  readonly counted: number;
  readonly allowed: number;
}

/** Share of a day that its busiest hour may carry: twice what common daily curves show. */
const busiestHour = 1 / 6;
/** Of the floors, for a day after a block that ended by itself. */
const easedShare = 0.25;

export interface BudgetFigures extends Figures {
  /** Most that was verified on one of the last 14 days; 0 when that is not kept for the scope. */
  readonly verifiedDayMost: number;
}

type Budget = PumpingSettings['country'];

/** Unverified messages a key may have in an hour and in a day. */
export function allowances(
  budget: Budget,
  figures: BudgetFigures,
  isEased: boolean,
): { hour: number; day: number } {
  const floorShare = isEased ? easedShare : 1;
  const volumeDay = Math.max(figures.verifiedDay, figures.verifiedDayMost);
  const volumeHour = Math.max(figures.verifiedHour, volumeDay * busiestHour);
  return {
    hour: Math.ceil(budget.hour * floorShare) + budget.share * volumeHour,
    day: Math.ceil(budget.day * floorShare) + budget.share * volumeDay,
  };
}

/** Whether one more message would be above what the key may have. */
export function tripBudget(
  scope: Scope,
  budget: Budget,
  figures: BudgetFigures,
  isEased: boolean,
): Trip | undefined {
  if (budget.action === 'off') return undefined;
  const { hour, day } = allowances(budget, figures, isEased);
  const [inHour, inDay] = [figures.unverifiedHour + 1, figures.unverifiedDay + 1];
  if (inHour > hour) return { rule: scope, scope, counted: inHour, allowed: hour };
  if (inDay > day) return { rule: scope, scope, counted: inDay, allowed: day };
  return undefined;
}

/** `countries`: those the client asked for without verifying there, the one asked for now included. */
export function tripClientCountries(
  settings: PumpingSettings,
  countries: number,
): Trip | undefined {
  const { action, most } = settings.clientCountries;
  if (action === 'off' || countries <= most) return undefined;
  return { rule: 'clientCountries', scope: 'client', counted: countries, allowed: most };
}

/** A run is harmless where as many numbers of the prefix were verified lately. */
export function tripSequence(
  settings: PumpingSettings,
  run: number,
  verifiedHour: number,
): Trip | undefined {
  const { action, run: most } = settings.sequence;
  const allowed = most + verifiedHour;
  if (action === 'off' || run <= allowed) return undefined;
  return { rule: 'sequence', scope: 'prefix', counted: run, allowed };
}

const severity: Readonly<Record<PumpingAction, number>> = {
  off: 0,
  record: 1,
  'other-channel': 2,
  challenge: 3,
  refuse: 4,
};

export function isSeverer(one: PumpingAction, other: PumpingAction): boolean {
  return severity[one] > severity[other];
}
