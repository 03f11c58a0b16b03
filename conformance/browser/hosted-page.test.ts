/** The hosted page in a real browser: with and without script, by keyboard, light and dark. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { basicOf } from '../support/basic.ts';
import { audit } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { openWire } from './story.ts';

const sandbox = inject('consoleSandbox');
const authorization = basicOf(sandbox);
let browser: Browser;
let shop: Server;
let shopUrl: string;

beforeAll(async () => {
  browser = await launchBrowser(inject('browserPath'));
  shop = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Shop</title>Welcome back');
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  shop?.close();
});

async function call(method: 'GET' | 'POST', path: string, body?: object) {
  const answer = await fetch(`${sandbox.baseUrl}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

let lastNumber = 0;
async function begin(changes: object = {}) {
  lastNumber += 1;
  const to = `4477009008${String(lastNumber).padStart(2, '0')}`;
  const { body } = await call('POST', '/v1/challenges', {
    ...{ to, subject: 'ada', purpose: 'sign-in', brand: 'Acme Books', channels: ['sms', 'voice'] },
    ...{ return_url: `${shopUrl}/back`, ...changes },
  });
  return { id: body.id as string, url: body.url as string, to };
}

const { codeOf } = openWire(sandbox);

async function visit(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function confirmed(page: Page, id: string): Promise<number> {
  await page.waitForURL(`${shopUrl}/back**`);
  const result = new URL(page.url()).searchParams.get('result');
  const path = `/v1/challenges/${id}/confirm`;
  const answer = await call('POST', path, { result, subject: 'ada', purpose: 'sign-in' });
  return answer.status;
}

test('the code is filled in as a browser fills it in, and leads back to the shop', async () => {
  const { id, url, to } = await begin();
  const page = await visit(url);
  const field = page.getByRole('textbox', { name: 'Code' });
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
  await expect.poll(() => field.evaluate((input) => input.matches(':focus'))).toBe(true);
  // Autofill puts the whole code into the field and tells it by one input event.
  await field.fill(await codeOf(to));
  expect(await confirmed(page, id)).toBe(200);
  await page.context().close();
});

test('a wrong code is said, a new one is asked for another way, and the keyboard is enough', async () => {
  const { id, url, to } = await begin();
  const page = await visit(url);
  await page.keyboard.type('000000');
  // What stands there without script is still there, unseen.
  await page
    .getByText('That code is not right. Tries left: 4.')
    .and(page.locator(':visible'))
    .waitFor();
  expect(await audit(page)).toEqual([]);
  await page.getByText('Try another way').click();
  await page.getByRole('button', { name: 'Phone call' }).click();
  await page.getByText('A new code was requested.').waitFor();
  await page.keyboard.type(await codeOf(to));
  expect(await confirmed(page, id)).toBe(200);
  await page.context().close();
});

test('all of it works without script', async () => {
  const { id, url, to } = await begin();
  const page = await visit(url, { javaScriptEnabled: false, locale: 'de-DE' });
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Neuen Code senden' }).click();
  await page.getByRole('status').waitFor();
  await page.getByLabel('Code').fill(await codeOf(to));
  await page.getByRole('button', { name: 'Weiter' }).click();
  expect(await confirmed(page, id)).toBe(200);
  await page.context().close();
});

test.each([
  { colorScheme: 'light', locale: 'en-GB', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', locale: 'ar', viewport: { width: 360, height: 740 } },
] as const)('nothing serious is found: $colorScheme, $locale', async (options) => {
  const { url } = await begin();
  const page = await visit(url, options);
  await page.getByRole('textbox').waitFor();
  expect(await audit(page)).toEqual([]);
  const overflow = await page
    .locator('html')
    .evaluate((root) => root.scrollWidth - root.clientWidth);
  expect(overflow).toBe(0);
  await page.context().close();
});

test('an address nobody was given says what to do', async () => {
  const page = await visit(`${sandbox.baseUrl}/c/${'x'.repeat(43)}`);
  await page.getByRole('heading', { name: 'This page is no longer valid.' }).waitFor();
  expect(await audit(page)).toEqual([]);
  await page.context().close();
});
