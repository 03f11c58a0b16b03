import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nextBeat } from './refuse-evenly.ts';

test.each([
  [0, 25],
  [5, 25],
  [20, 25],
  [30, 50],
])('after %i ms of work a refusal waits for %i ms at least', async (work, beat) => {
  const startedAt = performance.now();
  if (work > 0) await sleep(work);
  await nextBeat(startedAt);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(beat);
});
