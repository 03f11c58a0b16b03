/** The built package, and one unpacked browser, for the whole run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { unpackBrowser } from '../../conformance/browser/browser.ts';
import { buildSdk } from '../../tools/build-sdk.ts';

export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-sdk-'));
  const packageFolder = path.join(folder, 'node_modules/countersign');
  await buildSdk(packageFolder);
  project.provide('packageFolder', packageFolder);
  project.provide('browserPath', await unpackBrowser());
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  interface ProvidedContext {
    /** As npm would put it: `…/node_modules/countersign`. */
    packageFolder: string;
    browserPath: string;
  }
}
