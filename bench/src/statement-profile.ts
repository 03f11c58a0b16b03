/** Where PostgreSQL's time went, by statement. */
import type { StatementUse } from './postgres.ts';
import { textTable } from './text-table.ts';

const statementsShown = 15;
const wordsCharacters = 90;

export function describeStatements(statements: readonly StatementUse[]): string {
  const total = statements.reduce((sum, use) => sum + timeOf(use), 0);
  const rows = statements
    .slice(0, statementsShown)
    .map((use) => [
      `${((timeOf(use) / Math.max(1, total)) * 100).toFixed(1)} %`,
      use.calls.toFixed(0),
      (use.planMilliseconds / use.calls).toFixed(2),
      (use.executeMilliseconds / use.calls).toFixed(2),
      (use.rows / use.calls).toFixed(1),
      (use.walBytes / use.calls).toFixed(0),
      use.rows === 0 ? '–' : ((timeOf(use) / use.rows) * 1_000).toFixed(0),
      wordsOf(use.query),
    ]);
  const head = ['share', 'calls', 'plan ms', 'run ms', 'rows', 'WAL bytes', 'µs/row', 'statement'];
  const seconds = (total / 1_000).toFixed(1);
  return `PostgreSQL: ${seconds} s of statements in the window (waits for disk and locks included)\n${textTable(head, rows)}`;
}

function timeOf(use: StatementUse): number {
  return use.planMilliseconds + use.executeMilliseconds;
}

/** The words that tell statements apart: the tables it writes to, else how it begins. */
function wordsOf(query: string): string {
  const writes = [...query.matchAll(/\b(?:insert into|update|delete from)\s+(?!of|set|skip)\w+/gi)];
  const tables = [...new Set(writes.map(([words]) => words.replace(/\s+/g, ' ').toLowerCase()))];
  const words = tables.length > 0 ? tables.join(', ') : query.replace(/\s+/g, ' ').trim();
  return words.slice(0, wordsCharacters);
}
