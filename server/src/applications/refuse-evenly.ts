/**
 * Whether a key exists must not be told by time: a known one is remembered, an unknown one costs a look
 * into the database. So refusals are told on beats of a request's own clock, which hide both.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than looking up a key takes, shorter than anybody minds who has mistyped a secret. */
const beatMilliseconds = 25;

/** Resolves on the next beat since `startedAt`, a moment of `performance.now()`. */
export async function nextBeat(startedAt: number): Promise<void> {
  const elapsed = performance.now() - startedAt;
  await sleep(beatMilliseconds - (elapsed % beatMilliseconds));
}
