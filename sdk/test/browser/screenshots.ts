/**
 * Pictures of the code field for docs/sdk.md, into docs/img/sdk/. Not part of a test run:
 * `node sdk/test/browser/screenshots.ts`.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser, unpackBrowser } from '../../../conformance/browser/browser.ts';
import { buildSdk } from '../../../tools/build-sdk.ts';
import { hostPages, open } from './page.ts';

const folder = path.join(import.meta.dirname, '../../../docs/img/sdk');
const way = 'to="+1 ••• ••• 0123" resend-after="25" channels="voice whatsapp email"';
const pictures = [
  { name: 'field-en-light', lang: 'en', colorScheme: 'light', attributes: way },
  {
    name: 'field-ar-dark',
    lang: 'ar',
    colorScheme: 'dark',
    attributes: `${way} error="wrong_code" tries-left="3"`,
  },
] as const;

const built = mkdtempSync(path.join(tmpdir(), 'countersign-sdk-'));
await buildSdk(built);
mkdirSync(folder, { recursive: true });
const host = await hostPages(built);
const browser = await launchBrowser(await unpackBrowser());
for (const { name, ...look } of pictures) {
  const viewport = { width: 390, height: 420 };
  const opening = { ...look, viewport, deviceScaleFactor: 2, reducedMotion: 'reduce' } as const;
  const { page } = await open(browser, host, opening);
  if (look.lang === 'ar') await page.locator('summary').click();
  await page.getByRole('textbox').click();
  await page.keyboard.type('482');
  if (look.lang === 'ar') {
    await page.evaluate(() => {
      document.querySelector('countersign-code')?.setAttribute('error', 'wrong_code');
    });
  }
  await page.locator('main').screenshot({ path: path.join(folder, `${name}.png`) });
}
await browser.close();
host.close();
rmSync(built, { recursive: true, force: true });
