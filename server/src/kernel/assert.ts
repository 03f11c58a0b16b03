/** Ends the request with a generic failure when an invariant is broken: a bug, never an input. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${sentence}`);
}
