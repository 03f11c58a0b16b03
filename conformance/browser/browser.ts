/** A real browser from the registry's package: unpacked once, launched without a sandbox (root). */
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Unpacks to the temporary folder; call it once per run, two at the same time would collide. */
export function unpackBrowser(): Promise<string> {
  return chromiumPackage.executablePath();
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
