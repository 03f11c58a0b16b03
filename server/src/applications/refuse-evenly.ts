/**
 * Whether a key exists must not be told by time: a known one is remembered, an unknown one costs a look
 * into the database, and a token of a known one an attempt at its keys. So refusals are told on beats of
 * a request's own clock, which hide all of it.
 */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

/** Longer than looking up a key takes, shorter than anybody minds who has mistyped a secret. */
const beatMilliseconds = 25;
/** Timers know whole milliseconds only, which would tell the fraction of what came before. */
const timerMilliseconds = 2;

/** What `decide` says; its refusals are told on the beat. */
export async function refuseEvenly<Result>(decide: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  try {
    return await decide();
  } catch (error) {
    await nextBeat(startedAt);
    throw error;
  }
}

/** Resolves on the next beat since `startedAt`, a moment of `performance.now()`. */
export async function nextBeat(startedAt: number): Promise<void> {
  const beats = Math.ceil((performance.now() - startedAt + timerMilliseconds) / beatMilliseconds);
  const endsAt = startedAt + beats * beatMilliseconds;
  await sleep(Math.floor(endsAt - performance.now() - timerMilliseconds));
  // The last moments turn by turn: whatever else is to be done goes on between.
  while (performance.now() < endsAt) await turn();
}
