/**
 * What a test of the scorecard is: a black-box proof of one promise, with its figures. Decides what
 * counts as held: no fault was noted. A test that could not run is no proof of anything.
 */
import type { SharedRig } from './rig/shared.ts';

export { InvalidRun } from './rig/invalid-run.ts';

/** `short` is for `npm test`, `usual` what the card asks of this stage, `full` the whole table. */
export type Size = 'short' | 'usual' | 'full';

export interface Setup {
  readonly size: Size;
  /** Of everything random in the test; printed with a fault, given back with `--seed`. */
  readonly seed: number;
  /** Whether the seed was given: a test may then run that one alone. */
  readonly isReplay: boolean;
  /** Two servers on one database that gentle tests use one after the other. */
  readonly shared: SharedRig;
  /** For the lines a long test prints while it runs. */
  readonly log: (text: string) => void;
}

export interface ScorecardTest {
  /** As in docs/security.md. */
  readonly id: string;
  readonly name: string;
  /** It mostly waits (for leases): a short run does others meanwhile. */
  readonly isPatient?: boolean;
  run(setup: Setup, findings: Findings): Promise<void>;
}

const FAULTS_SHOWN_MAX = 12;

export class Findings {
  readonly figures: string[] = [];
  /** The one that shows the fault again, where a test tries several. */
  seed: number | undefined;
  readonly #faults = new Map<string, number>();

  /** Notes a fault unless the promise held. The same sentence is counted, not repeated. */
  expect(isHeld: boolean, fault: string): void {
    if (!isHeld) this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
  }

  /** Notes a fault unless both are the same; tells both. */
  equal(actual: unknown, expected: unknown, what: string): void {
    const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
    this.expect(left === right, `${what}: ${left}, expected ${right}`);
  }

  figure(text: string): void {
    this.figures.push(text);
  }

  get isHeld(): boolean {
    return this.#faults.size === 0;
  }

  faults(): string[] {
    const all = [...this.#faults].map(
      ([fault, times]) => fault + (times > 1 ? ` (${times}×)` : ''),
    );
    const more = all.length - FAULTS_SHOWN_MAX;
    return more > 0 ? [...all.slice(0, FAULTS_SHOWN_MAX), `and ${more} more faults`] : all;
  }
}

/** The number for the size of this run. */
export function sized(setup: Pick<Setup, 'size'>, sizes: Readonly<Record<Size, number>>): number {
  return sizes[setup.size];
}
