const tickMilliseconds = 250;

/**
 * Tells the whole seconds that are left, each once, down to 0. Follows the clock, not the ticks:
 * browsers let timers of a hidden page sleep.
 *
 * @returns ends it early
 */
export function countDown(seconds: number, onLeft: (left: number) => void): () => void {
  const end = performance.now() + seconds * 1_000;
  let told = Number.NaN;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1_000));
    if (left === 0) clearInterval(timer);
    if (left !== told) onLeft(left);
    told = left;
  };
  const timer = setInterval(tick, tickMilliseconds);
  tick();
  return () => clearInterval(timer);
}

/** `0:25` */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
