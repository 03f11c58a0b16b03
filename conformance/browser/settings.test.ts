/**
 * The settings of an application as an operator changes them, down to the delivery receipt that
 * reaches a real receiver. A server of its own: the one-time link works once.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../tools/harness/server.ts';
import { audit } from './axe.ts';
import { enrolPassword, signInByLink } from './operator.ts';
import { openWire, type Wire } from './story.ts';
import { visitConsole } from './visit.ts';

interface Received {
  readonly method: string;
  readonly contentType: string;
  readonly body: string;
}

let server: RunningServer;
let browser: Browser;
let page: Page;
let wire: Wire;
let receiver: Server;
let receiverUrl: string;
let applicationId: string;
const received: Received[] = [];

beforeAll(async () => {
  ({ server, browser, page, applicationId } = await visitConsole());
  wire = openWire(server.sandbox);
  receiver = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', headers } = request;
      received.push({ method, contentType: headers['content-type'] ?? '', body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/receipts`;
});
afterAll(async () => {
  await browser?.close();
  receiver?.close();
  await server?.stop();
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const open = (path: string) => page.goto(`${server.sandbox.baseUrl}/console/${path}`);
const group = (name: string): Locator => page.getByRole('region', { name, exact: true });
const save = (name: string) =>
  group(name)
    .getByRole('button', { name: `Save ${name.toLowerCase()}` })
    .click();

/** By role: the button beside a changed field carries the field's name, too. */
const field = (name: string, label: string): Locator =>
  group(name).getByRole('textbox', { name: label, exact: true });
const isFocused = (field: Locator): Promise<boolean> =>
  field.evaluate((element) => element === element.ownerDocument.activeElement);

async function openSettings(): Promise<void> {
  await open(`settings/applications/${applicationId}`);
  await group('Delivery receipts').waitFor();
}

test('an application has its own address, reached from the list', async () => {
  await open('settings/applications');
  await page
    .getByRole('link', { name: /Sandbox/ })
    .first()
    .click();
  await group('Delivery receipts').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/console/settings/applications/${applicationId}`);
});

test('a wrong webhook URL is refused at its field, and nothing is stored', async () => {
  const url = field('Delivery receipts', 'Webhook URL');
  for (const wrong of ['example.com/receipts', 'ftp://example.com', 'https://']) {
    await url.fill(wrong);
    await save('Delivery receipts');
    await group('Delivery receipts').getByText('Use a whole address that begins').waitFor();
    expect(await url.getAttribute('aria-invalid')).toBe('true');
    expect(await isFocused(url)).toBe(true);
  }
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    expect(await audit(page), colorScheme).toEqual([]);
  }
  await url.fill('https://example.com');
  await group('Delivery receipts').getByText('Use a whole address').waitFor({ state: 'detached' });
  await openSettings();
  expect(await url.inputValue()).toBe('');
});

test('a webhook URL set in the form receives the receipt of a two-factor message', async () => {
  const receipts = group('Delivery receipts');
  await field('Delivery receipts', 'Webhook URL').fill(receiverUrl);
  await receipts.getByText('POST JSON').click();
  await receipts.getByText('"status": "delivered"').waitFor();
  await receipts.getByRole('combobox', { name: 'Signature' }).click();
  await page.getByRole('option', { name: 'HMAC SHA-256' }).click();
  await save('Delivery receipts');
  await receipts.getByText('Saved', { exact: true }).waitFor();
  const sent = await wire.sendTwoFactor({ to: '12025550142', pin: '4712', 'client-ref': '=1+1' });
  expect(sent.status).toBe('0');
  await expect.poll(() => received.some(({ body }) => body.includes('delivered'))).toBe(true);
  const last = received.find(({ body }) => body.includes('delivered'));
  expect(last).toMatchObject({ method: 'POST', contentType: 'application/json' });
  expect(JSON.parse(last?.body ?? '{}')).toMatchObject({
    messageId: sent['message-id'],
    status: 'delivered',
    'api-key': server.sandbox.apiKey,
    sig: expect.stringMatching(/^[0-9A-F]{64}$/),
  });
});

test('the export holds the list as shown, and no cell a spreadsheet would run', async () => {
  await wire.verify({ number: '447400000001', brand: '@SUM(A1)' });
  await open(`a/${applicationId}/verifications`);
  await page.getByText('@SUM(A1)').waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^verifications-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await download.path(), 'utf8');
  const rows = text.replace('\uFEFF', '').trimEnd().split('\r\n');
  const shown = await page.locator('a[href*="/verifications/"]').count();
  expect(rows).toHaveLength(1 + shown);
  expect(rows[0]).toBe('Id,Status,Address,For,Reference,Ways,Came by,Language,Started,Ended');
  expect(text).toContain(",'@SUM(A1),");
  expect(text).toContain(",'=1+1,");
  expect(text).toContain('•');
  expect(text).not.toContain('447400000001');
  expect(rows.join('\n')).not.toMatch(/(^|[,\n])[=+\-@]/);
});

test('what was changed shows its default, and goes back to it', async () => {
  await openSettings();
  const receipts = group('Delivery receipts');
  expect(await field('Delivery receipts', 'Webhook URL').inputValue()).toBe(receiverUrl);
  await receipts.getByText('Changed; the default is GET').waitFor();
  await receipts.getByRole('button', { name: 'Use the default: method' }).click();
  await receipts.getByText('Changed; the default is GET').waitFor({ state: 'detached' });
  await receipts.getByRole('button', { name: 'Discard changes' }).click();
  await receipts.getByText('Changed; the default is GET').waitFor();
});

test('each group stores what it shows, and names the field that is refused', async () => {
  await openSettings();
  const limits = group('Limits');
  await field('Limits', 'Messages to one address').fill('101');
  await save('Limits');
  await limits.getByText('Use a whole number from 1 to 100').waitFor();
  await field('Limits', 'Messages to one address').fill('5');
  await field('Limits', 'Requests a second').fill('25');
  await limits.getByText('Only these').click();
  await limits.getByRole('combobox', { name: 'Countries that are allowed' }).fill('canad');
  await page.getByRole('option', { name: 'Canada' }).click();
  await save('Limits');
  await limits.getByText('Saved', { exact: true }).waitFor();

  const sending = group('Sending');
  await field('Sending', 'Default sender').fill('Acme Bank');
  await save('Sending');
  await sending.getByText('Use 1 to 11 letters and digits without spaces').waitFor();
  await field('Sending', 'Default sender').fill('AcmeBank');
  await save('Sending');
  await sending.getByText('Saved', { exact: true }).waitFor();

  await group('Permissions').getByRole('switch', { name: 'Choose the code themselves' }).click();
  await save('Permissions');
  await group('Permissions').getByText('Saved', { exact: true }).waitFor();

  const networks = group('Internal networks');
  await field('Internal networks', 'Allowed networks').fill('127.0.0.0/8\n10.0.0.1');
  await save('Internal networks');
  await networks.getByText('Each line takes one network').waitFor();
  await field('Internal networks', 'Allowed networks').fill('127.0.0.0/8\n10.0.0.1/32');
  await save('Internal networks');
  await networks.getByText('Saved', { exact: true }).waitFor();

  const prices = group('Prices');
  await field('Prices', 'SMS').fill('free');
  await save('Prices');
  await prices.getByText('Use an amount such as 0.05').waitFor();
  await field('Prices', 'SMS').fill('0.04');
  await save('Prices');
  await prices.getByText('Saved', { exact: true }).waitFor();

  await openSettings();
  expect(await field('Limits', 'Requests a second').inputValue()).toBe('25');
  await limits.getByText('Changed; the default is every country').waitFor();
  expect(await field('Internal networks', 'Allowed networks').inputValue()).toBe(
    '127.0.0.0/8\n10.0.0.1/32',
  );
  expect(await field('Prices', 'SMS').inputValue()).toBe('0.04');
  expect(await audit(page)).toEqual([]);
});

test('a setting saved in the form holds at once for the callers', async () => {
  const sent = await wire.sendTwoFactor({ to: '12025550143', pin: '4712' });
  expect(sent.status).toBe('6');
});

test('unsaved changes are not lost by leaving the room', async () => {
  await openSettings();
  await field('Sending', 'Default sender').fill('Harbour');
  await page.getByRole('link', { name: 'Limits' }).click();
  await page.getByRole('link', { name: 'Audit' }).click();
  const question = page.getByRole('dialog', { name: 'Unsaved changes' });
  await question.getByText('What you changed under Sending').waitFor();
  expect(await audit(page)).toEqual([]);
  await question.getByRole('button', { name: 'Stay here' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await field('Sending', 'Default sender').inputValue()).toBe('Harbour');
  await page.getByRole('link', { name: 'Audit' }).click();
  await question.getByRole('button', { name: 'Leave without saving' }).click();
  await page.getByText('changed an application').first().waitFor();
});

test('who may only look sees every setting and no way to change one', async () => {
  await open('settings/operators');
  await page.getByRole('button', { name: 'Invite an operator' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Vera');
  await page.getByLabel('Email').fill('vera@example.com');
  await page.getByRole('combobox', { name: 'Role', exact: true }).click();
  await page.getByRole('option', { name: 'Viewer', exact: true }).click();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = (await page.getByText(/\/console\/sign-in#token=/).textContent()) ?? '';
  const context = await browser.newContext();
  const vera = await context.newPage();
  await signInByLink(vera, link);
  await vera.goto(`${server.sandbox.baseUrl}/console/settings/applications/${applicationId}`);
  await vera.getByText('Your role does not include changing them').waitFor();
  expect(
    await vera.getByRole('textbox', { name: 'Webhook URL' }).first().getAttribute('readonly'),
  ).not.toBeNull();
  expect(await vera.getByRole('switch', { name: 'Choose the code themselves' }).isDisabled()).toBe(
    true,
  );
  for (const name of [/^Save/, /^Use the default/, 'Rename', 'Retire application']) {
    expect(await vera.getByRole('button', { name }).count(), String(name)).toBe(0);
  }
  expect(await audit(vera)).toEqual([]);
  await context.close();
});

test('a live application is changed only by somebody who has enrolled', async () => {
  await open('welcome');
  await enrolPassword(page);
  await open('settings/applications');
  await page.getByRole('button', { name: 'Create an application' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Harbour Bank');
  await page.getByText('Live', { exact: true }).click();
  await page.getByRole('button', { name: 'Create application' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: /Harbour Bank/ }).click();
  await field('Limits', 'Requests a second').fill('');
  await save('Limits');
  await group('Limits').getByText('Saved', { exact: true }).waitFor();
  await page.locator('[data-kind="live"]').first().waitFor();
  const liveUrl = page.url();

  await open('settings/operators');
  await page.getByRole('button', { name: 'Invite an operator' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Otto');
  await page.getByLabel('Email').fill('otto@example.com');
  await page.getByRole('combobox', { name: 'Role', exact: true }).click();
  await page.getByRole('option', { name: 'Owner', exact: true }).click();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = (await page.getByText(/\/console\/sign-in#token=/).textContent()) ?? '';
  const context = await browser.newContext();
  const otto = await context.newPage();
  await signInByLink(otto, link);
  await otto.goto(liveUrl);
  await otto.getByText('changed only by somebody who could sign in again').waitFor();
  expect(await otto.getByRole('button', { name: /^Save/ }).count()).toBe(0);
  await context.close();
});
