/**
 * A step: N callers, each in a closed loop, first to warm up, then through the measured window,
 * then until the flows under way have ended. What is measured, and where, is the same for the load
 * generator and for the database floor.
 */
import { type Measured, type Step, tellParent } from './messages.ts';
import { Durations, ErrorCounts } from './statistics.ts';

/** Durations of one right flow, in milliseconds. */
export interface FlowTimes {
  readonly start: number;
  readonly check: number;
  readonly codeWait: number;
}

export class Loop {
  isEnding = false;
  readonly #start = new Durations();
  readonly #check = new Durations();
  readonly #flow = new Durations();
  readonly #codeWait = new Durations();
  readonly #errors = new ErrorCounts();
  #isWindowOpen = false;
  #flows = 0;
  #flowsInAll = 0;

  right(times: FlowTimes): void {
    this.#flowsInAll += 1;
    if (!this.#isWindowOpen) return;
    this.#flows += 1;
    this.#start.add(times.start);
    this.#check.add(times.check);
    this.#flow.add(times.start + times.check);
    this.#codeWait.add(times.codeWait);
  }

  wrong(error: unknown): void {
    this.#errors.add((error as Error).message);
  }

  async run(step: Step, caller: (loop: Loop) => Promise<void>): Promise<Measured> {
    const callers = Array.from({ length: step.connections }, () => caller(this));
    await pause(step.warmUpSeconds * 1_000);
    const openedAt = performance.now();
    this.#isWindowOpen = true;
    tellParent({ kind: 'window-opened' });
    await pause(step.seconds * 1_000);
    this.#isWindowOpen = false;
    const seconds = (performance.now() - openedAt) / 1_000;
    tellParent({ kind: 'window-closed' });
    this.isEnding = true;
    await Promise.all(callers);
    return this.#measured(seconds);
  }

  #measured(seconds: number): Measured {
    return {
      seconds,
      flows: this.#flows,
      flowsInAll: this.#flowsInAll,
      start: this.#start.percentiles(),
      check: this.#check.percentiles(),
      flow: this.#flow.percentiles(),
      codeWait: this.#codeWait.percentiles(),
      errors: this.#errors.list(),
    };
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
