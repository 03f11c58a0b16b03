/** The tests there are: an export list and their order on the card. */
import type { ScorecardTest } from './contract.ts';
import { parallelGuesses } from './tests/t01-parallel-guesses.ts';
import { parallelSuccess } from './tests/t02-parallel-success.ts';

export const tests: readonly ScorecardTest[] = [parallelGuesses, parallelSuccess];
