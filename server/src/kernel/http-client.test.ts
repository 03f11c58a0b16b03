import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHttpClient, type OutgoingRequest } from './http-client.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

const client = createHttpClient();
const seen: Seen[] = [];
const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    answer(url ?? '', response);
  });
});
const silent = net.createServer(() => undefined);
let base = '';
let port = 0;
let silentPort = 0;

function answer(url: string, response: http.ServerResponse): void {
  if (url === '/redirect') response.writeHead(302, { location: `${base}/target` }).end();
  else if (url === '/slow') setTimeout(() => response.end('late'), 2_000).unref();
  else if (url === '/endless') response.writeHead(200).write('begun');
  else if (url === '/huge') response.writeHead(200).end(Buffer.alloc(20_000_000));
  else if (url === '/broken') response.destroy();
  else response.writeHead(url === '/teapot' ? 418 : 200).end('{}');
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  silentPort = (silent.address() as AddressInfo).port;
  base = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
  silent.close();
});
beforeEach(() => {
  seen.length = 0;
});

const loopback = ['127.0.0.0/8', '::1/128'];
const send = (path: string, changes: Partial<OutgoingRequest> = {}) =>
  client.send({ url: base + path, method: 'GET', allowedNetworks: loopback, ...changes });

describe('loopback', () => {
  test('is refused without the allowance, and nothing arrives', async () => {
    await expect(send('/', { allowedNetworks: [] })).rejects.toMatchObject({
      kind: 'refused-address',
    });
    expect(seen).toEqual([]);
  });

  test('is reached with it', async () => {
    expect(await send('/x?y=1')).toEqual({ status: 200 });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/x?y=1' });
  });

  test('a connection kept open under an allowance serves no request without it', async () => {
    await send('/');
    await expect(send('/', { allowedNetworks: [] })).rejects.toMatchObject({
      kind: 'refused-address',
    });
    await expect(send('/', { allowedNetworks: ['10.0.0.0/8'] })).rejects.toMatchObject({
      kind: 'refused-address',
    });
    expect(seen).toHaveLength(1);
  });

  test('a name that leads there is judged by its address', async () => {
    const url = `http://localhost:${port}/`;
    await expect(send('', { url, allowedNetworks: [] })).rejects.toMatchObject({
      kind: 'refused-address',
    });
    expect(seen).toEqual([]);
    expect(await send('', { url })).toEqual({ status: 200 });
  });
});

describe('what a name stands for', () => {
  const namedClient = (...answers: string[][]) => {
    const left = [...answers];
    return createHttpClient((_hostname, _options, callback) => {
      const addresses = left.length > 1 ? left.shift() : left[0];
      callback(
        null,
        (addresses ?? []).map((address) => ({ address, family: net.isIP(address) })),
      );
    });
  };
  const reach = async (named: ReturnType<typeof namedClient>, allowedNetworks = loopback) => {
    const url = `http://receiver.example:${port}/`;
    const outcome = await named
      .send({ url, method: 'GET', allowedNetworks, answerTimeoutMilliseconds: 500 })
      .catch((error: { kind: string }) => error.kind);
    return outcome;
  };

  test.each([
    ['an internal address', ['10.0.0.1'], 'refused-address'],
    ['the metadata service', ['169.254.169.254'], 'refused-address'],
    ['loopback in IPv6 clothes', ['::ffff:127.0.0.1'], { status: 200 }],
    ['an internal address behind an allowed one', ['127.0.0.1', '10.0.0.1'], 'refused-address'],
    ['an internal address before an allowed one', ['10.0.0.1', '127.0.0.1'], 'refused-address'],
    ['nothing', [], 'refused-address'],
    ['an allowed address', ['127.0.0.1'], { status: 200 }],
  ])('is judged whole: %s', async (_name, addresses, expected) => {
    const named = namedClient(addresses);
    expect(await reach(named)).toEqual(expected);
    expect(seen).toHaveLength(expected === 'refused-address' ? 0 : 1);
    await named.close();
  });

  test('is asked anew for every connection: pointed inside later, it is refused then', async () => {
    const named = namedClient(['127.0.0.1'], ['10.0.0.1']);
    expect(await reach(named)).toEqual({ status: 200 });
    await named.close();
    expect(await reach(named)).toBe('refused-address');
    await named.close();
  });
});

test('a hundred requests over one kept connection leave nothing on it', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  for (let index = 0; index < 100; index += 1) await send('/');
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

test('a redirect is an answer and is never followed', async () => {
  expect(await send('/redirect')).toEqual({ status: 302 });
  expect(seen.map(({ url }) => url)).toEqual(['/redirect']);
});

test('a body arrives as given, with its headers', async () => {
  const headers = { 'content-type': 'application/json' };
  await send('/', { method: 'POST', headers, body: '{"text":"ü"}' });
  expect(seen[0]).toMatchObject({
    method: 'POST',
    body: '{"text":"ü"}',
    headers: { 'content-type': 'application/json', 'user-agent': 'countersign' },
  });
});

test('any status is an answer', async () => {
  expect(await send('/teapot')).toEqual({ status: 418 });
});

describe('patience ends', () => {
  const quickly = async (work: Promise<unknown>, milliseconds: number) => {
    const startedAt = performance.now();
    await work;
    expect(performance.now() - startedAt).toBeLessThan(milliseconds);
  };

  test('with a server that does not answer', async () => {
    const sending = send('/slow', { answerTimeoutMilliseconds: 200 });
    await quickly(expect(sending).rejects.toMatchObject({ kind: 'no-answer' }), 1_500);
  });

  test('with a server that accepts and says nothing', async () => {
    const url = `http://127.0.0.1:${silentPort}/`;
    const sending = send('', { url, answerTimeoutMilliseconds: 200 });
    await quickly(expect(sending).rejects.toMatchObject({ kind: 'no-answer' }), 1_500);
  });

  test('with an answer that never ends', async () => {
    const sending = send('/endless', { answerTimeoutMilliseconds: 200 });
    await quickly(expect(sending).resolves.toEqual({ status: 200 }), 1_500);
  });

  test('with an answer of 20 MB: no more than its beginning is read', async () => {
    await quickly(expect(send('/huge')).resolves.toEqual({ status: 200 }), 1_500);
  });
});

test.each([
  ['a connection that breaks', () => send('/broken')],
  ['a port nobody listens on', () => send('', { url: 'http://127.0.0.1:1/' })],
])('%s is no answer, said without the URL', async (_name, work) => {
  const error = await work().catch((failure: Error) => failure);
  expect(error).toMatchObject({ kind: 'no-answer', message: expect.stringMatching(/^no answer/) });
  expect(String(error)).not.toContain('http://');
});

test('a name nobody has is refused as an internal one is: nobody learns which names exist', async () => {
  const error = await send('', { url: 'http://nobody.invalid/' }).catch((failure) => failure);
  expect(error).toMatchObject({ kind: 'refused-address' });
  expect(String(error)).not.toContain('nobody');
});

test('a header that would split the request is refused and nothing is sent', async () => {
  const headers = { 'x-name': 'a\r\nx-evil: 1' };
  await expect(send('/', { headers })).rejects.toMatchObject({ kind: 'no-answer' });
  expect(seen).toEqual([]);
});

test.each([
  ['HTTP/1.1 200 OK', 200],
  ['HTTP/1.0 503', 503],
])('a bare status line without an end is an answer: %j', async (line, status) => {
  const bare = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(line));
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  expect(await client.send({ url, method: 'GET', allowedNetworks: loopback })).toEqual({ status });
  bare.close();
});
