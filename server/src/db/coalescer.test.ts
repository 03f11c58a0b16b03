import { describe, expect, test } from 'vitest';
import { PlatformError } from '../kernel/errors.ts';
import { createCoalescer } from './coalescer.ts';

/** A statement in the test's hands: each batch waits until it is let go. */
function controlled() {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  return {
    batches,
    run: async (batch: readonly number[]) => {
      batches.push([...batch]);
      await new Promise<void>((resolve) => gates.push(resolve));
      return batch.map((request) => request * 10);
    },
    letGo: async () => {
      gates.shift()?.();
      await turns();
    },
  };
}

const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const immediately = async (batch: readonly number[]) => batch.map((request) => request * 10);
const away = new PlatformError('unavailable');

describe('batches', () => {
  test('calls of one moment share a statement and each gets its own result', async () => {
    const sizes: number[] = [];
    const call = createCoalescer<number, number>({
      batchMax: 100,
      lanesMax: 1,
      run: (batch) => {
        sizes.push(batch.length);
        return immediately(batch);
      },
    });
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => call(index)));
    expect(sizes).toEqual([50]);
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index * 10));
  });

  test('a lone call is not kept waiting for company', async () => {
    const call = createCoalescer<number, number>({ batchMax: 100, lanesMax: 1, run: immediately });
    let isAnswered = false;
    void call(1).then(() => {
      isAnswered = true;
    });
    await turns();
    expect(isAnswered).toBe(true);
  });

  test('what comes while a statement runs forms the next batch, in order', async () => {
    const statement = controlled();
    const call = createCoalescer<number, number>({
      batchMax: 100,
      lanesMax: 1,
      run: statement.run,
    });
    const first = call(1);
    await turns();
    const rest = [call(2), call(3), call(4)];
    await turns();
    expect(statement.batches).toEqual([[1]]);
    await statement.letGo();
    expect(await first).toBe(10);
    expect(statement.batches).toEqual([[1], [2, 3, 4]]);
    await statement.letGo();
    expect(await Promise.all(rest)).toEqual([20, 30, 40]);
  });

  test('no batch is larger and no more are under way than allowed', async () => {
    const statement = controlled();
    const call = createCoalescer<number, number>({ batchMax: 2, lanesMax: 2, run: statement.run });
    const calls = [1, 2, 3].map((request) => call(request));
    await turns();
    calls.push(...[4, 5, 6, 7].map((request) => call(request)));
    await turns();
    expect(statement.batches).toEqual([
      [1, 2],
      [3, 4],
    ]);
    while (statement.batches.flat().length < 7) await statement.letGo();
    await statement.letGo();
    await statement.letGo();
    expect(await Promise.all(calls)).toEqual([10, 20, 30, 40, 50, 60, 70]);
    expect(statement.batches.every((batch) => batch.length <= 2)).toBe(true);
  });
});

describe('errors', () => {
  const settled = (calls: Promise<number>[]) =>
    Promise.allSettled(calls).then((all) =>
      all.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
    );

  test('an error in a place is that caller’s alone', async () => {
    const call = createCoalescer<number, number>({
      batchMax: 10,
      lanesMax: 1,
      run: async (batch) => batch.map((request) => (request === 2 ? new Error('two') : request)),
    });
    expect(await settled([call(1), call(2), call(3)])).toEqual([1, 'Error: two', 3]);
  });

  test('one bad row fails its caller only', async () => {
    const call = createCoalescer<number, number>({
      batchMax: 10,
      lanesMax: 1,
      run: async (batch) => {
        if (batch.includes(2)) throw new Error('bad row');
        return immediately(batch);
      },
    });
    expect(await settled([call(1), call(2), call(3)])).toEqual([10, 'Error: bad row', 30]);
  });

  test('a database that is away refuses the batch and all who wait, with one try', async () => {
    let tries = 0;
    let fail: () => void = () => undefined;
    const call = createCoalescer<number, number>({
      batchMax: 2,
      lanesMax: 1,
      run: () => {
        tries += 1;
        return new Promise((_resolve, reject) => {
          fail = () => reject(away);
        });
      },
    });
    const calls = [1, 2, 3, 4, 5].map((request) => call(request));
    const outcomes = settled(calls);
    await turns();
    fail();
    expect(await outcomes).toEqual(calls.map(() => String(away)));
    expect(tries).toBe(1);
  });

  test('a database that goes away while rows are tried one by one is not asked for the rest', async () => {
    const batches: number[][] = [];
    const call = createCoalescer<number, number>({
      batchMax: 10,
      lanesMax: 1,
      run: async (batch) => {
        batches.push([...batch]);
        if (batch.length > 1) throw new Error('bad row');
        if (batch[0] === 2) throw away;
        return immediately(batch);
      },
    });
    const outcomes = await settled([call(1), call(2), call(3), call(4)]);
    expect(outcomes).toEqual([10, ...Array(3).fill(String(away))]);
    expect(batches).toEqual([[1, 2, 3, 4], [1], [2]]);
  });

  test('after an outage the next call works', async () => {
    let isAway = true;
    const call = createCoalescer<number, number>({
      batchMax: 2,
      lanesMax: 1,
      run: async (batch) => {
        if (isAway) throw away;
        return immediately(batch);
      },
    });
    await expect(call(1)).rejects.toBe(away);
    isAway = false;
    expect(await call(2)).toBe(20);
  });
});
