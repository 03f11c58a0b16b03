/**
 * Pictures of every room for the documentation (docs/console.md): on a desk and light, on a phone
 * and dark, into docs/img/console/. Not part of a test run: `node conformance/browser/screenshots.ts`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startServer } from '../../tools/harness/server.ts';
import { launchBrowser, unpackBrowser } from './browser.ts';
import { enrolPassword, signInByLink } from './operator.ts';
import { tellRoomStories } from './room-stories.ts';
import { rooms, visit } from './rooms.ts';
import { openWire, tellStories } from './story.ts';

const folder = path.join(import.meta.dirname, '../../docs/img/console');
const desk = { width: 1280, height: 800 };
const looks = [
  { size: desk, scheme: 'light' },
  { size: { width: 390, height: 844 }, scheme: 'dark' },
] as const;
const settleMilliseconds = 400;

async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const server = await startServer();
  const browser = await launchBrowser(await unpackBrowser());
  try {
    await shoot(browser, server.sandbox);
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function shoot(
  browser: Browser,
  sandbox: Awaited<ReturnType<typeof startServer>>['sandbox'],
): Promise<void> {
  const { baseUrl } = sandbox;
  const page = await browser.newPage({ viewport: desk });
  await signInByLink(page, sandbox.consoleUrl);
  await enrolPassword(page);
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByText('Take your key').waitFor();
  const applicationId = /\/a\/(\d+)\//.exec(page.url())?.[1] ?? '';
  const wire = openWire(sandbox);
  const verificationId = await tellStories(wire);
  const told = await tellRoomStories({ page, wire, applicationId });
  await sendOneOfEach(page, `${baseUrl}/console/a/${applicationId}/handset`);
  await eachLook(page, async (look) => {
    for (const room of rooms) {
      await visit(page, room, { ...told, baseUrl, applicationId, verificationId });
      await take(page, `${room.name}-${look}`);
    }
  });
  await createLive(page, baseUrl);
  await eachLook(page, async (look) => {
    await page.goto(`${baseUrl}/console/`);
    await page.getByText('Take your key').waitFor();
    await take(page, `live-${look}`);
  });
  const stranger = await browser.newPage({ viewport: desk });
  await eachLook(stranger, async (look) => {
    await stranger.goto(`${baseUrl}/console/sign-in`);
    await stranger.getByLabel('Code from your app').waitFor();
    await take(stranger, `sign-in-${look}`);
  });
}

async function eachLook(page: Page, work: (look: string) => Promise<void>): Promise<void> {
  for (const { size, scheme } of looks) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await work(`${size.width}-${scheme}`);
  }
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(settleMilliseconds);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** WhatsApp to one phone and an email to another, so that the handset shows each kind. */
async function sendOneOfEach(page: Page, handset: string): Promise<void> {
  await page.goto(handset);
  const sends = [
    { way: 'WhatsApp', field: 'Number', to: '447400000001' },
    { way: 'Email', field: 'Email', to: 'anna@example.com' },
  ] as const;
  for (const { way, field, to } of sends) {
    await page.getByRole('combobox', { name: 'Send by' }).click();
    await page.getByRole('option', { name: way }).click();
    await page.getByLabel(field, { exact: true }).fill(to);
    await page.getByRole('button', { name: 'Send test message' }).click();
    await page.getByText(`${way} · `).first().waitFor();
  }
}

async function createLive(page: Page, baseUrl: string): Promise<void> {
  await page.setViewportSize(desk);
  await page.goto(`${baseUrl}/console/settings/applications`);
  await page.getByRole('button', { name: 'Create an application' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Harbour Bank');
  await page.getByText('Live', { exact: true }).click();
  await page.getByRole('button', { name: 'Create application' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Switch application' }).click();
  await page.getByRole('menuitem', { name: /Harbour Bank/ }).click();
  await page.getByText('Take your key').waitFor();
}

await main();
