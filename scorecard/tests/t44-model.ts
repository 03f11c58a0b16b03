/**
 * T44: random operations on two real nodes and on a reference model, seed after seed; whatever an
 * answer, a row or a count says differently is a fault, printed with the seed that shows it again.
 */
import { type Findings, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { chanceFrom } from '../rig/chance.ts';
import { openScratch } from '../rig/scratch.ts';
import { compare } from './t44/compare.ts';
import { operate } from './t44/operations.ts';
import { closeWorld, type Fleet, openFleet, openWorld } from './t44/world.ts';

const operationsMax = 200;
const compareEvery = 10;
const traceLength = 12;

export const modelTest: ScorecardTest = {
  id: 'T44',
  name: 'random operations agree with the reference model',
  async run(setup, findings) {
    const scratch = await openScratch();
    try {
      await playSeeds(setup, openFleet(scratch), findings);
    } finally {
      await scratch.stop();
    }
  },
};

/** A given seed is played alone; otherwise one after the other until the time is over. */
async function playSeeds(setup: Setup, fleet: Fleet, findings: Findings): Promise<void> {
  const seconds = sized(setup, { short: 7, usual: 60, full: 3_600 });
  const seedsMax = setup.isReplay ? 1 : sized(setup, { short: 500, usual: 2_000, full: 10_000 });
  const deadline = performance.now() + seconds * 1_000;
  let seeds = 0;
  let operations = 0;
  for (; seeds < seedsMax && performance.now() < deadline; seeds += 1) {
    const seed = setup.seed + seeds;
    const played = await playSeed(fleet, seed);
    operations += played.operations;
    for (const text of played.faults) findings.expect(false, `seed ${seed}: ${text}`);
    if (played.faults.length > 0) {
      findings.seed = seed;
      break;
    }
  }
  findings.figure(`${operations} operations on ${seeds || 1} seeds from ${setup.seed}`);
}

async function playSeed(
  fleet: Fleet,
  seed: number,
): Promise<{ operations: number; faults: string[] }> {
  const world = await openWorld(fleet, chanceFrom(seed), seed);
  const trace: string[] = [];
  let done = 0;
  for (; done < operationsMax && world.faults.length === 0; done += 1) {
    trace.push(await operate(fleet, world));
    if (done % compareEvery === compareEvery - 1) await compare(fleet, world);
  }
  await compare(fleet, world);
  await closeWorld(fleet, world);
  const { faults } = world;
  const last = trace.slice(-traceLength).join(', ');
  return {
    operations: done,
    faults: faults.length > 0 ? [...faults, `after ${done} operations, last: ${last}`] : [],
  };
}
