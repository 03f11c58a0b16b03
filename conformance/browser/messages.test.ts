/**
 * From a person who got no code to the reason, and from a figure to its messages. A server of its own:
 * the one-time link works once.
 */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../tools/harness/server.ts';
import { audit } from './axe.ts';
import { openWire, tellStories } from './story.ts';
import { visitConsole } from './visit.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let applicationId: string;

beforeAll(async () => {
  ({ server, browser, page, applicationId } = await visitConsole());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (path: string) =>
  page.goto(`${server.sandbox.baseUrl}/console/a/${applicationId}/${path}`);
const rows = () => page.locator('a[href*="/messages/"]');

test('empty rooms say what would be there', async () => {
  await open('messages');
  await page.getByText('No message yet').waitFor();
  expect(await audit(page)).toEqual([]);
  await open('quality');
  await page.getByText('Nothing was sent in the last 24 hours').waitFor();
  expect(await audit(page)).toEqual([]);
});

test('a verification leads to its message, and the message to the reason', async () => {
  const wire = openWire(server.sandbox);
  await tellStories(wire);
  await wire.sendTwoFactor({ to: '12025550142', pin: '4711', 'client-ref': '=1+1' });
  await open('verifications?q=12025550102');
  await page.getByText('Harbour Bank').click();
  await page.getByRole('link', { name: 'SMS' }).click();
  // Of the message alone: the rest stands on the verification's page too.
  await page.getByText('All messages of this verification').waitFor();
  await page.getByText('The carrier took the message for spam.').first().waitFor();
  await page.getByText('code 6').waitFor();
  const shown = (await page.textContent('main')) ?? '';
  expect(shown).not.toContain('12025550102');
  expect(await audit(page)).toEqual([]);
  await page.getByRole('link', { name: 'This verification' }).click();
  await expect.poll(() => page.url()).toContain('/verifications/');
});

test('the list is narrowed in its address, and found by number', async () => {
  await open('messages');
  await rows().first().waitFor();
  const all = await rows().count();
  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Refused' }).click();
  await expect.poll(() => page.url()).toContain('state=rejected');
  await expect.poll(() => rows().count()).toBeLessThan(all);
  await page.getByRole('textbox', { name: 'Search messages' }).fill('+44 7400 000 001');
  await page.getByText('Nothing matches').waitFor();
  await open('messages?q=447400000001');
  await expect.poll(() => rows().count()).toBe(1);
});

test('a US short code has no figure from receipts, and a country leads to its messages', async () => {
  // Hours are counted once a minute, and when the sandbox clock is moved.
  await openWire(server.sandbox).advance(1);
  await expect
    .poll(
      async () => {
        await open('quality');
        await page.getByRole('heading').first().waitFor();
        return page.getByText('Messages over time').isVisible();
      },
      { timeout: 15_000, interval: 500 },
    )
    .toBe(true);
  const unitedStates = page.getByRole('row', { name: /United States/ });
  await unitedStates.getByText(/not told/).waitFor();
  await page.getByRole('button', { name: 'Show as table' }).click();
  await page.getByRole('columnheader', { name: 'Converted' }).first().waitFor();
  expect(await audit(page)).toEqual([]);
  await page.getByRole('link', { name: 'Messages: United States' }).click();
  await expect.poll(() => page.url()).toMatch(/country=US/);
  await rows().first().waitFor();
  await page.getByRole('button', { name: 'Only United States: show all again' }).click();
  await expect.poll(() => page.url()).not.toContain('country=US');
});

test('the export holds the list as shown, and no cell a spreadsheet would run', async () => {
  await open('messages?country=US');
  await rows().first().waitFor();
  const shown = await rows().count();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const text = readFileSync(await (await downloading).path(), 'utf8');
  const lines = text.replace('\uFEFF', '').trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + shown);
  expect(text).toContain(",'=1+1,");
  expect(text).not.toContain('12025550142');
  expect(lines.join('\n')).not.toMatch(/(^|[,\n])[=+\-@]/);
});
