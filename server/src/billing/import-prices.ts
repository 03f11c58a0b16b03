/**
 * Takes a price file into the list, all of it or nothing. A dry run says line by line what would
 * change; its version lets the import that follows be refused when the list changed in between.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { type Price, priceKey } from './price.ts';
import type { PriceList } from './price-list.ts';
import { type KnownNames, type PriceProblem, readPriceFile } from './read-price-file.ts';
import {
  countUpPriceList,
  deletePrices,
  findPriceListVersion,
  listAllPrices,
  type PriceRow,
  upsertPrices,
} from './store.ts';

export interface ImportRequest {
  /** The file's text. */
  readonly text: string;
  /** `replace`: lines the file does not name are removed; `merge`: they stay. */
  readonly mode: 'merge' | 'replace';
  readonly isDryRun: boolean;
  /** Of the dry run that was looked at. */
  readonly version?: number;
  readonly actor: string;
}

export interface PriceChange {
  readonly line: Omit<Price, 'price'>;
  /** Null: the line is new. */
  readonly before: string | null;
  /** Null: the line is removed. */
  readonly after: string | null;
}

export type ImportOutcome =
  | { readonly kind: 'refused'; readonly problems: readonly PriceProblem[] }
  | {
      readonly kind: 'planned' | 'imported';
      readonly changes: readonly PriceChange[];
      readonly unchanged: number;
      /** Of the list the changes are against, or made. */
      readonly version: number;
    };

export interface ImportDeps {
  readonly db: Database;
  readonly prices: PriceList;
  readonly known: KnownNames;
}

/** @throws PlatformError `conflict` when the list is not the one the dry run saw. */
export async function importPrices(
  deps: ImportDeps,
  request: ImportRequest,
): Promise<ImportOutcome> {
  const { lines, problems } = readPriceFile(request.text, deps.known);
  if (problems.length > 0) return { kind: 'refused', problems };
  if (request.isDryRun) return planImport(deps.db, lines, request.mode);
  const imported = await deps.db.transaction((tx) => replaceLines(tx, lines, request));
  await deps.prices.refresh();
  return imported;
}

async function planImport(
  db: Queryable,
  lines: readonly Price[],
  mode: ImportRequest['mode'],
): Promise<ImportOutcome> {
  const [found] = await findPriceListVersion(db);
  const plan = compare(await listAllPrices(db), lines, mode);
  return { kind: 'planned', version: found?.version ?? 0, ...summary(plan) };
}

async function replaceLines(
  tx: Queryable,
  lines: readonly Price[],
  request: ImportRequest,
): Promise<ImportOutcome> {
  const [counted] = await countUpPriceList(tx);
  const version = counted?.version ?? 0;
  if (request.version !== undefined && request.version !== version - 1) {
    throw new PlatformError('conflict', { reason: 'prices-changed' });
  }
  const plan = compare(await listAllPrices(tx), lines, request.mode);
  await upsertPrices(tx, plan.upserts);
  await deletePrices(tx, plan.removed);
  const { actor, mode } = request;
  const { changes, unchanged } = summary(plan);
  const count = (isSuch: (change: PriceChange) => boolean) => changes.filter(isSuch).length;
  await recordAudit(tx, {
    actor,
    action: 'prices.imported',
    data: {
      mode,
      added: count(({ before }) => before === null),
      changed: count(({ before, after }) => before !== null && after !== null),
      removed: count(({ after }) => after === null),
      unchanged,
    },
  });
  return { kind: 'imported', version, changes, unchanged };
}

interface Plan {
  readonly changes: readonly PriceChange[];
  readonly upserts: readonly Price[];
  readonly removed: readonly Price[];
  readonly unchanged: number;
}

function compare(rows: readonly PriceRow[], lines: readonly Price[], mode: string): Plan {
  const before = new Map(rows.map((row) => [priceKey(row), toPrice(row)]));
  const named = new Set(lines.map(priceKey));
  const upserts = lines.filter((line) => {
    const old = before.get(priceKey(line));
    return !old || old.price !== line.price || old.networkName !== line.networkName;
  });
  const isGone = (line: Price) => mode === 'replace' && !named.has(priceKey(line));
  const removed = [...before.values()].filter(isGone);
  const changes = [
    ...upserts.map((line) => change(line, before.get(priceKey(line))?.price ?? null, line.price)),
    ...removed.map((line) => change(line, line.price, null)),
  ];
  return { changes, upserts, removed, unchanged: lines.length - upserts.length };
}

function change(line: Price, before: string | null, after: string | null): PriceChange {
  const { price: _price, ...facts } = line;
  return { line: facts, before, after };
}

function summary({ changes, unchanged }: Plan): Pick<Plan, 'changes' | 'unchanged'> {
  return { changes, unchanged };
}

export function toPrice({ network_name: networkName, price, ...row }: PriceRow): Price {
  return { ...row, networkName, price: formatAmount(parseAmount(price)) };
}
