import { startServer } from '../../../tools/harness/server.ts';
import { launchBrowser, unpackBrowser } from '../browser.ts';
import { enrolPassword, signInByLink } from '../operator.ts';

const server = await startServer();
const browser = await launchBrowser(await unpackBrowser());
const { baseUrl, apiKey, apiSecret, consoleUrl } = server.sandbox;
const post = async (path: string, fields: Record<string, string>) =>
  (
    await fetch(baseUrl + path, {
      method: 'POST',
      body: new URLSearchParams({ api_key: apiKey, api_secret: apiSecret, ...fields }),
    })
  ).json();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.on('pageerror', (e) => console.log('PAGE', e.message));
  await signInByLink(page, consoleUrl);
  await enrolPassword(page);
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByText('Take your key').waitFor();
  const shot = async (name: string) => {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/dshots/${name}.png`, fullPage: true });
  };
  await page.goto(`${baseUrl}/console/a/1/fraud?view=blocks`);
  await page.getByText('Nothing is blocked').waitFor();
  await shot('blocks-empty');
  await page.goto(`${baseUrl}/console/a/1/fraud`);
  await page.getByText('Nothing to count').waitFor();
  await shot('budgets-empty');
  // limits by hand
  await page.goto(`${baseUrl}/console/a/1/fraud?view=limits`);
  for (const rule of ['Prefix', 'Country', 'Client']) {
    await page.getByRole('combobox', { name: `${rule}: when it is tripped`, exact: true }).click();
    await page.getByRole('option', { name: 'Refuse' }).click();
  }
  await page.getByLabel('Spend caps: eur in an hour').fill('12.5');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.waitForTimeout(1200);
  const clients = (i: number) => ({ 'client-address': `203.0.113.${i % 7}` });
  for (let i = 0; i < 40; i++)
    await post('/verify/json', {
      number: `4475001${String(1 + (i % 2))}${String(1000 + ((i * 137) % 9000))}`,
      brand: 'Acme',
      ...clients(i),
    });
  for (let i = 0; i < 30; i++) {
    const r = (await post('/verify/json', {
      number: `4917${String(10000000 + i * 1919111).slice(0, 8)}`,
      brand: 'Acme',
      pin_code: '1357',
      'client-address': `198.51.100.${i}`,
    })) as any;
    if (i % 4) await post('/verify/check/json', { request_id: r.request_id, code: '1357' });
  }
  for (let i = 0; i < 60; i++)
    await post('/verify/json', {
      number: `44750011${String(1000 + ((i * 137) % 9000))}`,
      brand: 'Acme',
    });
  await page.waitForTimeout(2600);
  for (const [look, width, scheme] of [
    ['light', 1280, 'light'],
    ['phone', 390, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 860 });
    await page.goto(`${baseUrl}/console/a/1/fraud`);
    await page.getByText('Countries', { exact: true }).first().waitFor();
    await shot(`budgets-${look}`);
    await page.goto(`${baseUrl}/console/a/1/fraud?view=blocks`);
    await page.getByText('Blocked').first().waitFor();
    await shot(`blocks-${look}`);
    await page.goto(`${baseUrl}/console/a/1/fraud?view=decisions`);
    await page.getByText('Refused').first().waitFor();
    await shot(`decisions-${look}`);
    await page.goto(`${baseUrl}/console/a/1/fraud?view=limits`);
    await page.getByLabel('Country: free in an hour').fill('5');
    await page.getByRole('button', { name: 'Try on the last seven days' }).click();
    await page.getByText('On the last seven days', { exact: true }).waitFor();
    await shot(`limits-${look}`);
    await page.evaluate(() => document.querySelector('main')?.scrollTo?.(0, 9e9));
    await page.getByRole('button', { name: 'Discard' }).click();
  }
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto(`${baseUrl}/console/a/1/fraud?view=blocks`);
  await page
    .getByRole('button', { name: /Lift the block/ })
    .first()
    .click();
  await page.getByText('Lifted').first().waitFor();
  await shot('lifted');
  await page.goto(`${baseUrl}/console/audit`);
  await page.getByText('lifted a block').first().waitFor();
  await shot('audit');
  await page.goto(`${baseUrl}/console/a/1/fraud?view=limits`);
  await page.getByPlaceholder('+44 7700 900123').fill('+44 7700 900 123');
  await page.getByRole('button', { name: 'Add the number' }).click();
  await page.getByText('+44 77').first().waitFor();
  await page.getByLabel('Prefix: free in an hour').fill('');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await page.getByText('not accepted').first().waitFor();
  await shot('refused');
} catch (e) {
  console.log(e);
} finally {
  await browser.close();
  await server.stop();
}
