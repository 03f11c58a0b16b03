/** What a person does to sign in, and a TOTP of our own (RFC 6238) that shares nothing with the server. */
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';

export const password = 'a quiet harbour at dawn';

/** `stepsBack` 1: the code before the current one, which is still accepted once. */
export function totpCode(secret: string, stepsBack = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) - stepsBack));
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (hash[19] ?? 0) & 0x0f;
  const number = hash.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text.replaceAll(/[\s=]/g, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Waits until a step has some time left, so that a code does not age while it is typed. */
export async function waitForFreshStep(): Promise<void> {
  const leftMilliseconds = 30_000 - (Date.now() % 30_000);
  const neededMilliseconds = 8_000;
  if (leftMilliseconds < neededMilliseconds) {
    await new Promise((resolve) => setTimeout(resolve, leftMilliseconds + 100));
  }
}

export async function signInByLink(page: Page, consoleUrl: string): Promise<void> {
  await page.goto(consoleUrl);
  await page.getByRole('heading', { name: 'Choose how you sign in from now on' }).waitFor();
}

/** On the page where one signs in is chosen; answers the TOTP secret. */
export async function enrolPassword(page: Page): Promise<string> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('button', { name: 'Set up the authenticator app' }).click();
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  const secret = (await page.getByText(/^([A-Z2-7]{4} ?){8}$/).textContent()) ?? '';
  await waitForFreshStep();
  await page.getByLabel('Code the app shows').fill(totpCode(secret, 1));
  await page.getByRole('button', { name: 'Confirm code' }).click();
  await page.getByText('Set up', { exact: true }).waitFor();
  return secret;
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Countersign' }).waitFor();
}
