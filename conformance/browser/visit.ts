/**
 * A server of one's own and its first operator at the console's first room: the one-time link works
 * once, so tests that sign in cannot share a server.
 */
import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { type RunningServer, startServer } from '../../tools/harness/server.ts';
import { launchBrowser } from './browser.ts';
import { signInByLink } from './operator.ts';

export interface Visit {
  readonly server: RunningServer;
  readonly browser: Browser;
  readonly page: Page;
  /** Of the sandbox application that is there from the start. */
  readonly applicationId: string;
}

export async function visitConsole(): Promise<Visit> {
  const server = await startServer();
  const browser = await launchBrowser(inject('browserPath'));
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(10_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signInByLink(page, server.sandbox.consoleUrl);
  await page.getByRole('link', { name: 'Later' }).click();
  await page.getByText('Take your key').waitFor();
  const applicationId = /\/a\/(\d+)\//.exec(page.url())?.[1] ?? '';
  return { server, browser, page, applicationId };
}
