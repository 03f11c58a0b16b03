import { describe, expect, test } from 'vitest';
import { FORM, JSON_TYPE, parseObject, send, viaForm, viaJson } from '../support/http.ts';
import { wrongCode } from '../support/numbers.ts';
import { settle, waitForMessages } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import { check, HEX32, KEYS, post, search, start, startAndRead } from '../support/verify.ts';

const PATH = '/verify/check/json';
const keys = `api_key=${sandbox.apiKey}&api_secret=${sandbox.apiSecret}`;

describe('a check that does not plainly hold the right code does not verify', () => {
  const disguises: readonly [string, (code: string) => unknown][] = [
    ['a list', (code) => [code]],
    ['a list of candidates', (code) => [wrongCode(code), code]],
    ['a list in a list', (code) => [[code]]],
    ['an object', (code) => ({ code })],
    ['an object with toString', (code) => ({ toString: code })],
    ['a wildcard', () => '%'],
    ['an SQL truth', () => "' or '1'='1"],
    ['true', () => true],
    ['null', () => null],
    ['an empty text', () => ''],
    ['candidates joined by commas', (code) => `${wrongCode(code)},${code}`],
  ];
  test.each(disguises)('%s', async (_what, disguise) => {
    const { id, code } = await startAndRead();
    const body = { request_id: id, code: disguise(code), ...KEYS };
    const answer = parseObject((await send(viaJson(PATH, body))).text);
    expect(answer.status).not.toBe('0');
    expect(await search(id)).not.toMatchObject({ status: 'SUCCESS' });
  });

  test.each([
    ['a repeated code', (id: string, code: string) => `request_id=${id}&code=9&code=${code}`],
    ['code[]', (id: string, code: string) => `request_id=${id}&code[]=${code}`],
    ['code[0]', (id: string, code: string) => `request_id=${id}&code[0]=${code}`],
  ])('%s', async (_what, form) => {
    const { id, code } = await startAndRead();
    const body = `${keys}&${form(id, code)}`;
    const answer = await send({ method: 'POST', path: PATH, headers: FORM, body });
    expect(parseObject(answer.text).status).not.toBe('0');
    expect(await search(id)).not.toMatchObject({ status: 'SUCCESS' });
  });

  test('a duplicate JSON key gives one guess, not two', async () => {
    const { id, code } = await startAndRead();
    const wrong = wrongCode(code);
    const body = `{"api_key":"${sandbox.apiKey}","api_secret":"${sandbox.apiSecret}","request_id":"${id}","code":"${code}","code":"${wrong}"}`;
    await send({ method: 'POST', path: PATH, headers: JSON_TYPE, body });
    const { checks } = (await search(id)) as unknown as { checks: unknown[] };
    expect(checks.length).toBeLessThanOrEqual(1);
  });

  test('fields that claim success are ignored', async () => {
    const { id, code } = await startAndRead();
    const claims = { status: '0', verified: 'true', bypass: '1', skip: '1', bypass_otp: '1' };
    const answer = await post(PATH, { request_id: id, code: wrongCode(code), ...claims });
    expect(answer).toMatchObject({ status: '16' });
  });
});

describe('the guess budget of a number', () => {
  test('20 wrong codes over several requests: then even the right code is refused', async () => {
    const { number, id: first, code: firstCode } = await startAndRead({ code_length: 6 });
    let current = { id: first, code: firstCode };
    let wrongCodes = 0;
    for (let request = 1; wrongCodes < 20; request += 1) {
      if (request > 1) {
        const { id } = await start({ number, code_length: 6 });
        const [message] = await waitForMessages(number, request);
        current = { id, code: message?.code ?? '' };
      }
      for (const variant of [1, 2, 3]) {
        if (wrongCodes === 20) break;
        const answer = await check(current.id, wrongCode(current.code, variant));
        expect(['16', '17']).toContain(answer.status);
        wrongCodes += 1;
      }
    }
    expect(await check(current.id, current.code)).toMatchObject({ status: '17' });
    const again = await post('/verify/json', { number, brand: 'Acme Inc' });
    expect(['7', '10']).toContain(again.status);
    await settle(100);
  });
});

describe('after all of that', () => {
  test('the server answers an ordinary request in the ordinary way', async () => {
    const answer = await send(
      viaForm('/verify/json', { number: '447700900123', brand: 'Acme Inc', ...KEYS }),
    );
    expect(parseObject(answer.text)).toEqual({
      request_id: expect.stringMatching(HEX32),
      status: '0',
    });
    expect((await send({ path: '/healthz' })).status).toBe(200);
    expect((await send({ path: '/readyz' })).status).toBe(200);
  });
});
