/** A page of somebody's own with the built element, under the strictest policy a page can have. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** No inline style, no inline script, no foreign host, no markup made of text. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

const sheet = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif }
body { margin: 0; background: light-dark(#fff, #14171c); color: light-dark(#111, #eee) }
main { max-width: 24rem; padding: 1rem }
h1 { font-size: 1.15rem }
form > button {
  margin-top: 1rem; padding: .65rem 1.1rem; font: inherit; font-weight: 600; border: 0;
  border-radius: .6rem; background: light-dark(#2f5bd7, #8fb0ff); color: light-dark(#fff, #10131a);
}
.brand countersign-code { --countersign-accent: rgb(200, 0, 100); --countersign-radius: 0px }
.brand countersign-code::part(label) { text-transform: uppercase }
`;

export interface PageHost {
  readonly url: string;
  /** Bodies of the forms that were sent, in order. */
  readonly sent: URLSearchParams[];
  show(content: string): void;
  close(): void;
}

export async function hostPages(packageFolder: string): Promise<PageHost> {
  const sent: URLSearchParams[] = [];
  let shown = '';
  const standalone = path.join(packageFolder, 'browser/standalone');
  const server: Server = createServer(async (request, response) => {
    const url = request.url ?? '/';
    if (url.endsWith('.js')) {
      response.setHeader('content-type', 'text/javascript');
      return response.end(readFileSync(path.join(standalone, path.basename(url))));
    }
    if (url === '/sheet.css') {
      response.setHeader('content-type', 'text/css');
      return response.end(sheet);
    }
    if (request.method === 'POST') {
      sent.push(new URLSearchParams(await text(request)));
      return response.end('thank you');
    }
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(url === '/' ? shown : '');
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/`,
    sent,
    show: (content) => {
      shown = content;
    },
    close: () => server.close(),
  };
}

export interface Opening extends BrowserContextOptions {
  readonly attributes?: string;
  /** Of the control, `code` when absent; empty for none. */
  readonly name?: string;
  /** The script is not there yet: the test brings it. */
  readonly isLate?: boolean;
  readonly lang?: string;
  /** What stands in the element for those without script. */
  readonly plain?: string;
  readonly before?: string;
  readonly after?: string;
  readonly form?: string;
  readonly bodyClass?: string;
}

export interface Opened {
  readonly page: Page;
  /** What the browser complained about: errors, broken policies. */
  readonly complaints: string[];
  /** What was written to the console, whatever it was. */
  readonly printed: string[];
  /** Events the page was told, in order, with what they carry. */
  told(): Promise<readonly (readonly [name: string, detail: unknown])[]>;
}

export async function open(browser: Browser, host: PageHost, opening: Opening): Promise<Opened> {
  const {
    attributes,
    name = 'code',
    isLate,
    lang,
    plain,
    before,
    after,
    form,
    bodyClass,
    ...context
  } = opening;
  host.show(`<!doctype html><html lang="${lang ?? 'en'}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Your code</title><link rel="stylesheet" href="/sheet.css">
    ${isLate ? '' : '<script type="module" src="/countersign-code.js"></script>'}</head>
    <body class="${bodyClass ?? ''}"><main><h1>Harbour Bank</h1>
    <form method="post" action="/check" ${form ?? ''}>${before ?? ''}
    <countersign-code ${name && `name="${name}"`} ${attributes ?? ''}>${plain ?? ''}</countersign-code>
    ${after ?? ''}<button>Continue</button></form></main></body></html>`);
  const page = await browser.newPage(context);
  const complaints: string[] = [];
  const printed: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    printed.push(message.text());
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.addInitScript(() => {
    const told: [string, unknown][] = [];
    Object.assign(globalThis, { told });
    for (const name of ['complete', 'resend', 'switch']) {
      addEventListener(name, (event) => told.push([name, (event as CustomEvent).detail]));
    }
  });
  await page.goto(host.url);
  const told = () =>
    page.evaluate(() => (globalThis as unknown as { told: [string, unknown][] }).told);
  return { page, complaints, printed, told };
}
