import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { computed } from '../../test-support/computed.ts';
import { createHttpClient } from '../kernel/http-client.ts';
import { checkOptInPage } from './check-opt-in-page.ts';
import { makeOptInDisclosure } from './opt-in-disclosure.ts';

const campaign = {
  company: 'Acme',
  code: '98765',
  details: {
    programme: 'Sign-in codes',
    description: 'A code to sign in with',
    frequency: 'no more than 2 msgs/day',
    termsUrl: 'https://acme.example/terms',
    privacyUrl: 'https://acme.example/privacy',
  },
};

const client = createHttpClient();
let reply: http.RequestListener = () => undefined;
const seen: http.IncomingMessage[] = [];
const server = http.createServer((request, response) => {
  seen.push(request);
  reply(request, response);
});
let base = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
});

const loopback = ['127.0.0.0/8'];
const check = (url = `${base}/sign-up`, allowedNetworks = loopback) =>
  checkOptInPage({ httpClient: client }, { url, campaign, allowedNetworks });

function serve(body: string | Buffer, headers: http.OutgoingHttpHeaders = {}): void {
  reply = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  };
}

async function checkHtml(html: string, headers?: http.OutgoingHttpHeaders) {
  serve(html, headers);
  return check();
}

const itemOf = (result: Awaited<ReturnType<typeof check>>, name: string) =>
  result.items.find(({ item }) => item === name);

describe('a page with everything', () => {
  test.each(['en', 'es'] as const)(
    'our own HTML in %s is complete, each item in its place',
    async (language) => {
      const { html } = makeOptInDisclosure({ ...campaign, language });
      const result = await checkHtml(`<!doctype html>\n<html lang="${language}"><body>\n${html}`);
      expect(result).toMatchObject({ outcome: 'complete', problem: null, notes: [] });
      expect(result.items.map(({ item, fault, place }) => [item, fault, place?.line])).toEqual([
        ['description', null, 4],
        ['frequency', null, 5],
        ['stop', null, 6],
        ['help', null, 7],
        ['rates', null, 8],
        ['terms', null, 9],
        ['privacy', null, 10],
      ]);
      expect(itemOf(result, 'stop')?.place?.path).toBe('html > body > section > p:nth-of-type(3)');
    },
  );

  test('so are the component and the text with its addresses', async () => {
    const { component, text } = makeOptInDisclosure({ ...campaign, language: 'en' });
    const page = `<script>${component.script}</script>${component.markup}`;
    expect(await checkHtml(page)).toMatchObject({ outcome: 'complete' });
    expect(await checkHtml(`<p>${text}</p>`)).toMatchObject({ outcome: 'complete' });
  });

  test('the vendor’s own example is taken, with a name of its own', async () => {
    const result = await checkHtml(`<p>Acme codes by text message</p>
      You will receive no more than 2 msgs/day. To opt-out at any time, send STOP to 98765.
      To receive more information, send HELP to 98765. Message and data rates may apply.
      The terms and conditions can be viewed at &lt;http://url.to/your_t&amp;c.html&gt;.
      Our Privacy Policy can be reviewed at &lt;http://url.to/your_privacypolicy.html&gt;.`);
    expect(result.outcome).toBe('complete');
    expect(itemOf(result, 'help')?.place?.excerpt).toContain('send HELP to 98765');
  });
});

const others = {
  frequency: '<p>Message frequency varies.</p>',
  stop: '<p>Reply "STOP" to cancel.</p>',
  help: '<p>Text HELP for help.</p>',
  rates: '<p>Msg &amp; data rates may apply.</p>',
  links: '<footer><a href="/t">Terms</a> <a href="/p">Privacy notice</a></footer>',
  description: '<h1>Sign-in codes</h1>',
};
const page = (changes: Partial<typeof others> = {}) =>
  Object.values({ ...others, ...changes }).join('\n');

describe('each item by itself', () => {
  test('other words do as well', async () => {
    expect(await checkHtml(page())).toMatchObject({ outcome: 'complete' });
  });

  test.each([
    ['frequency', { frequency: '' }, 'You will receive no more than 2 msgs/day.'],
    ['stop', { stop: '<p>Stop by our shop.</p>' }, 'To opt out at any time, send STOP to 98765.'],
    [
      'help',
      { help: '<p>Need help? Call us.</p>' },
      'To receive more information, send HELP to 98765.',
    ],
    ['rates', { rates: '<p>Interest rates may apply.</p>' }, 'Message and data rates may apply.'],
    [
      'terms',
      { links: '<a href="/p">Privacy</a>' },
      'The terms and conditions can be viewed at https://acme.example/terms.',
    ],
    [
      'privacy',
      { links: '<a href="/t">Terms</a>' },
      'Our Privacy Policy can be reviewed at https://acme.example/privacy.',
    ],
    ['description', { description: '' }, 'Acme Sign-in codes: A code to sign in with.'],
  ])('%s is missed, with the words to add', async (name, changes, wordsToAdd) => {
    const result = await checkHtml(page(changes));
    expect(result.outcome).toBe('incomplete');
    expect(result.items.filter(({ isFound }) => !isFound)).toEqual([
      { item: name, isFound: false, place: null, fault: 'missing', wordsToAdd },
    ]);
  });

  test.each([
    ['stop', { stop: '<p>Send STOP to 98975.</p>' }, 'other-code'],
    ['help', { help: '<p hidden>Send HELP to 98765.</p>' }, 'hidden'],
    ['terms', { links: '<p>Terms <a href="/p">Privacy</a>' }, 'no-link'],
    ['terms', { links: '<a href="#">Terms</a><a href="/p">Privacy</a>' }, 'no-link'],
    ['privacy', { links: '<a href="/t">Terms</a><a href="javascript:x()">Privacy</a>' }, 'no-link'],
  ])('%s is there but does not count: %j', async (name, changes, fault) => {
    const result = await checkHtml(page(changes));
    expect(result.outcome).toBe('incomplete');
    expect(itemOf(result, name)).toMatchObject({
      isFound: false,
      fault,
      place: { line: expect.any(Number), path: expect.any(String) },
      wordsToAdd: expect.any(String),
    });
  });

  test('words to add are in the page’s language', async () => {
    const result = await checkHtml('<html lang="es-MX"><p>Hola');
    expect(itemOf(result, 'rates')?.wordsToAdd).toBe(
      'Pueden aplicarse tarifas por mensajes y datos.',
    );
  });

  test('comments, scripts and attributes are no words of the page', async () => {
    const { text } = makeOptInDisclosure({ ...campaign, language: 'en' });
    const result = await checkHtml(
      `<!-- ${text} --><script>"${text}"</script><p title="${text}">Hi</p>`,
    );
    expect(result.items.some(({ isFound }) => isFound)).toBe(false);
  });
});

describe('what cannot be read is said', () => {
  test('an internal address is not fetched without the allowance', async () => {
    serve(page());
    const result = await check(`${base}/`, []);
    expect(result).toMatchObject({ outcome: 'unreadable', items: [] });
    expect(result.problem).toContain('internal or reserved network');
    expect(seen).toEqual([]);
  });

  test.each(['ftp://x.example/', 'file:///etc/passwd', 'not a url', 'javascript:1'])(
    '%s is no address of a page',
    async (url) => {
      expect((await check(url)).problem).toBe('The address is not an http or https URL.');
    },
  );

  test('credentials in the address are not sent', async () => {
    const result = await check(base.replace('//', '//u:p@'));
    expect(result.problem).toContain('name or password');
    expect(seen).toEqual([]);
  });

  test('a redirect is followed, but not into a network that is not allowed', async () => {
    reply = (request, response) => {
      const location = request.url === '/in' ? 'http://10.0.0.1/' : '/there';
      if (request.url === '/there') response.setHeader('content-type', 'text/html').end(page());
      else response.writeHead(302, { location }).end();
    };
    expect(await check(`${base}/here`)).toMatchObject({
      outcome: 'complete',
      pageUrl: `${base}/there`,
    });
    const inward = await check(`${base}/in`);
    expect(inward).toMatchObject({ outcome: 'unreadable', pageUrl: 'http://10.0.0.1/' });
    expect(inward.problem).toContain('internal or reserved network');
  });

  test('a circle of redirects ends', async () => {
    reply = (_, response) => response.writeHead(302, { location: '/again' }).end();
    expect((await check()).problem).toBe('The page redirects more than 3 times.');
    expect(seen).toHaveLength(4);
  });

  test.each([
    [404, 'The page answers with HTTP 404.'],
    [500, 'The page answers with HTTP 500.'],
    [204, 'The page answers with HTTP 204.'],
    [302, 'The page answers with HTTP 302.'],
  ])('HTTP %i', async (status, problem) => {
    reply = (_, response) => response.writeHead(status).end();
    expect((await check()).problem).toBe(problem);
  });

  test.each([
    [{ 'content-type': 'application/pdf' }, '%PDF', 'no HTML page but to application/pdf'],
    [{ 'content-type': 'application/json' }, '{}', 'no HTML page but to application/json'],
    [{ 'content-encoding': 'gzip' }, 'x', 'compressed'],
    [{}, '', 'empty'],
  ])('%j %j', async (headers, body, problem) => {
    const result = await checkHtml(body, headers);
    expect(result).toMatchObject({ outcome: 'unreadable', items: [] });
    expect(result.problem).toContain(problem);
  });

  test('a connection that breaks', async () => {
    reply = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100' });
      response.write('<p>', () => response.destroy());
    };
    expect((await check()).problem).toMatch(/^The page cannot be reached/);
  });
});

describe('a hostile page', () => {
  test('of 10 MB is read in part, and says so', async () => {
    serve(`${page()}${'<p>word</p>\n'.repeat(1_000_000)}`);
    const started = computed();
    const result = await check();
    expect(computed() - started).toBeLessThan(5_000);
    expect(result.outcome).toBe('complete');
    expect(result.notes).toEqual([expect.stringContaining('only its first part')]);
  });

  test('that trickles is given up', { timeout: 15_000 }, async () => {
    let timer: NodeJS.Timeout | undefined;
    reply = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      timer = setInterval(() => response.write('<p>'), 100);
    };
    const result = await check();
    clearInterval(timer);
    expect(result.problem).toBe('The page did not come within 10 seconds.');
  });

  test('of endless nesting is read as far as browsers would', async () => {
    const result = await checkHtml(page() + '<div>'.repeat(100_000));
    expect(result.outcome).toBe('complete');
    expect(result.notes).toEqual([expect.stringContaining('only its first part')]);
  });

  test('made by a script is told apart from an empty one', async () => {
    const html = '<div id="root"></div><script src="/app.js"></script>';
    const result = await checkHtml(html);
    expect(result.outcome).toBe('incomplete');
    expect(result.notes).toEqual([expect.stringContaining('made by a script')]);
  });

  test('in a wrong or unknown character set does no harm', async () => {
    const html = page({ rates: '<p>Pueden aplicarse tarifas</p>' });
    for (const charset of ['utf-16', 'iso-8859-1', 'windows-1251', 'x-user-defined', 'no-such']) {
      const result = await checkHtml(html, { 'content-type': `text/html; charset=${charset}` });
      expect(result.outcome).toMatch(/complete$/);
    }
    const unknown = await checkHtml(html, { 'content-type': 'text/html; charset=no-such' });
    expect(unknown).toMatchObject({
      outcome: 'complete',
      notes: [expect.stringContaining('(no-such)')],
    });
  });

  test('in the character set it says is read', async () => {
    const spanish = Buffer.from(
      page({ links: '<a href=/t>Términos</a> <a href=/p>Privacidad</a>' }),
      'latin1',
    );
    serve(spanish, { 'content-type': 'text/html; charset=iso-8859-1' });
    expect((await check()).outcome).toBe('complete');
    serve(Buffer.concat([Buffer.from('<meta charset="latin1">'), spanish]), { 'content-type': '' });
    expect((await check()).outcome).toBe('complete');
    serve(Buffer.from(`\ufeff${page()}`, 'utf16le'));
    expect((await check()).outcome).toBe('complete');
  });

  test('of bytes that are no text at all finds nothing', async () => {
    serve(Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 31) % 256)));
    const result = await check();
    expect(result.items.every(({ isFound }) => !isFound)).toBe(true);
  });

  test('a text made to be slow to search is searched at once', async () => {
    const slow = [
      'standard carrier text '.repeat(20_000),
      'text text text '.repeat(20_000),
      '1 '.repeat(100_000),
      'send '.repeat(50_000),
      '“"'.repeat(50_000),
      `${'é'.repeat(200_000)}`,
    ];
    const started = computed();
    await checkHtml(slow.map((text) => `<p>${text}</p>`).join(''));
    expect(computed() - started).toBeLessThan(3_000);
  });

  test('no excerpt is longer than what is needed to find it', async () => {
    const long = 'x '.repeat(5_000);
    const result = await checkHtml(page({ stop: `<p>${long}text STOP to cancel ${long}</p>` }));
    const excerpt = itemOf(result, 'stop')?.place?.excerpt ?? '';
    expect(excerpt).toContain('text STOP to cancel');
    expect(excerpt.length).toBeLessThanOrEqual(160);
  });
});
