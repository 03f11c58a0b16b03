/**
 * How far each country, prefix and client is from its budget, by the same formulas the judge uses, and
 * what is spent of the caps. What other nodes counted in the last second may be missing.
 */
import type { Application } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { allowances } from './rules.ts';
import {
  type CountRow,
  findSpending,
  findVerifiedDayMost,
  listBlocks,
  listBusiestCounts,
  sumDecisions,
} from './store.ts';
import { figuresOf, type Scope, scopes } from './traffic.ts';

export interface BudgetLine {
  readonly scope: Scope;
  readonly key: string;
  readonly unverifiedHour: number;
  readonly allowedHour: number;
  readonly unverifiedDay: number;
  readonly allowedDay: number;
  readonly sentDay: number;
  readonly verifiedDay: number;
  readonly isBlocked: boolean;
}

export interface SpendLine {
  readonly window: 'hour' | 'day';
  /** Decimal. */
  readonly spent: string;
  readonly cap: string | null;
  /** When the window that is running ends; null when none is. */
  readonly endsAt: Date | null;
}

export interface Budgets {
  readonly lines: readonly BudgetLine[];
  readonly spending: readonly SpendLine[];
  /** Decisions of the last seven days by action. */
  readonly decided: readonly {
    readonly action: string;
    readonly count: number;
    readonly saved: string;
  }[];
}

const linesOfScope = 20;
const blocksLooked = 500;
const days = 7;

export async function describeBudgets(
  deps: { db: Database; clock: Clock },
  application: Application,
): Promise<Budgets> {
  const { db } = deps;
  const blocks = await listBlocks(db, application.id, blocksLooked);
  const blocked = new Set(
    blocks.filter((row) => row.is_active).map(({ scope, key }) => `${scope} ${key}`),
  );
  const lines: BudgetLine[] = [];
  for (const scope of scopes) {
    const rows = await listBusiestCounts(db, application.id, scope, linesOfScope);
    lines.push(...(await linesOf(deps, application, { scope, rows, blocked })));
  }
  const decided = await sumDecisions(db, application.id, days);
  return {
    lines: lines.toSorted((left, right) => shareOf(right) - shareOf(left)),
    spending: await listSpending(db, application),
    decided: decided.map((row) => ({ ...row, saved: formatAmount(parseAmount(row.saved)) })),
  };
}

async function linesOf(
  { db, clock }: { db: Database; clock: Clock },
  application: Application,
  found: { scope: Scope; rows: readonly CountRow[]; blocked: ReadonlySet<string> },
): Promise<BudgetLine[]> {
  const { scope, rows, blocked } = found;
  const byKey = Map.groupBy(rows, ({ key }) => key);
  const keys = [...byKey.keys()].map((key) => ({ applicationId: application.id, scope, key }));
  const most = scope === 'country' ? await findVerifiedDayMost(db, keys) : [];
  const now = clock.now().getTime();
  return [...byKey].map(([key, hours]) => {
    const verifiedDayMost = most.find((one) => one.key === key)?.most ?? 0;
    const figures = { ...figuresOf(hours, now), verifiedDayMost };
    const allowed = allowances(application.settings.pumping[scope], figures, false);
    return {
      scope,
      key,
      unverifiedHour: Math.round(figures.unverifiedHour),
      allowedHour: Math.floor(allowed.hour),
      unverifiedDay: Math.round(figures.unverifiedDay),
      allowedDay: Math.floor(allowed.day),
      sentDay: hours.reduce((sum, { sent }) => sum + sent, 0),
      verifiedDay: Math.round(figures.verifiedDay),
      isBlocked: blocked.has(`${scope} ${key}`),
    };
  });
}

/** Of what it may have, the larger of hour and day. */
function shareOf(line: BudgetLine): number {
  return Math.max(line.unverifiedHour / line.allowedHour, line.unverifiedDay / line.allowedDay);
}

/** What is spent of the caps in the windows that are running; empty before the first message. */
export async function listSpending(
  db: Database,
  { id, settings }: Application,
): Promise<SpendLine[]> {
  const [row] = await findSpending(db, id);
  const line = (window: SpendLine['window'], spent: string, endsAt: Date): SpendLine => {
    const units = parseAmount(spent);
    const cap = settings.spendCaps[window];
    return { window, spent: formatAmount(units), cap, endsAt: units === 0 ? null : endsAt };
  };
  if (!row) return [];
  return [line('hour', row.hour_spent, row.hour_ends), line('day', row.day_spent, row.day_ends)];
}
