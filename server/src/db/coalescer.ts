/**
 * Gathers the calls that wait at this moment into one statement, so that many callers share one
 * disk flush. Never waits for more; keeps each caller's own result and error.
 */

export interface CoalescerOptions<Request, Result> {
  /** Runs one batch; must answer one result (or Error) per request, in order. */
  run(batch: readonly Request[]): Promise<readonly (Result | Error)[]>;
  /** Requests in one batch at the most. Range 1 to 1000. */
  readonly batchMax: number;
  /** Batches under way at once. Range 1 to 4. */
  readonly lanesMax: number;
}

interface Waiting<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export function createCoalescer<Request, Result>(
  options: CoalescerOptions<Request, Result>,
): (request: Request) => Promise<Result> {
  let waiting: Waiting<Request, Result>[] = [];
  let lanes = 0;
  let isScheduled = false;

  async function drain(): Promise<void> {
    lanes += 1;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, options.batchMax);
      waiting = waiting.slice(options.batchMax);
      await settle(batch, options.run, refuseWaiting);
    }
    lanes -= 1;
  }

  /** Who waits behind a batch that found the database away must not wait for its turn to find out. */
  function refuseWaiting(error: unknown): void {
    const refused = waiting;
    waiting = [];
    for (const call of refused) call.reject(error);
  }

  function schedule(): void {
    if (isScheduled || lanes >= options.lanesMax) return;
    isScheduled = true;
    // One turn of the loop lets every request already read from its socket join the batch.
    setImmediate(() => {
      isScheduled = false;
      if (lanes < options.lanesMax && waiting.length > 0) void drain();
    });
  }

  return (request) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      schedule();
    });
}

async function settle<Request, Result>(
  batch: readonly Waiting<Request, Result>[],
  run: CoalescerOptions<Request, Result>['run'],
  onAway: (error: unknown) => void,
): Promise<void> {
  try {
    const results = await run(batch.map((call) => call.request));
    batch.forEach((call, index) => {
      const result = results[index];
      if (result instanceof Error) call.reject(result);
      else call.resolve(result as Result);
    });
  } catch (error) {
    const isAway = (error as { code?: unknown }).code === 'unavailable';
    if (isAway || batch.length === 1) {
      for (const call of batch) call.reject(error);
      if (isAway) onAway(error);
      return;
    }
    // One bad row fails its caller only: the others are tried one by one.
    await settleOneByOne(batch, run, onAway);
  }
}

async function settleOneByOne<Request, Result>(
  batch: readonly Waiting<Request, Result>[],
  run: CoalescerOptions<Request, Result>['run'],
  onAway: (error: unknown) => void,
): Promise<void> {
  let away: { error: unknown } | undefined;
  for (const call of batch) {
    if (away) call.reject(away.error);
    else {
      await settle([call], run, (error) => {
        away = { error };
        onAway(error);
      });
    }
  }
}
