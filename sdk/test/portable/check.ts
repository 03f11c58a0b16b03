/** What the portable suite needs of a test library, in words that every runtime has. */
export interface Case {
  readonly name: string;
  run(): Promise<void>;
}

export interface Outcome {
  readonly name: string;
  /** Empty when it passed. */
  readonly failure: string;
}

const caseMilliseconds = 10_000;

/** Case by case: some of them count what they did. */
export async function runCases(cases: readonly Case[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of cases) {
    const failure = await inTime(run()).then(
      () => '',
      (error: unknown) => (error instanceof Error ? `${error.message}\n${error.stack}` : 'unknown'),
    );
    outcomes.push({ name, failure });
  }
  return outcomes;
}

/** A case that hangs is a failure of its own, not of all that come after it. */
function inTime(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`not done after ${caseMilliseconds} ms`));
    const timer = setTimeout(late, caseMilliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function equal(found: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`found ${left}, wanted ${right}`);
}

/** @returns what was thrown */
export async function thrown(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('something was thrown that is no Error');
  }
  throw new Error('nothing was thrown');
}
