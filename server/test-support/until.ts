/** Waits for something that happens by itself, looking often, for a few seconds at the most. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  milliseconds = 5_000,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
