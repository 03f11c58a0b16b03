/** The built package and both examples against a real server, as a newcomer would try them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, symlinkSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchBrowser } from '../../conformance/browser/browser.ts';
import { type RunningServer, startServer } from '../../tools/harness/server.ts';

type Server = typeof import('../src/server/index.ts');
type Client = ReturnType<Server['createClient']>;

const root = path.join(import.meta.dirname, '../..');
const packageFolder = inject('packageFolder');
let server: RunningServer;
let sdk: Server;
let client: Client;

beforeAll(async () => {
  server = await startServer();
  sdk = await import(pathToFileURL(path.join(packageFolder, 'server/index.js')).href);
  const { baseUrl, apiKey, apiSecret } = server.sandbox;
  client = sdk.createClient({ baseUrl, apiKey, apiSecret });
});

// Not there when it could not start: that failure is the one to be read.
afterAll(() => server?.stop());

/** As the handset shows it. */
async function codeOf(number: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { messages } = await client.sandbox.messages({ to: number });
    const code = messages[0]?.code;
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no code came');
}

describe('the client', () => {
  test('starts, checks a wrong code and the right one', async () => {
    const number = '447400000101';
    const { id, status } = await client.verifications.start({ to: number, brand: 'Acme' });
    expect(status).toBe('in_progress');
    const code = await codeOf(number);
    const wrong = code === '000000' ? '000001' : '000000';
    const first = await client.verifications.check({ verification_id: id, code: wrong });
    expect(first).toMatchObject({ is_verified: false, result: 'wrong_code', checks_left: 4 });
    const second = await client.verifications.check({ verification_id: id, code });
    expect(second).toMatchObject({ is_verified: true, result: 'verified', status: 'verified' });
    const { messages } = await client.verifications.get({ verification_id: id });
    expect(messages).toHaveLength(1);
  });

  test('a lost answer is asked for again and nothing happens twice', async () => {
    const { baseUrl, apiKey, apiSecret } = server.sandbox;
    let requests = 0;
    const lossy: typeof fetch = async (...args) => {
      requests += 1;
      const response = await fetch(...args);
      if (requests > 1) return response;
      await response.arrayBuffer();
      throw new TypeError('the line broke');
    };
    const unlucky = sdk.createClient({ baseUrl, apiKey, apiSecret, fetch: lossy });
    const number = '447400000102';
    const { id } = await unlucky.verifications.start({ to: number, brand: 'Acme' });
    expect(requests).toBe(2);
    const found = [];
    for await (const verification of client.verifications.list({ to: number })) {
      found.push(verification.id);
    }
    expect(found).toEqual([id]);
  });

  test('a refusal has its code and what is in the way', async () => {
    const start = () => client.verifications.start({ to: '447400000103', brand: 'Acme' });
    const { id } = await start();
    const error = await start().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(sdk.CountersignError);
    expect(error).toMatchObject({ code: 'conflict', status: 409, parameter: 'to' });
    expect(error).toMatchObject({ problem: { verification_id: id } });
    const { status } = await client.verifications.cancel({ verification_id: id });
    expect(status).toBe('cancelled');
  });

  test('a list is read page by page to its end', async () => {
    const numbers = ['447400000111', '447400000112', '447400000113'];
    for (const to of numbers) await client.verifications.start({ to, brand: 'Acme' });
    const { items, next_cursor } = await client.verifications.list({ limit: 2 }).page();
    expect(items).toHaveLength(2);
    expect(next_cursor).toEqual(expect.any(String));
    const all = new Set<string | null>();
    for await (const { to } of client.verifications.list({ limit: 2 })) all.add(to);
    for (const number of numbers) expect(all).toContain(number);
  });

  test('wrong credentials are called that', async () => {
    const { baseUrl, apiKey } = server.sandbox;
    const stranger = sdk.createClient({ baseUrl, apiKey, apiSecret: 'not the secret' });
    const error = await stranger.application.get().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_credentials', status: 401 });
  });
});

test('what the server signs is believed, while its secret is changed, too', async () => {
  const received: { body: Buffer; headers: IncomingHttpHeaders }[] = [];
  const listener = createServer(async (request, response) => {
    received.push({ body: await buffer(request), headers: request.headers });
    response.writeHead(204).end();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const { id, secret } = await client.webhooks.create({ url: `http://127.0.0.1:${port}/` });
  const rotated = await client.webhooks.rotateSecret({ webhook_id: id });
  const started = await client.verifications.start({ to: '447400000131', brand: 'Acme' });
  // Word of what other tests did may come as well, some of it signed before the change.
  const ofThis = () => received.filter(({ body }) => body.includes(started.id));
  await expect.poll(() => ofThis().length, { timeout: 20_000 }).toBeGreaterThan(0);
  listener.close();
  await client.webhooks.delete({ webhook_id: id });
  for (const { body, headers } of ofThis()) {
    for (const known of [secret, rotated.secret]) {
      const { event } = await sdk.verifyWebhook(body, headers, known);
      expect(event.verification?.id).toBe(started.id);
    }
    const other = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const refused = sdk.verifyWebhook(body, headers, other);
    await expect(refused).rejects.toMatchObject({ code: 'wrong_signature' });
  }
});

test('events are caught up with behind the last cursor', async () => {
  const { next_cursor } = await client.events.list({ limit: 200 }).page();
  expect(next_cursor).toEqual(expect.any(String));
  const started = await client.verifications.start({ to: '447400000132', brand: 'Acme' });
  const types: string[] = [];
  await expect
    .poll(
      async () => {
        const filter = { verification_id: started.id };
        types.length = 0;
        for await (const { type } of client.events.list(filter)) types.push(type);
        return types;
      },
      { timeout: 20_000 },
    )
    .toContain('message.sent');
  expect(types[0]).toBe('verification.started');
});

test('events are followed as they come', async () => {
  const { next_cursor } = await client.events.list().page();
  const { id } = await client.verifications.start({ to: '447400000133', brand: 'Acme' });
  await client.verifications.cancel({ verification_id: id });
  const types: string[] = [];
  const from = { verification_id: id, ...(next_cursor !== null && { after: next_cursor }) };
  const signal = AbortSignal.timeout(20_000);
  for await (const event of client.events.follow(from, { signal })) {
    types.push(event.type);
    if (event.type === 'verification.cancelled') break;
  }
  expect([types[0], types.at(-1)]).toEqual(['verification.started', 'verification.cancelled']);
});

describe.each(['express', 'fastify'])('the example for %s', (framework) => {
  let browser: Browser;
  let example: ChildProcess;
  let url: string;
  const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

  beforeAll(async () => {
    const folder = path.join(packageFolder, '../..');
    cpSync(path.join(root, 'sdk/examples'), path.join(folder, 'examples'), { recursive: true });
    symlinkSync(
      path.join(root, 'node_modules', framework),
      path.join(folder, 'node_modules', framework),
    );
    const { baseUrl, apiKey, apiSecret } = server.sandbox;
    example = spawn(process.execPath, ['server.mjs'], {
      cwd: path.join(folder, 'examples', framework),
      env: {
        ...process.env,
        ...{ PORT: '0', COUNTERSIGN_URL: baseUrl },
        ...{ COUNTERSIGN_KEY: apiKey, COUNTERSIGN_SECRET: apiSecret },
        COUNTERSIGN_WEBHOOK_SECRET: secret,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await new Promise<string>((resolve, reject) => {
      example.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
      example.once('exit', () => reject(new Error('the example ended')));
    });
    url = url.replace(/\[::1\]|127\.0\.0\.1/, 'localhost');
    browser = await launchBrowser(inject('browserPath'));
  });

  afterAll(async () => {
    await browser?.close();
    example?.kill();
  });

  test('a person gives a number, errs once and is let in', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // The browser calls an answer of 422 an error; the person sees what it says.
      const isAnswer = message.text().includes('status of 422');
      if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
    });
    const number = framework === 'express' ? '447400000121' : '447400000122';
    await page.goto(url);
    await page.getByLabel('Your mobile number').fill(number);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByRole('textbox', { name: 'Code' }).waitFor();
    await page.getByText(/^Enter the code we sent to •{8}01\d\d\.$/).waitFor();
    const code = await codeOf(number);
    await page.keyboard.type(code === '000000' ? '000001' : '000000');
    await page.getByText('That code is not right. Tries left: 4.').waitFor();
    await page.keyboard.type(code);
    await page.getByText('Welcome. Your number is verified.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('it believes a signed webhook and no other', async () => {
    const body = '{"type":"verification.ended"}';
    const time = Math.floor(Date.now() / 1_000);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const mark = createHmac('sha256', key).update(`msg_1.${time}.${body}`).digest('base64');
    const send = (text: string) =>
      fetch(`${url}/webhooks`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': String(time) },
          'webhook-signature': `v1,${mark}`,
        },
        body: text,
      });
    expect((await send(body)).status).toBe(204);
    expect((await send(`${body} `)).status).toBe(401);
  });
});
