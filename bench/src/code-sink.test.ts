import { expect, test } from 'vitest';
import { CodeBox, connectCodeSink, listenForCodes } from './code-sink.ts';

test('codes reach those who wait and those who come later, each once', async () => {
  const box = new CodeBox();
  const sink = await connectCodeSink(await listenForCodes(box));
  const early = box.take('first');
  sink.tell('first', '1111');
  sink.tell('second', '2222');
  expect(await early).toBe('1111');
  expect(await box.take('second')).toBe('2222');
  sink.close();
});

test('a code that never comes is given up, a fresh wait is not', async () => {
  const box = new CodeBox();
  const late = box.take('late');
  box.giveUpBefore(performance.now(), 'no code');
  const fresh = box.take('fresh');
  box.giveUpBefore(performance.now() - 1_000, 'no code');
  box.put('fresh', '3333');
  await expect(late).rejects.toThrow('no code');
  expect(await fresh).toBe('3333');
});
