import { describe, expect, test } from 'vitest';
import {
  formEncode,
  mediaType,
  parseObject,
  send,
  viaForm,
  viaJson,
  viaQuery,
} from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { HEX32, KEYS, startAndRead } from '../support/verify.ts';

const fresh = () => ({ number: freshNumber(), brand: 'Acme Inc', ...KEYS });

describe('the HTTP envelope of Verify', () => {
  test('a success is 200, application/json', async () => {
    const answer = await send(viaForm('/verify/json', fresh()));
    expect(answer.status).toBe(200);
    expect(mediaType(answer)).toBe('application/json');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test('a business error is 200, application/json', async () => {
    const answer = await send(viaForm('/verify/json', { ...fresh(), number: 'x' }));
    expect(answer.status).toBe(200);
    expect(mediaType(answer)).toBe('application/json');
  });

  test('the status is text in every answer', async () => {
    const { id, code } = await startAndRead();
    const answers = [
      await send(viaForm('/verify/json', fresh())),
      await send(viaForm('/verify/json', KEYS)),
      await send(viaForm('/verify/check/json', { request_id: id, code, ...KEYS })),
      await send(viaForm('/verify/search/json', { request_id: id, ...KEYS })),
      await send(viaForm('/verify/control/json', { request_id: id, cmd: 'cancel', ...KEYS })),
    ];
    for (const { text } of answers) expect(typeof parseObject(text).status, text).toBe('string');
  });

  test('HEAD is 200 without a body', async () => {
    const answer = await send(viaQuery('/verify/json', fresh(), 'HEAD'));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
  });

  test.each([
    ['/verify/json', () => fresh()],
    ['/verify/psd2/json', () => ({ number: freshNumber(), payee: 'A', amount: 1, ...KEYS })],
  ] as const)('%s takes GET and POST', async (path, params) => {
    for (const method of ['GET', 'POST']) {
      const answer = await send(viaQuery(path, params(), method));
      expect(parseObject(answer.text)).toEqual({
        request_id: expect.stringMatching(HEX32),
        status: '0',
      });
    }
  });

  test.each([
    ['/verify/check/json', { code: '0' }],
    ['/verify/search/json', {}],
    ['/verify/control/json', { cmd: 'cancel' }],
  ])('%s takes GET and POST', async (path, extra) => {
    const { id } = await startAndRead();
    const get = await send(viaQuery(path, { request_id: id, ...extra, ...KEYS }));
    const posted = await send(viaForm(path, { request_id: id, ...extra, ...KEYS }));
    expect(parseObject(get.text)).toEqual(parseObject(posted.text));
  });

  test.each([
    ['a form', () => formEncode(fresh())],
    ['JSON', () => JSON.stringify(fresh())],
    ['JSON after blank lines', () => `\r\n\t ${JSON.stringify(fresh())}`],
  ])('%s without a content type is read by its first character', async (_what, body) => {
    const answer = await send({ method: 'POST', path: '/verify/json', body: body() });
    expect(parseObject(answer.text)).toMatchObject({ status: '0' });
  });

  test.each(['text/json', 'text/x-json', 'application/x-javascript', 'text/plain'])(
    'JSON labelled %s is read as JSON',
    async (type) => {
      const answer = await send({
        ...viaJson('/verify/json', fresh()),
        headers: { 'content-type': type },
      });
      expect(parseObject(answer.text)).toMatchObject({ status: '0' });
    },
  );

  test('a doubled slash in the path is forgiven', async () => {
    const answer = await send(viaForm('//verify//json', fresh()));
    expect(parseObject(answer.text)).toMatchObject({ status: '0' });
  });

  test('a trailing ampersand and unknown parameters are forgiven', async () => {
    const { path } = viaQuery('/verify/json', { ...fresh(), colour: 'green' });
    const answer = await send({ path: `${path}&` });
    expect(parseObject(answer.text)).toMatchObject({ status: '0' });
  });

  test('the bare folder is 404', async () => {
    expect((await send(viaQuery('/verify', fresh()))).status).toBe(404);
  });
});
