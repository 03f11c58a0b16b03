/**
 * A short code from nothing to in force, as the vendor's page on enabling 2FA with a short code tells
 * it, and what the opt-in page must say, on a page of its own. A server of its own: the one-time link
 * works once.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../tools/harness/server.ts';
import { audit } from './axe.ts';
import { openWire } from './story.ts';
import { visitConsole } from './visit.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let site: Server;
let siteUrl: string;
let siteHtml = '';

beforeAll(async () => {
  ({ server, browser, page } = await visitConsole());
  site = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(siteHtml);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/sign-up`;
});
afterAll(async () => {
  await browser?.close();
  site?.close();
  await server?.stop();
});

test('the steps of the vendor’s page lead to a campaign that waits for its review', async () => {
  await page.getByRole('link', { name: 'Numbers', exact: true }).click();
  await page.getByRole('link', { name: 'Buy numbers' }).click();
  await page.getByRole('link', { name: 'Add a shared short code' }).click();
  await page
    .getByRole('button', { name: 'Add a short code for two factor authentication' })
    .click();
  const message = page.getByLabel('Message', { exact: true });
  await message.fill('It’s a code');
  await page.getByText('’ (U+2019) is outside the GSM-7 alphabet.').waitFor();
  await page.getByText('Say the code once').waitFor();
  await page.getByRole('button', { name: 'Use plain characters' }).click();
  expect(await message.inputValue()).toBe("It's a code");
  await message.fill(['$', '{company}: $', '{pin} is your code.'].join(''));
  await page.getByText('Nothing speaks against this text.').waitFor();
  await page.getByLabel('Company name').fill('Northwind');
  await page.getByLabel('Programme name').fill('Northwind sign-in codes');
  await page.getByLabel('How often').fill('one message per sign-in');
  await page.getByLabel('What is sent and what for').fill('A code to sign in with');
  await page.getByLabel('Terms and conditions').fill('https://northwind.example/terms');
  await page.getByLabel('Privacy policy').fill('https://northwind.example/privacy');
  expect(await audit(page)).toEqual([]);
  await page.getByRole('button', { name: 'Update' }).click();
  await page.getByRole('heading', { name: 'Waiting for approval' }).waitFor();
  expect(await audit(page)).toEqual([]);
});

test('the disclosure shows the language of the page it stands on', async () => {
  await page.getByText('Component', { exact: true }).click();
  const snippets = page.locator('pre');
  await snippets.nth(1).waitFor();
  const [markup = '', script = ''] = await snippets.allTextContents();
  const visitor = await browser.newPage();
  const shown = async (language: string, [before, after]: readonly [string, string]) => {
    siteHtml = `<!doctype html><html lang="${language}"><body>${before}${markup}${after}</body></html>`;
    await visitor.goto(siteUrl);
    return visitor.locator('section:visible').allInnerTexts();
  };
  for (const places of [
    [script, ''],
    ['', script],
  ] as const) {
    expect(await shown('es-MX', places)).toEqual([expect.stringContaining('envíe STOP al')]);
    expect(await shown('en', places)).toEqual([expect.stringContaining('send STOP to')]);
    expect(await shown('de', places)).toHaveLength(1);
  }
  expect(await shown('es', ['', ''])).toEqual([expect.stringContaining('send STOP to')]);
  await visitor.close();
});

test('the check finds what is on the page, and names what is not', async () => {
  await page.getByLabel('Address of the page').fill(siteUrl);
  await page.getByRole('button', { name: 'Check page' }).click();
  await page.getByText('Everything is there').waitFor();
  await page.getByText('html > body > countersign-opt-in > section > p:nth-of-type(3)').waitFor();
  siteHtml = siteHtml.replaceAll('STOP', 'QUIT');
  await page.getByRole('button', { name: 'Check page' }).click();
  await page.getByText('1 missing').waitFor();
  expect(await page.getByText('Words to add').count()).toBe(1);
  expect(await audit(page)).toEqual([]);
});

test('a reviewer approves it, and an edit of it waits beside what is in force', async () => {
  await page.getByRole('link', { name: 'Review', exact: true }).click();
  await page.getByRole('link', { name: /Northwind/ }).click();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('In force: messages may be sent.').waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page
    .getByLabel('Message', { exact: true })
    .fill(['$', '{company}: $', '{pin} is your new code.'].join(''));
  await page.getByRole('button', { name: 'Update' }).click();
  await page.getByRole('heading', { name: 'Approved, with an edit in review' }).waitFor();
  expect(await page.locator('ins').allTextContents()).toEqual([' new']);
  expect(await audit(page)).toEqual([]);
  await page.getByLabel('Reason').fill('Say what the code is for.');
  await page.getByRole('button', { name: 'Refuse' }).click();
  await page.getByText('The last edit was refused: Say what the code is for.').waitFor();
});

test('its messages are answered on the handset: with the code, with STOP, with START', async () => {
  const wire = openWire(server.sandbox);
  const send = (pin: string) => wire.sendTwoFactor({ to: '12025550147', pin });
  const answer = async (text: string) => {
    await page.getByPlaceholder(/^Reply to/).fill(text);
    await page.getByRole('button', { name: 'Send reply' }).click();
    await page
      .getByPlaceholder(/^Reply to/)
      .and(page.locator('[value=""]'))
      .waitFor();
  };

  expect((await send('482913')).status).toBe('0');
  await page.getByRole('link', { name: 'Handset', exact: true }).click();
  await page.getByText('Northwind: 482913 is your code.').first().waitFor();
  await answer('482913');
  await page.getByRole('link', { name: 'Verifications', exact: true }).click();
  await page.getByText('Verified', { exact: true }).first().waitFor();

  await page.getByRole('link', { name: 'Handset', exact: true }).click();
  await answer('STOP');
  await expect.poll(async () => (await send('482914')).status).toBe('102');
  await answer('START');
  await expect.poll(async () => (await send('482915')).status).toBe('0');
  await page.getByText('Northwind: 482915 is your code.').first().waitFor();
});
