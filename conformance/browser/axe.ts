/** What axe finds on a page that is serious or worse. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/**
 * Half-way between two colours nothing has the contrast it will have. Looked at again and again: the
 * promise of a transition that a change of the window takes away may never be kept.
 */
const settled = `(async () => {
  const isMoving = () => document.getAnimations()
    .some(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  const latest = performance.now() + 3_000;
  while (isMoving() && performance.now() < latest) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
})()`;

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** The console's policy allows no foreign script tag, so axe is evaluated from outside. */
export async function audit(page: Page): Promise<string[]> {
  await page.evaluate(settled);
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: Finding[] }> };
    };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ''}`);
}
