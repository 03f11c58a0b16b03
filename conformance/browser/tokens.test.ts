/**
 * From nothing to a signed call: a key pair made in the browser, its private half downloaded, a token
 * signed with it, the key retired. And a question on the handset that is answered by a tap.
 */
import { randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../tools/harness/server.ts';
import { basicOf } from '../support/basic.ts';
import { audit } from './axe.ts';
import { visitConsole } from './visit.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let applicationId: string;
const sent: string[] = [];

beforeAll(async () => {
  ({ server, browser, page, applicationId } = await visitConsole());
  page.on('request', (request: Request) => sent.push(request.postData() ?? ''));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (path: string) => page.goto(`${server.sandbox.baseUrl}/console/${path}`);
const section = () => page.getByRole('region', { name: 'Signed tokens' });

async function callWith(token: string): Promise<number> {
  const answer = await fetch(`${server.sandbox.baseUrl}/v2/verify/templates`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.status;
}

function tokenFor(wireId: string, privateKey: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const iat = Math.floor(Date.now() / 1000);
  const claims = { application_id: wireId, iat, exp: iat + 900, jti: randomUUID() };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

test('a key pair made here signs a call; the server never saw its private half', async () => {
  await open(`settings/applications/${applicationId}#tokens`);
  await section().getByText('No key yet').waitFor();
  expect(await audit(page)).toEqual([]);
  const wireId = (await section().locator('.mono').first().textContent()) ?? '';
  await section().getByRole('button', { name: 'Generate a key pair' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    section().getByRole('button', { name: 'Download the private key' }).click(),
  ]);
  const privateKey = readFileSync(await download.path(), 'utf8');
  expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  const token = tokenFor(wireId, privateKey);
  expect(await callWith(token)).toBe(200);
  expect(sent.some((body) => body.includes('BEGIN PUBLIC KEY'))).toBe(true);
  const secretLine = privateKey.split('\n')[5] ?? '';
  expect(sent.some((body) => /PRIVATE/.test(body) || body.includes(secretLine))).toBe(false);

  await section().getByRole('button', { name: 'I have kept it' }).click();
  expect(await page.content()).not.toContain(secretLine);
  await section()
    .getByRole('button', { name: /^Retire: / })
    .click();
  await section()
    .getByRole('button', { name: /^Retire it now/ })
    .click();
  await section().getByText('No key yet').waitFor();
  expect(await callWith(token)).toBe(401);
});

test('a private key that was pasted is not sent', async () => {
  await open(`settings/applications/${applicationId}#tokens`);
  await section().getByRole('button', { name: 'Add a public key of your own' }).click();
  const field = section().getByLabel('Public key (PEM)');
  await field.fill('-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----');
  await section().getByText('This is a private key.').waitFor();
  expect(await section().getByRole('button', { name: 'Add this key' }).isDisabled()).toBe(true);
  await field.fill('-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----');
  await section().getByRole('button', { name: 'Add this key' }).click();
  await section().getByText('This is no RSA public key').waitFor();
  expect(sent.some((body) => body.includes('PRIVATE KEY'))).toBe(false);
});

test('a question on the handset is answered by a tap', async () => {
  const { baseUrl } = server.sandbox;
  await open(`a/${applicationId}/handset`);
  const started = await fetch(`${baseUrl}/v2/verify`, {
    method: 'POST',
    headers: {
      authorization: basicOf(server.sandbox),
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      brand: 'Acme',
      workflow: [{ channel: 'whatsapp_interactive', to: '12025550142' }],
    }),
  });
  const { request_id: id } = (await started.json()) as { request_id: string };
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await page.getByText('Answered: Yes').waitFor();
  expect(await audit(page)).toEqual([]);
  await open(`a/${applicationId}/verifications/${id}`);
  await page.getByText('Verified', { exact: true }).first().waitFor();
});
