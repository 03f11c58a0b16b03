/** The tests there are, in their order on the card. */
import type { ScorecardTest } from './contract.ts';
import { parallelGuesses } from './tests/t01-parallel-guesses.ts';
import { parallelSuccess } from './tests/t02-parallel-success.ts';
import { serverKilled } from './tests/t15-server-killed.ts';
import { databaseKilled } from './tests/t16-database-killed.ts';
import { databaseAway } from './tests/t26-database-away.ts';
import { fuzz } from './tests/t38-fuzz.ts';
import { canaryScan } from './tests/t39-canary-scan.ts';

export const tests: readonly ScorecardTest[] = [
  parallelGuesses,
  parallelSuccess,
  serverKilled,
  databaseKilled,
  databaseAway,
  fuzz,
  canaryScan,
];
