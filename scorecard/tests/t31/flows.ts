/** Starts and checks at a steady rate, whatever happens to the nodes meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.ts';

export interface Flows {
  /** No new ones begin; resolves when the last has been checked. Twice is as good as once. */
  stop(): Promise<FlowTally>;
}

export interface FlowTally {
  readonly flows: number;
  readonly refusedStarts: number;
  readonly refusedChecks: number;
  readonly seconds: number;
}

const firstNumber = 447_400_500_000;
const lifeSeconds = 60;
const underWayMax = 200;

export function runFlows(client: Client, flowsPerSecond: number): Flows {
  const under = new Set<Promise<void>>();
  const startedAt = performance.now();
  const tally = { flows: 0, refusedStarts: 0, refusedChecks: 0 };
  let isStopped = false;
  let seconds = 0;
  let skipped = 0;

  async function flow(index: number): Promise<void> {
    const code = String(100_000 + (index % 900_000));
    const id = await client.start(String(firstNumber + index), code, lifeSeconds);
    if (id === undefined) tally.refusedStarts += 1;
    else if (!(await client.check(id, code))) tally.refusedChecks += 1;
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      // By the clock, so that a slow moment is made up for and the rate is what it is said to be.
      const due = ((performance.now() - startedAt) / 1_000) * flowsPerSecond;
      // On a machine that cannot keep up the rate is lower; a queue would only measure itself.
      while (tally.flows + skipped < due) {
        if (under.size >= underWayMax) {
          skipped += 1;
          continue;
        }
        const going = flow(tally.flows).finally(() => under.delete(going));
        under.add(going);
        tally.flows += 1;
      }
      await sleep(1_000 / flowsPerSecond);
    }
  }

  const running = run();
  return {
    async stop() {
      if (!isStopped) seconds = (performance.now() - startedAt) / 1_000;
      isStopped = true;
      await running;
      await Promise.all(under);
      return { ...tally, seconds };
    },
  };
}
