/**
 * Reads a price list as people keep it: CSV (RFC 4180) with a header, from a spreadsheet or by hand.
 * Every wrong cell is named by its row and column; one of them refuses the whole file.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { isCountry } from '../kernel/countries.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { type Price, priceKey } from './price.ts';

export const priceColumns = [
  'channel',
  'transport',
  'country',
  'network',
  'network_name',
  'price',
] as const;
export type PriceColumn = (typeof priceColumns)[number];
const requiredColumns: readonly PriceColumn[] = ['channel', 'country', 'price'];

/** What is wrong, and where. Rows count from 1, the header being the first. */
export interface PriceProblem {
  readonly row: number;
  readonly column: string;
  readonly reason: string;
}

export interface ReadPriceFile {
  readonly lines: readonly Price[];
  /** In the order of the file; more than a hundred are not told. */
  readonly problems: readonly PriceProblem[];
}

/** Names a line may use. */
export interface KnownNames {
  readonly channels: readonly string[];
  readonly transports: readonly string[];
}

const problemsMax = 100;
const linesMax = 100_000;
const networkNameMax = 80;

export function readPriceFile(text: string, known: KnownNames): ReadPriceFile {
  const table = readTable(text);
  if ('problem' in table) return { lines: [], problems: [table.problem] };
  const [header, ...rows] = table.rows;
  if (!header) return { lines: [], problems: [problemAt(1, 'file', 'is empty')] };
  const names = header.cells.map((cell) => cell.toLowerCase());
  const problems = checkHeader(names);
  if (problems.length > 0) return { lines: [], problems };
  return readRows(rows, names, known);
}

interface Row {
  /** Place in the file, blank lines counted. */
  readonly number: number;
  readonly cells: readonly string[];
}

type Table = { readonly rows: readonly Row[] } | { readonly problem: PriceProblem };

function readTable(text: string): Table {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 10_000,
      to: linesMax + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    if (records.length > linesMax + 1) {
      return { problem: problemAt(linesMax + 2, 'file', `has more than ${linesMax} lines`) };
    }
    return { rows: records.map(({ record, info }) => ({ number: info.lines, cells: record })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error.lines === 'number' ? error.lines : 1;
    return { problem: problemAt(row, 'file', 'is no CSV: a quotation mark is open or misplaced') };
  }
}

/** The header's: spreadsheets of half of Europe write semicolons, since they write 0,05 for a price. */
function delimiterOf(text: string): string {
  const header = /\S.*/.exec(text)?.[0] ?? '';
  return /[,;\t]/.exec(header)?.[0] ?? ',';
}

function checkHeader(names: readonly string[]): PriceProblem[] {
  const isKnown = (name: string) => (priceColumns as readonly string[]).includes(name);
  const unknown = names.filter((name) => !isKnown(name));
  const repeated = names.filter((name, index) => isKnown(name) && names.indexOf(name) !== index);
  const missing = requiredColumns.filter((name) => !names.includes(name));
  return [
    ...unknown.map((name) =>
      problemAt(1, name.slice(0, 40) || 'header', 'is no column of the list'),
    ),
    ...repeated.map((name) => problemAt(1, name, 'is there twice')),
    ...missing.map((name) => problemAt(1, name, 'is missing in the header')),
  ];
}

function readRows(
  rows: readonly Row[],
  names: readonly string[],
  known: KnownNames,
): ReadPriceFile {
  const lines: Price[] = [];
  const problems: PriceProblem[] = [];
  const rowOf = new Map<string, number>();
  for (const row of rows) {
    if (problems.length >= problemsMax) break;
    const found = readRow(row, names, known);
    problems.push(...found.problems);
    if (!found.line) continue;
    const key = priceKey(found.line);
    const earlier = rowOf.get(key);
    if (earlier !== undefined) {
      problems.push(problemAt(row.number, 'country', `says the same as row ${earlier}`));
    }
    rowOf.set(key, row.number);
    lines.push(found.line);
  }
  return { lines, problems: problems.slice(0, problemsMax) };
}

function readRow(
  row: Row,
  names: readonly string[],
  known: KnownNames,
): { line?: Price; problems: readonly PriceProblem[] } {
  if (row.cells.length !== names.length) {
    const reason = `has ${row.cells.length} cells where the header has ${names.length}`;
    return { problems: [problemAt(row.number, 'row', reason)] };
  }
  const cells = new Map(names.map((name, index) => [name, row.cells[index] ?? '']));
  const cell = (name: PriceColumn) => cells.get(name) ?? '';
  const problems = priceColumns.flatMap((name) => {
    const reason = judges[name](cell(name), known);
    return reason === undefined ? [] : [problemAt(row.number, name, reason)];
  });
  if (problems.length > 0) return { problems };
  const line = {
    channel: cell('channel'),
    transport: cell('transport'),
    country: cell('country'),
    network: cell('network'),
    networkName: cell('network_name'),
    price: formatAmount(parseAmount(cell('price'))),
  };
  return { line, problems };
}

/** What is wrong with a cell; undefined when nothing is. */
type Judge = (text: string, known: KnownNames) => string | undefined;

const judges: Readonly<Record<PriceColumn, Judge>> = {
  channel: (text, { channels }) =>
    channels.includes(text) ? undefined : `is not one of ${channels.join(', ')}`,
  transport: (text, { transports }) =>
    text === '' || transports.includes(text)
      ? undefined
      : `is neither empty nor one of ${transports.join(', ')}`,
  country: (text) => (isCountry(text) ? undefined : 'is no country: two capital letters, e.g. GB'),
  network: (text) =>
    text === '' || /^\d{5,6}$/.test(text)
      ? undefined
      : 'is neither empty nor 5 or 6 digits (a spreadsheet may have dropped a leading zero)',
  network_name: (text) =>
    text.length <= networkNameMax && !/\p{Cc}/u.test(text)
      ? undefined
      : `has more than ${networkNameMax} letters, or control characters`,
  price: judgePrice,
};

function judgePrice(text: string): string | undefined {
  if (/^\d{1,6}(\.\d{1,8})?$/.test(text)) return undefined;
  if (text === '') return 'is missing';
  if (/^\d+,\d+$/.test(text)) return 'has a comma: write a point, e.g. 0.05';
  return 'is no amount of EUR with up to eight decimals, e.g. 0.05';
}

function problemAt(row: number, column: string, reason: string): PriceProblem {
  return { row, column, reason };
}
