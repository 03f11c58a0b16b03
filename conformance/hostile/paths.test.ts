import { describe, expect, test } from 'vitest';
import { expectDialectRefusal, expectHarmless } from '../support/hostile.ts';
import { FORM, mediaType, send, sendBytes } from '../support/http.ts';
import { basicAuthorization, host, port } from '../support/server.ts';
import { parseXml } from '../support/xml.ts';

const basic = { authorization: basicAuthorization() };

describe.each([
  ['verify', '/verify/nothing/json'],
  ['verify', '/verify/yaml'],
  ['verify', '/verify/check'],
  ['verify', '/verify/json/more'],
  ['verify', '/verify/check/json/more'],
  ['verify', '/verify/JSON'],
  ['verify', '/verify/%zz/json'],
  ['verify', '/verify/%00/json'],
  ['verify', '/verify/..%2f..%2fetc%2fpasswd'],
  ['verify', '/verify/%2e%2e/json'],
  ['verify', `/verify/${'x'.repeat(5_000)}`],
  ['2fa', '/sc/us/2fa'],
  ['2fa', '/sc/us/2fa/yaml'],
  ['2fa', '/sc/us/3fa/json'],
  ['2fa', '/sc/uk/2fa/json'],
  ['2fa', '/sc/us/2fa/json/more'],
  ['2fa', '/sc/us/%E0%A4%A/json'],
] as const)('the unknown path of %s: %s', (dialect, path) => {
  test.each(['GET', 'POST'])('is a 4xx to %s, in the dialect’s shape', async (method) => {
    const answer = await send({ method, path, headers: basic });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectDialectRefusal(dialect, answer);
    expect(mediaType(answer)).toBe('application/json');
  });
});

describe.each([
  ['verify', '/verify/json'],
  ['verify', '/verify/psd2/json'],
  ['verify', '/verify/check/json'],
  ['verify', '/verify/search/json'],
  ['verify', '/verify/control/json'],
  ['2fa', '/sc/us/2fa/json'],
] as const)('%s %s', (dialect, path) => {
  test.each(['PUT', 'PATCH', 'DELETE'])('refuses %s in the dialect’s shape', async (method) => {
    const answer = await send({ method, path, headers: basic });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectDialectRefusal(dialect, answer);
  });

  test.each(['OPTIONS', 'TRACE', 'PROPFIND'])('survives %s', async (method) => {
    expectHarmless(await send({ method, path, headers: basic }));
  });

  test.each([
    ['Basic that is no base64', 'Basic !!!'],
    ['Basic without a colon', `Basic ${Buffer.from('abcd1234').toString('base64')}`],
    ['Basic with a NUL', `Basic ${Buffer.from('a\u0000:b').toString('base64')}`],
    ['Basic alone', 'Basic'],
    ['an empty Bearer', 'Bearer '],
    ['Digest', 'Digest username="x"'],
    ['Basic of 5,000 characters', `Basic ${'A'.repeat(5_000)}`],
    ['half a token', 'Bearer a.b'],
  ])('refuses %s', async (_what, authorization) => {
    const answer = await send({
      method: 'POST',
      path,
      headers: { ...FORM, authorization },
      body: '',
    });
    expect(answer.status).toBe(200);
    expectDialectRefusal(dialect, answer);
  });

  test('refuses a query of broken percent-encoding', async () => {
    for (const query of ['%', '%zz=%zz', 'number=%E0%A4%A', '?????', '&&&', 'a=%00', '[]={}']) {
      expectDialectRefusal(dialect, await send({ path: `${path}?${query}` }));
    }
  });
});

describe('in XML', () => {
  test.each(['/verify/xml', '/verify/check/xml', '/verify/search/xml', '/verify/control/xml'])(
    '%s answers broken input with a well-formed document',
    async (path) => {
      for (const body of ['{"number":"4474', '%', '', '{"number":{}}', 'number=%00&brand=%00']) {
        const answer = await send({ method: 'POST', path, headers: basic, body });
        expectHarmless(answer);
        parseXml(answer.text);
      }
    },
  );

  test('/sc/us/2fa/xml answers broken input with a well-formed document', async () => {
    for (const body of ['{"to":"1415', '%', '', '{"to":{}}', 'to=%00&pin=%00', 'client-ref=%01']) {
      const answer = await send({
        method: 'POST',
        path: '/sc/us/2fa/xml',
        headers: basic,
        body,
      });
      expectHarmless(answer);
      expect(parseXml(answer.text).name).toBe('mt-submission-response');
    }
  });
});

describe('bytes that are no request', () => {
  const hostLine = `Host: ${host}:${port}\r\n`;
  test.each([
    ['noise', '\u0000\u0001\u0002\r\n\r\n'],
    ['an unknown HTTP version', `GET /verify/json HTTP/9.9\r\n${hostLine}\r\n`],
    ['no host', 'GET /verify/json HTTP/1.1\r\n\r\n'],
    ['an unknown method', `FOO /verify/json HTTP/1.1\r\n${hostLine}\r\n`],
    ['a negative length', `POST /verify/json HTTP/1.1\r\n${hostLine}Content-Length: -1\r\n\r\n`],
    [
      'two lengths',
      `POST /verify/json HTTP/1.1\r\n${hostLine}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    ],
    [
      'a length beside chunks',
      `POST /verify/json HTTP/1.1\r\n${hostLine}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /verify/json HTTP/1.1\r\n${hostLine}\r\n`,
    ],
    [
      'a broken chunk',
      `POST /verify/json HTTP/1.1\r\n${hostLine}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    ],
    [
      'a header of 200 KB',
      `GET /verify/json HTTP/1.1\r\n${hostLine}X: ${'x'.repeat(200_000)}\r\n\r\n`,
    ],
    ['a path of 200 KB', `GET /verify/${'x'.repeat(200_000)} HTTP/1.1\r\n${hostLine}\r\n`],
    [
      'a whole address',
      `GET http://example.com/verify/json HTTP/1.1\r\n${hostLine}Connection: close\r\n\r\n`,
    ],
    ['CONNECT', `CONNECT example.com:443 HTTP/1.1\r\n${hostLine}\r\n`],
    [
      'an upgrade',
      `GET /verify/json HTTP/1.1\r\n${hostLine}Connection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`,
    ],
  ])('%s gets at most a 4xx', async (_what, bytes) => {
    const answer = await sendBytes(bytes);
    for (const [, status] of answer.matchAll(/^HTTP\/1\.[01] (\d{3}) /gm)) {
      expect(Number(status), answer.slice(0, 300)).toBeLessThan(500);
    }
    expect(answer).not.toMatch(/\.ts\b|node:internal|node_modules/);
  });
});
