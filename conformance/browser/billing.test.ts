/**
 * Prices from a file to what a message costs, and money in and out, as an owner does it. A server of
 * its own: the one-time link works once.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../tools/harness/server.ts';
import { audit } from './axe.ts';
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

const open = (path: string) => page.goto(`${server.sandbox.baseUrl}/console/${path}`);
const dialog = () => page.getByRole('dialog');
const choose = (...lines: string[]) =>
  dialog()
    .getByLabel('Price file')
    .setInputFiles({
      name: 'prices.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        ['channel,transport,country,network,network_name,price', ...lines].join('\n'),
      ),
    });

async function sendCode(to: string): Promise<{ readonly 'message-price': string }> {
  const { baseUrl, apiKey, apiSecret } = server.sandbox;
  const body = new URLSearchParams({ api_key: apiKey, api_secret: apiSecret, to, pin: '4711' });
  const answer = await fetch(`${baseUrl}/sc/us/2fa/json`, { method: 'POST', body });
  const { messages } = (await answer.json()) as { messages: { 'message-price': string }[] };
  return messages[0] as { 'message-price': string };
}

test('a wrong file changes nothing and says where; a right one is seen before it is taken', async () => {
  await open('settings/prices');
  await page.getByText('No price list yet').waitFor();
  expect(await audit(page)).toEqual([]);
  await page.getByRole('button', { name: 'Import CSV' }).click();
  await choose('sms,,US,,,0.0069', 'sms,,Germany,,,"0,05"');
  await dialog().getByText('Nothing was changed').waitFor();
  const cells = await dialog().getByRole('cell').allTextContents();
  expect(cells).toEqual([
    ...['3', 'country', 'is no country: two capital letters, e.g. GB'],
    ...['3', 'price', 'has a comma: write a point, e.g. 0.05'],
  ]);
  expect(await audit(page)).toEqual([]);
  expect(await dialog().getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(
    true,
  );
  await choose('sms,,US,,,0.0069', 'sms,,DE,26201,Telekom,0.05');
  await dialog().getByText('nothing is charged by them yet').waitFor();
  await dialog().getByRole('button', { name: 'Make 2 changes' }).click();
  await dialog().getByText('2 changes made').waitFor();
  await dialog().getByRole('button', { name: 'Done' }).click();
  await page
    .getByRole('row', { name: /Germany Telekom \(26201\) · not charged by yet SMS 0\.0500/ })
    .waitFor();
  expect(await audit(page)).toEqual([]);
  expect((await sendCode('14155550101'))['message-price']).toBe('0.00690000');
});

test('what would be removed is told with its price, before it is', async () => {
  await page.getByRole('button', { name: 'Import CSV' }).click();
  await choose('sms,,US,,,0.0070');
  await dialog().getByText('1 changed').waitFor();
  await dialog().getByLabel('Are removed: the file is the whole list').click();
  await dialog()
    .getByRole('row', { name: /Germany, SMS Telekom \(26201\) 0\.0500 Removed/ })
    .waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('row', { name: /Germany/ }).waitFor();
});

test('the list is filtered by its address', async () => {
  await open('settings/prices?country=US');
  await page.getByRole('row', { name: /United States SMS 0\.0069/ }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await open('settings/prices?country=FR');
  await page.getByText('No price for this').waitFor();
});

test('a top-up, a correction and a credit show in balance, ledger and audit', async () => {
  await open(`a/${applicationId}/billing`);
  await page.getByRole('row', { name: /Sent 1 message −0\.0069/ }).waitFor();
  const move = async (amount: string, button: string) => {
    await page.getByRole('button', { name: 'Top up' }).click();
    await dialog().getByLabel('Amount in EUR').fill(amount);
    await dialog().getByRole('button', { name: button }).click();
    await dialog().waitFor({ state: 'detached' });
  };
  await move('100', 'Add 100.00 EUR');
  await page.getByRole('row', { name: /Top-up \+100\.00/ }).waitFor();
  await move('-50', 'Take back 50.00 EUR');
  await page.getByRole('row', { name: /Correction −50\.00/ }).waitFor();
  await page.getByText('10,049.9931 EUR').waitFor();
  await page.getByRole('button', { name: 'Change credit' }).click();
  await dialog().getByLabel('Credit in EUR').fill('250');
  await dialog().getByRole('button', { name: 'Change credit' }).click();
  await page.getByText('250.00 EUR').waitFor();
  expect(await audit(page)).toEqual([]);
  await open(`a/${applicationId}/billing?kind=top-up`);
  await page.getByRole('row', { name: /Top-up \+100\.00/ }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await open('audit');
  for (const act of [
    'topped up a balance',
    'corrected a balance',
    'changed a credit',
    'imported prices',
  ]) {
    await page.getByText(act).first().waitFor();
  }
});

test('more than balance and credit hold is not taken back', async () => {
  await open(`a/${applicationId}/billing`);
  await page.getByRole('button', { name: 'Top up' }).click();
  await dialog().getByLabel('Amount in EUR').fill('-20000');
  await dialog()
    .getByRole('button', { name: /Take back/ })
    .click();
  await dialog().getByText('The balance and its credit do not hold that much.').waitFor();
});
