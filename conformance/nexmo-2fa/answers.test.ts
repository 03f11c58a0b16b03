import { describe, expect, test } from 'vitest';
import {
  FORM,
  formEncode,
  JSON_TYPE,
  mediaType,
  parseObject,
  type RawRequest,
  send,
  viaForm,
  viaJson,
  viaQuery,
} from '../support/http.ts';
import { EIGHT_DECIMALS, MESSAGE_ID } from '../support/messages.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { waitForMessages } from '../support/sandbox.ts';
import { messageOf, PATH } from '../support/two-factor.ts';
import { KEYS } from '../support/verify.ts';
import { childText, outline, parseXml } from '../support/xml.ts';

const XML_PATH = '/sc/us/2fa/xml';
const fresh = () => ({ to: freshUsNumber(), pin: '4711', ...KEYS });

describe('the answer of 2FA', () => {
  test('is 200, application/json, one message, every value text', async () => {
    const params = { ...fresh(), 'client-ref': 'order 7' };
    const answer = await send(viaForm(PATH, params));
    expect(answer.status).toBe(200);
    expect(mediaType(answer)).toBe('application/json');
    expect(parseObject(answer.text)).toEqual({
      'message-count': '1',
      messages: [
        {
          to: params.to,
          'message-id': expect.stringMatching(MESSAGE_ID),
          status: '0',
          'client-ref': 'order 7',
          'remaining-balance': expect.stringMatching(EIGHT_DECIMALS),
          'message-price': expect.stringMatching(EIGHT_DECIMALS),
          network: expect.stringMatching(/^(?:\d{5,6}|US-[A-Z-]+)$/),
        },
      ],
    });
  });

  test('has no client-ref where none was sent', async () => {
    expect(messageOf(await send(viaForm(PATH, fresh())))).not.toHaveProperty('client-ref');
  });

  test('of an error is 200 with status and error-text', async () => {
    const answer = await send(viaForm(PATH, { ...fresh(), to: 'x' }));
    expect(answer.status).toBe(200);
    expect(mediaType(answer)).toBe('application/json');
    expect(parseObject(answer.text)['message-count']).toBe('1');
    for (const value of Object.values(messageOf(answer))) expect(typeof value).toBe('string');
  });

  test('gives each message an id of its own', async () => {
    const ids = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const answer = await send(viaForm(PATH, fresh()));
        return messageOf(answer)['message-id'];
      }),
    );
    expect(new Set(ids).size).toBe(10);
  });

  test('lets a number receive several PINs at once', async () => {
    const params = fresh();
    const answers = [await send(viaForm(PATH, params)), await send(viaForm(PATH, params))];
    for (const answer of answers) expect(messageOf(answer).status).toBe('0');
    expect(await waitForMessages(params.to, 2)).toHaveLength(2);
  });

  test('lowers the balance by the price', async () => {
    const first = messageOf(await send(viaForm(PATH, fresh())));
    const second = messageOf(await send(viaForm(PATH, fresh())));
    const paid = Number(first['remaining-balance']) - Number(second['remaining-balance']);
    expect(Number(second['message-price'])).toBeGreaterThan(0);
    expect(paid).toBeCloseTo(Number(second['message-price']), 6);
  });
});

describe('2FA in XML', () => {
  const bare = 'messageId to status remainingBalance messagePrice network'.split(' ').toSorted();

  test('answers mt-submission-response with camelCase elements', async () => {
    const params = fresh();
    const answer = await send(viaForm(XML_PATH, params));
    expect(answer.status).toBe(200);
    expect(mediaType(answer)).toBe('text/xml');
    const root = parseXml(answer.text);
    expect(root.name).toBe('mt-submission-response');
    const messages = root.children[0];
    expect(messages).toMatchObject({ name: 'messages', attributes: { count: '1' } });
    const message = messages?.children[0];
    if (message === undefined) throw new Error(`no message in ${answer.text}`);
    expect(message.name).toBe('message');
    expect(message.children.map(({ name }) => name).toSorted()).toEqual(bare);
    expect(childText(message, 'status')).toBe('0');
    expect(childText(message, 'to')).toBe(params.to);
    expect(childText(message, 'messageId')).toMatch(MESSAGE_ID);
    expect(childText(message, 'messagePrice')).toMatch(EIGHT_DECIMALS);
    expect(childText(message, 'remainingBalance')).toMatch(EIGHT_DECIMALS);
  });

  test('answers a GET the same way', async () => {
    const answer = await send(viaQuery(XML_PATH, fresh()));
    expect(outline(parseXml(answer.text))).toMatch(/^mt-submission-response\(messages\(message\(/);
  });

  test('an error holds only status and errorText', async () => {
    const answer = await send(viaForm(XML_PATH, { ...fresh(), api_secret: 'x' }));
    const root = parseXml(answer.text);
    expect(outline(root)).toBe('mt-submission-response(messages(message(status errorText)))');
    expect(answer.text).toContain('<status>4</status><errorText>Bad Credentials</errorText>');
  });

  test.each(['<b>&amp;', '"it\'s"', ']]>', 'Ünï✓ 😀', 'a\tb\nc'])(
    'a client-ref of %j comes back as it was sent',
    async (reference) => {
      const answer = await send(viaForm(XML_PATH, { ...fresh(), 'client-ref': reference }));
      const message = parseXml(answer.text).children[0]?.children[0];
      if (message === undefined) throw new Error(`no message in ${answer.text}`);
      expect(childText(message, 'clientRef')).toBe(reference);
    },
  );
});

describe('2FA takes its parameters', () => {
  const jsonTypes = [
    'application/json',
    'application/jsonrequest',
    'application/x-javascript',
    'text/json',
    'text/javascript',
    'text/x-javascript',
    'text/x-json',
    'application/json; charset=utf-8',
    'Application/JSON',
  ];
  const json = (params: object): string => JSON.stringify(params);
  const ways: readonly [string, (params: ReturnType<typeof fresh>) => RawRequest][] = [
    ['in the query of a GET', (params) => viaQuery(PATH, params)],
    ['in the query of a POST without body', (params) => viaQuery(PATH, params, 'POST')],
    ['in a form', (params) => viaForm(PATH, params)],
    [
      'in a form with a charset',
      (params) => ({
        ...viaForm(PATH, params),
        headers: { 'content-type': `${FORM['content-type']}; charset=UTF-8` },
      }),
    ],
    ...jsonTypes.map((type): [string, (params: ReturnType<typeof fresh>) => RawRequest] => [
      `in JSON labelled ${type}`,
      (params) => ({
        method: 'POST',
        path: PATH,
        headers: { 'content-type': type },
        body: json(params),
      }),
    ]),
    [
      'in JSON without a content type',
      (params) => ({ method: 'POST', path: PATH, body: json(params) }),
    ],
    [
      'in JSON after blank lines, without a content type',
      (params) => ({ method: 'POST', path: PATH, body: `\r\n  ${json(params)}` }),
    ],
    [
      'in a form without a content type',
      (params) => ({ method: 'POST', path: PATH, body: formEncode(params) }),
    ],
    [
      'in a form labelled JSON',
      (params) => ({ method: 'POST', path: PATH, headers: JSON_TYPE, body: formEncode(params) }),
    ],
    [
      'in the query of a POST that is labelled a form and empty',
      (params) => ({ ...viaQuery(PATH, params, 'POST'), headers: FORM, body: '' }),
    ],
    [
      'in the query of a GET that is labelled JSON',
      (params) => ({ ...viaQuery(PATH, params), headers: JSON_TYPE }),
    ],
    ['with a trailing ampersand', (params) => ({ path: `${viaQuery(PATH, params).path}&` })],
    ['behind a doubled slash', (params) => viaQuery('//sc/us/2fa/json', params)],
    [
      'with a chunked body',
      (params) => ({
        method: 'POST',
        path: PATH,
        headers: { ...FORM, 'transfer-encoding': 'chunked' },
        body: formEncode(params),
      }),
    ],
  ];
  test.each(ways)('%s', async (_way, request) => {
    const params = fresh();
    const answer = await send(request(params));
    expect(messageOf(answer)).toMatchObject({ status: '0', to: params.to });
    const [message] = await waitForMessages(params.to);
    expect(message?.code).toBe('4711');
  });
});

describe('the PIN', () => {
  test.each([
    ['one digit', '7'],
    ['leading zeros', '0007'],
    ['ten digits', '1234567890'],
  ])('of %s arrives as it was sent', async (_what, pin) => {
    const params = { ...fresh(), pin };
    expect(messageOf(await send(viaForm(PATH, params))).status).toBe('0');
    const [message] = await waitForMessages(params.to);
    expect(message?.code).toBe(pin);
    expect(message?.text).toContain(pin);
  });

  test('may be a JSON number, as PHP 4.14 sends it', async () => {
    const params = fresh();
    const answer = await send(viaJson(PATH, { ...params, pin: 4711 }));
    expect(messageOf(answer).status).toBe('0');
    const [message] = await waitForMessages(params.to);
    expect(message?.code).toBe('4711');
  });

  test('and the recipient may both be JSON numbers', async () => {
    const params = fresh();
    const answer = await send(viaJson(PATH, { ...params, to: Number(params.to), pin: 0 }));
    expect(messageOf(answer)).toMatchObject({ status: '0', to: params.to });
    const [message] = await waitForMessages(params.to);
    expect(message?.code).toBe('0');
  });
});

describe('client-ref', () => {
  test('is echoed in any script', async () => {
    const reference = 'заказ № 7 — ✓';
    const answer = await send(viaJson(PATH, { ...fresh(), 'client-ref': reference }));
    expect(messageOf(answer)['client-ref']).toBe(reference);
  });

  test('of 40 characters is echoed whole', async () => {
    const reference = 'r'.repeat(40);
    const answer = await send(viaForm(PATH, { ...fresh(), 'client-ref': reference }));
    expect(messageOf(answer)['client-ref']).toBe(reference);
  });

  test('may be spelt client_ref, as Ruby sends it', async () => {
    const answer = await send(viaForm(PATH, { ...fresh(), client_ref: 'r7' }));
    expect(messageOf(answer)['client-ref']).toBe('r7');
  });
});
