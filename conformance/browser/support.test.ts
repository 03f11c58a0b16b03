/**
 * A support agent's afternoon: somebody got no code, and why; the block is lifted, the opt-out undone,
 * the webhook sent again, each with its trace in the audit. A server of its own: the one-time link works
 * once.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type RunningServer, startServer } from '../../tools/harness/server.ts';
import { audit } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { signInByLink } from './operator.ts';
import { callAdmin, tellRoomStories } from './room-stories.ts';
import { openWire, type Wire } from './story.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let wire: Wire;
let applicationId: string;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser(inject('browserPath'));
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(10_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signInByLink(page, server.sandbox.consoleUrl);
  await page.getByRole('link', { name: 'Later' }).click();
  await page.getByText('Take your key').waitFor();
  applicationId = /\/a\/(\d+)\//.exec(page.url())?.[1] ?? '';
  wire = openWire(server.sandbox);
  await tellRoomStories({ page, wire, applicationId });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (path: string) =>
  page.goto(`${server.sandbox.baseUrl}/console/a/${applicationId}/${path}`);
const dialog = () => page.getByRole('dialog');
const audited = async (action: RegExp) => {
  const { items } = await callAdmin(page, 'GET', 'audit');
  return (items as { action: string }[]).filter((entry) => action.test(entry.action)).length;
};

test('a person whom a block keeps from a code is told apart, and the block is lifted', async () => {
  const number = '447500110055';
  expect((await wire.verify({ number })).status).toBe('7');
  await open(`verifications?q=${number}`);
  const why = page.getByRole('region', { name: 'Why no code?' });
  await why.getByText('The ten thousand numbers around it are blocked against pumping.').waitFor();
  expect(await page.textContent('main')).not.toContain(number);
  await why.getByRole('link', { name: 'Blocks' }).click();
  await page.getByRole('button', { name: /^Lift the block of \+44 7500/ }).click();
  await page.getByText('Lifted', { exact: true }).waitFor();
  expect(await audited(/block/)).toBe(1);
  await expect
    .poll(async () => (await wire.verify({ number })).status, { timeout: 10_000 })
    .toBe('0');
  await open(`verifications?q=${number}`);
  await why.getByText('A verification is live for it').waitFor();
  await why.getByText('were blocked against pumping.').waitFor();
});

test('limits are tried on the last seven days before they are saved', async () => {
  await open('fraud?view=limits');
  await page.getByRole('textbox', { name: 'Prefix: free in an hour' }).fill('3');
  await page.getByRole('button', { name: 'Try on the last seven days' }).click();
  const run = page.getByRole('region', { name: 'Dry run' });
  await run.getByText(/these limits would have stopped [1-9]/).waitFor();
  await run.getByRole('row', { name: /Prefix budget/ }).waitFor();
  await page.getByText('Not saved yet').waitFor();
});

test('who said STOP is found, with the words as evidence, and comes back only with evidence', async () => {
  const number = '12125550141';
  expect((await wire.sendTwoFactor({ to: number, pin: '1234' })).status).toBe('102');
  await open(`messages?q=${number}`);
  const why = page.getByRole('region', { name: 'Why no code?' });
  await why.getByText('The person has opted out of 98765.').waitFor();
  await open('consent?view=ledger');
  await page.getByText('“STOP”', { exact: true }).waitFor();
  await open(`consent?q=${number}`);
  await page.getByRole('button', { name: /Opt in again/ }).click();
  expect(await audit(page)).toEqual([]);
  await dialog().getByLabel('Evidence').fill('Asked for codes again on the phone, ticket 81.');
  await dialog().getByRole('button', { name: 'Opt in', exact: true }).click();
  await page.locator('main').getByText('Opted in').waitFor();
  expect((await wire.sendTwoFactor({ to: number, pin: '1234' })).status).toBe('0');
});

test('a webhook that was not taken is sent again, attempt by attempt', async () => {
  await open('webhooks?state=due');
  await page.getByRole('link', { name: /Retrying Delivery receipt failed/ }).click();
  await page.getByText('Your server is not available for now (503).').first().waitFor();
  const attempts = page.getByText(/^Attempt \d+$/);
  const before = await attempts.count();
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(() => attempts.count(), { timeout: 10_000 }).toBeGreaterThan(before);
  expect(await audited(/webhook/)).toBe(1);
});

test('caps and top-ups are set where an application is', async () => {
  await page.goto(`${server.sandbox.baseUrl}/console/settings/applications/${applicationId}`);
  const group = page.getByRole('region', { name: 'Spending' });
  await group.getByRole('textbox', { name: 'At most in an hour' }).fill('12.5');
  await group.getByRole('textbox', { name: 'A top-up by the API adds' }).fill('many');
  await group.getByRole('button', { name: 'Save spending' }).click();
  await group.getByText('Use an amount such as 25').waitFor();
  await group.getByRole('textbox', { name: 'A top-up by the API adds' }).fill('20');
  await group.getByRole('textbox', { name: 'Times in a day' }).fill('2');
  await group.getByRole('button', { name: 'Save spending' }).click();
  await group.getByText('Saved', { exact: true }).waitFor();
  const { items } = await callAdmin(page, 'GET', 'applications');
  expect((items as { settings: object }[])[0]?.settings).toMatchObject({
    spendCaps: { hour: '12.5', day: '250' },
    autoReload: { amount: '20', timesADay: 2 },
  });
});
