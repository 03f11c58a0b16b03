/** The room Webhooks: an endpoint from nothing to its first events, as a developer makes one. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from './axe.ts';
import { openWire } from './story.ts';
import { type Visit, visitConsole } from './visit.ts';

let visit: Visit;
let receiver: Server;
let url: string;
const told: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
beforeAll(async () => {
  visit = await visitConsole();
  receiver = createServer(async (request, response) => {
    told.push({ headers: request.headers, body: await textOf(request) });
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
});
afterAll(async () => {
  await visit.browser.close();
  await visit.server.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const endpoint = () => visit.page.getByRole('region', { name: url });

test('an endpoint is added; its secret is shown once; the test comes signed', async () => {
  const { page, server, applicationId } = visit;
  await page.goto(`${server.sandbox.baseUrl}/console/a/${applicationId}/webhooks`);
  await page.getByRole('tab', { name: 'Endpoints' }).click();
  await page.getByText('No endpoint yet').waitFor();
  expect(await audit(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add an endpoint' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('URL').fill(url);
  await dialog.getByLabel('Description').fill('Order service');
  await dialog.getByLabel('Events').first().click();
  await page.getByRole('option', { name: 'verification.*' }).click();
  await page.getByRole('option', { name: 'message.*' }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Add the endpoint' }).click();
  await dialog.getByText(/^whsec_/).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await endpoint().getByText('Order service · verification.*, message.*').waitFor();
  await endpoint().getByRole('button', { name: 'Send a test' }).click();
  await endpoint().getByText('Your server acknowledged it (200).').waitFor();
  expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({ type: 'endpoint.tested' });
  await endpoint().getByText('The request', { exact: true }).click();
  await endpoint().getByText('Signature base string').waitFor();
  expect(await audit(page)).toEqual([]);
});

test('events come, are listed with their type, and a signature can be checked', async () => {
  const { page, server, applicationId } = visit;
  const wire = openWire(server.sandbox);
  await wire.verify({ number: '447700900321' });
  await expect.poll(() => told.length, { timeout: 10_000 }).toBeGreaterThan(1);
  const last = told.at(-1);
  await page.goto(`${server.sandbox.baseUrl}/console/a/${applicationId}/webhooks?kind=event`);
  await page.getByText('verification.started').first().waitFor();
  await page.getByRole('button', { name: 'Check a signature' }).click();
  const text = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => `${name}: ${last?.headers[name]}`,
  );
  await page.getByLabel('What your server received').fill([...text, '', last?.body].join('\n'));
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText(/The signature is ours/).waitFor();
  await page.getByText(/with its current secret/).waitFor();
  expect(await audit(page)).toEqual([]);
});

test('its secret is replaced, and it is deleted', async () => {
  const { page, server, applicationId } = visit;
  await page.goto(`${server.sandbox.baseUrl}/console/a/${applicationId}/webhooks?view=endpoints`);
  await endpoint().getByRole('button', { name: 'Replace the secret' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Replace it' }).click();
  await dialog.getByText(/^whsec_/).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await endpoint().getByText('The secret before signs too').waitFor();
  await endpoint().getByRole('button', { name: 'Delete' }).click();
  await endpoint().getByRole('button', { name: 'Delete it now' }).click();
  await page.getByText('No endpoint yet').waitFor();
});
