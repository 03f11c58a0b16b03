import { expect, test } from 'vitest';
import { until } from '../../test-support/until.ts';
import { silentLogger } from '../../test-support/workbench.ts';
import { type DueLoopOptions, startDueLoop } from './due-loop.ts';

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A loop over a queue of so many due rows; counts its looks. */
function loopOver(due: number, changes: Partial<DueLoopOptions> = {}) {
  const facts = { due, looks: 0, underWay: 0, overlaps: 0 };
  const loop = startDueLoop({
    name: 'test',
    limit: 10,
    pauseMilliseconds: 60_000,
    logger: silentLogger,
    work: async (limit) => {
      facts.looks += 1;
      facts.underWay += 1;
      if (facts.underWay > 1) facts.overlaps += 1;
      await sleep(1);
      facts.underWay -= 1;
      const taken = Math.min(facts.due, limit);
      facts.due -= taken;
      return taken;
    },
    ...changes,
  });
  return { loop, facts };
}

test('a full batch is followed by the next at once, an unfull one by a pause', async () => {
  const { loop, facts } = loopOver(25);
  await until(() => facts.due === 0);
  await sleep(20);
  expect(facts.looks).toBe(3);
  await loop.stop();
});

test('it looks again when the pause is over', async () => {
  const { loop, facts } = loopOver(0, { pauseMilliseconds: 5 });
  await until(() => facts.looks >= 4);
  await loop.stop();
});

test('woken, it looks at once, also when woken in the middle of a look', async () => {
  const { loop, facts } = loopOver(0);
  loop.wake();
  await until(() => facts.looks === 2);
  await sleep(10);
  loop.wake();
  await until(() => facts.looks === 3);
  await loop.stop();
});

test('looks never overlap', async () => {
  const { loop, facts } = loopOver(500);
  for (let index = 0; index < 50; index += 1) {
    loop.wake();
    await sleep(0);
  }
  await until(() => facts.due === 0);
  expect(facts.overlaps).toBe(0);
  await loop.stop();
});

test('a failure is logged and the loop goes on', async () => {
  const said: string[] = [];
  let looks = 0;
  const loop = startDueLoop({
    name: 'shaky',
    limit: 10,
    pauseMilliseconds: 60_000,
    logger: { ...silentLogger, warn: (facts) => said.push(JSON.stringify(facts)) },
    work: async () => {
      looks += 1;
      if (looks === 1) throw new Error('the database is away');
      return 0;
    },
  });
  await until(() => looks === 2);
  expect(said).toEqual([expect.stringContaining('shaky')]);
  await loop.stop();
});

test('stopping waits for the look under way, and none comes after', async () => {
  const { loop, facts } = loopOver(1_000_000, { limit: 1 });
  await until(() => facts.looks > 2);
  await loop.stop();
  expect(facts.underWay).toBe(0);
  const { looks } = facts;
  await sleep(20);
  loop.wake();
  await sleep(20);
  expect(facts.looks).toBe(looks);
});
