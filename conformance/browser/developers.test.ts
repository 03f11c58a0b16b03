/** The room Developers: a refused call is understood, and a text of one's own reaches the phone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { basicOf } from '../support/basic.ts';
import { audit } from './axe.ts';
import { openWire, type Wire } from './story.ts';
import { type Visit, visitConsole } from './visit.ts';

let visit: Visit;
let wire: Wire;
beforeAll(async () => {
  visit = await visitConsole();
  wire = openWire(visit.server.sandbox);
});
afterAll(async () => {
  await visit.browser.close();
  await visit.server.stop();
});

const room = (path: string) =>
  `${visit.server.sandbox.baseUrl}/console/a/${visit.applicationId}/developers${path}`;

test('calls arrive, are filtered, and say why they were refused', async () => {
  const { page, server } = visit;
  await page.goto(room(''));
  await page.getByText('No call yet').waitFor();
  await page.getByText(`curl -u ${server.sandbox.apiKey}`).waitFor();
  await wire.verify({ number: '447400000001' });
  await wire.verify({ number: '447400000001' });
  await wire.sendText({ from: 'Acme', to: 'nobody', text: 'Hello' });
  const calls = page.getByRole('link', { name: /POST/ });
  const list = async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    return calls.count();
  };
  await expect.poll(list, { timeout: 10_000, interval: 300 }).toBe(3);
  await page.getByRole('switch', { name: 'Failures only' }).check();
  await expect.poll(() => calls.count(), { timeout: 5_000 }).toBe(2);
  await page.getByRole('combobox', { name: 'API' }).click();
  await page.getByRole('option', { name: 'Verify v1' }).click();
  await page.waitForURL(/dialect=nexmo-verify/);
  await page.getByRole('link', { name: /A verification to this number is running/ }).click();
  const why = page.getByRole('region', { name: 'Why it was refused' });
  await why.getByText('Go on with the id in the answer').waitFor();
  await page.getByText('4474•••••001').waitFor();
  expect(await page.getByText(server.sandbox.apiSecret).count()).toBe(0);
  const told = await page.request.get(
    new URL((await why.getByRole('link').getAttribute('href')) ?? '', server.sandbox.baseUrl).href,
  );
  expect(told.status()).toBe(200);
  expect(await audit(page)).toEqual([]);
});

test('a text of one’s own is judged as it is typed, and then reaches the phone', async () => {
  const { page, server } = visit;
  await page.goto(room('/templates'));
  await page.getByRole('button', { name: 'Create a template' }).click();
  await page.getByLabel('Name').fill('warm words');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Name').fill('warm-words');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const text = page.getByLabel('Text', { exact: true });
  await text.fill('Hello ${name}: ${code}');
  await page.getByText('${name} is unknown').waitFor();
  expect(await audit(page)).toEqual([]);
  await text.fill('Willkommen bei ${brand} ✓ ${code}');
  await page.getByText('UCS-2').waitFor();
  await page.getByLabel('Web site that fills the code in').fill('acme.example');
  await page.getByRole('button', { name: 'Add the autofill line' }).click();
  await page.getByText('@acme.example #123456').waitFor();
  await text.fill('Willkommen: ${code}');
  await page.getByText('Willkommen: 123456').waitFor();
  await page.getByRole('combobox', { name: 'Language' }).fill('de-de');
  await page.getByText('German (Germany)').first().waitFor();
  await page.getByRole('button', { name: 'Add the text' }).click();
  await page.getByRole('button', { name: 'Delete this text' }).waitFor();

  await startByNativeApi({ to: '+447400000007', brand: 'Acme', locale: 'de-de' });
  const code = await wire.codeOf('447400000007');
  await page.goto(
    `${server.sandbox.baseUrl}/console/a/${visit.applicationId}/handset?numbers=447400000007`,
  );
  await page.getByText(`Willkommen: ${code}`).waitFor();
});

async function startByNativeApi(body: object): Promise<void> {
  const { sandbox } = visit.server;
  const headers = { authorization: basicOf(sandbox), 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  expect((await fetch(`${sandbox.baseUrl}/v1/verifications`, init)).status).toBe(201);
}

test('every sample names the key, and none the secret', async () => {
  const { page, server } = visit;
  await page.goto(room('/samples'));
  const { apiKey, apiSecret } = server.sandbox;
  for (const api of ['Native API', 'Hosted page', 'Verify v2', 'Verify v1', '2FA short code']) {
    await page.getByRole('combobox', { name: 'API' }).click();
    await page.getByRole('option', { name: api }).click();
    await page.locator('pre', { hasText: apiKey }).first().waitFor();
    expect(await page.locator('pre', { hasText: apiSecret }).count()).toBe(0);
  }
});
