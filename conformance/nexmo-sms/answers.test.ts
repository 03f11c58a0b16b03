/** `/sms` by hand: statuses with their texts, parts, prices, and both formats of the answer. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import {
  mediaType,
  type Params,
  parseObject,
  type RawAnswer,
  send,
  viaForm,
  viaJson,
  viaQuery,
} from '../support/http.ts';
import { acceptedMessage, messagesOf } from '../support/messages.ts';
import { freshNumber } from '../support/numbers.ts';
import {
  magicNumber,
  messagesTo,
  replyFromHandset,
  waitForMessages,
  waitForText,
} from '../support/sandbox.ts';
import { basicAuthorization } from '../support/server.ts';
import { expectRefusal, messageOf } from '../support/two-factor.ts';
import { KEYS } from '../support/verify.ts';

const PATH = '/sms/json';
const sms = (params: Params) =>
  send(viaForm(PATH, { from: 'Acme', text: 'Hello', ...KEYS, ...params }));

describe('a message', () => {
  test.each([
    ['a GET', (params: Params) => viaQuery(PATH, params)],
    ['a POST with an empty body', (params: Params) => viaQuery(PATH, params, 'POST')],
    ['a form', (params: Params) => viaForm(PATH, params)],
    ['JSON', (params: Params) => viaJson(PATH, params)],
  ])('is taken from %s', async (_name, write) => {
    const to = freshNumber();
    const answer = await send(write({ from: 'Acme', to, text: 'Hello', ...KEYS }));
    expect(mediaType(answer)).toBe('application/json');
    expect(messagesOf(answer)).toEqual([acceptedMessage(to)]);
  });

  test('is taken with Basic credentials and typed JSON values', async () => {
    const to = freshNumber();
    const body = { from: 'Acme', to: Number(to), text: 'Hello', ttl: 60_000, 'message-class': 1 };
    const answer = await send(viaJson(PATH, body, { authorization: basicAuthorization() }));
    expect(messagesOf(answer)).toEqual([acceptedMessage(to)]);
  });

  test('answers from a path with too many slashes', async () => {
    const answer = await send(
      viaForm('//sms//json', { from: 'Acme', to: freshNumber(), text: 'Hello', ...KEYS }),
    );
    expect(messageOf(answer).status).toBe('0');
  });

  test('comes as it was written', async () => {
    const to = freshNumber();
    const text = ' two lines\n & <tags> € {ok} ';
    await sms({ to, text });
    expect((await waitForMessages(to))[0]?.text).toBe(text);
  });

  test('echoes both references, in capitals or not', async () => {
    const answer = await sms({ to: freshNumber(), 'client-ref': 'Order 7', 'account-ref': 'Team' });
    expect(messageOf(answer)).toMatchObject({ 'client-ref': 'Order 7', 'account-ref': 'Team' });
  });
});

describe('a long message', () => {
  test.each([
    ['160 letters', 'a'.repeat(160), '1'],
    ['161 letters', 'a'.repeat(161), '2'],
    ['306 letters', 'a'.repeat(306), '2'],
    ['307 letters', 'a'.repeat(307), '3'],
    ['80 euro signs', '€'.repeat(80), '1'],
    ['81 euro signs', '€'.repeat(81), '2'],
    ['70 of Cyrillic', 'я'.repeat(70), '1'],
    ['71 of Cyrillic', 'я'.repeat(71), '2'],
    ['134 of Cyrillic', 'я'.repeat(134), '2'],
    ['135 of Cyrillic', 'я'.repeat(135), '3'],
    ['35 emoji', '👋'.repeat(35), '1'],
    ['67 emoji, of which no part holds half', '👋'.repeat(67), '3'],
  ])('of %s has %s parts', async (_name, text, count) => {
    const to = freshNumber();
    const answer = await sms({ to, text });
    expect(parseObject(answer.text)['message-count']).toBe(count);
    await waitForText(to, text);
  });

  test('keeps to UCS-2 when it is asked to', async () => {
    const answer = await sms({ to: freshNumber(), text: 'a'.repeat(71), type: 'unicode' });
    expect(messagesOf(answer)).toHaveLength(2);
  });

  test('has an id and a price a part, and a balance that goes down', async () => {
    const own = await createApplication('sandbox', {
      prices: { verification: '0.05', message: { sms: '0.05' } },
    });
    const to = freshNumber();
    const answer = await sms({ to, text: 'a'.repeat(400), ...own.keys });
    const messages = messagesOf(answer);
    expect(new Set(messages.map((one) => one['message-id'])).size).toBe(3);
    expect(messages.map((one) => one['message-price'])).toEqual(Array(3).fill('0.05000000'));
    const balances = messages.map((one) => Number(one['remaining-balance']));
    expect(balances[0]).toBeCloseTo((balances[1] ?? 0) + 0.05, 6);
    expect(balances[1]).toBeCloseTo((balances[2] ?? 0) + 0.05, 6);
  });

  test('of 3200 characters is sent, one more is status 12', async () => {
    expect(messagesOf(await sms({ to: freshNumber(), text: 'a'.repeat(3_200) }))).toHaveLength(21);
    expectRefusal(
      await sms({ to: freshNumber(), text: 'a'.repeat(3_201) }),
      '12',
      'Message too long',
    );
  });
});

describe('a refusal', () => {
  test.each([
    ['no sender', { from: '' }, '2', 'Missing from param'],
    ['no recipient', { to: '' }, '2', 'Missing to param'],
    ['no text', { text: '' }, '2', 'Missing Message Text'],
    ['no body', { type: 'binary' }, '2', 'Missing body param'],
    ['a recipient that is none', { to: 'nobody' }, '3', 'to address is not numeric'],
    ['a reference too long', { 'client-ref': 'x'.repeat(101) }, '3', /client-ref/],
    ['a lifetime too short', { ttl: 19_999 }, '3', /ttl/],
    ['a class of messages that is none', { 'message-class': 4 }, '3', /message-class/],
    ['premium numbers', { to: '449098790000' }, '6', 'Unroutable message - rejected'],
    [
      'binary over 140 octets',
      { type: 'binary', body: 'ff'.repeat(141) },
      '12',
      'Message too long',
    ],
    ['a sender too long', { from: 'TwelveLetter' }, '15', 'Illegal Sender Address - rejected'],
    ['a callback that is no URL', { callback: 'x.test' }, '23', 'Invalid Callback Url'],
  ] as const)('of %s', async (_name, params, status, text) => {
    expectRefusal(await sms({ to: freshNumber(), ...params } as Params), status, text);
  });

  test('of credentials that are missing, wrong, or two kinds at once', async () => {
    const bare = { from: 'Acme', to: freshNumber(), text: 'Hello' };
    expectRefusal(await send(viaForm(PATH, bare)), '2', 'Missing api_key');
    const { api_key } = KEYS;
    expectRefusal(await send(viaForm(PATH, { ...bare, api_key })), '2', 'Missing api_secret');
    expectRefusal(await sms({ ...bare, api_secret: 'wrong' }), '4', 'Bad Credentials');
    expectRefusal(await sms({ ...bare, sig: 'aa', timestamp: 1 }), '32', /./);
  });

  test('of the magic numbers', async () => {
    const throttled = await sms({ to: await magicNumber('throttled') });
    expectRefusal(throttled, '1', /^Throughput Rate Exceeded - please wait \[ \d+ \] and retry$/);
    expectRefusal(await sms({ to: await magicNumber('barred') }), '7', 'Number barred.');
  });

  test('of a live application without money', async () => {
    const live = await createApplication('live');
    const answer = await sms({ to: '14155552671', from: 'Acme', ...live.keys });
    // Names are not delivered in the United States: that comes before the money.
    expectRefusal(answer, '15', 'Illegal Sender Address - rejected');
    const changed = await createApplication('live', { countries: null });
    expectRefusal(
      await sms({ to: freshNumber(), ...changed.keys }),
      '9',
      'Quota Exceeded - rejected',
    );
  });
});

describe('XML', () => {
  test('has an element a part, in the documented order', async () => {
    const to = freshNumber();
    const params = { from: 'Acme', to, text: 'a'.repeat(161), 'client-ref': 'r', ...KEYS };
    const answer = await send(viaForm('/sms/xml', params));
    expect(mediaType(answer)).toBe('text/xml');
    expect(answer.text).toMatch(/^<\?xml version='1.0' encoding='UTF-8' \?>/);
    const one =
      `<message><messageId>[0-9a-f-]{36}</messageId><to>${to}</to><clientRef>r</clientRef>` +
      '<status>0</status><remainingBalance>[\\d.]+</remainingBalance>' +
      '<messagePrice>[\\d.]+</messagePrice><network>\\w+</network></message>';
    expect(answer.text).toMatch(
      new RegExp(
        `<mt-submission-response><messages count="2">${one}${one}</messages></mt-submission-response>$`,
      ),
    );
  });

  test('of a refusal has a status and a text only', async () => {
    const answer = await send(viaForm('/sms/xml', { ...KEYS, to: freshNumber() }));
    expect(answer.text).toContain(
      '<messages count="1"><message><status>2</status><errorText>Missing from param</errorText></message></messages>',
    );
  });
});

describe('a subscriber who answered STOP', () => {
  let own: TestApplication;
  beforeAll(async () => {
    own = await createApplication('sandbox');
  });
  const sendTo = (to: string): Promise<RawAnswer> => sms({ to, from: '447700900999', ...own.keys });

  test('gets nothing more, though the message is accepted', async () => {
    const to = freshNumber();
    expect(messageOf(await sendTo(to)).status).toBe('0');
    await waitForMessages(to, 1, own);
    await replyFromHandset({ from: to, to: '447700900999', text: 'STOP' }, own);
    const refused = messageOf(await sendTo(to));
    expect(refused).toMatchObject({ status: '0', 'message-price': '0.00000000' });
    expect(JSON.stringify(await messagesTo(to, own))).not.toContain(refused['message-id']);
  });

  test('of another sender is written to', async () => {
    const to = freshNumber();
    await sendTo(to);
    await replyFromHandset({ from: to, to: '447700900998', text: 'STOP' }, own);
    expect(Number(messageOf(await sendTo(to))['message-price'])).toBeGreaterThan(0);
  });
});
