/** Searching messages and refused sends, by the vendor's clients and by hand. */
import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { freshInbound, tell } from '../support/carrier.ts';
import { handed, legacyConstructors, openLegacy } from '../support/clients.ts';
import { mediaType, type Params, parseObject, send, viaForm, viaQuery } from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { advanceClock, replyFromHandset, waitFor, waitForMessages } from '../support/sandbox.ts';
import { basicAuthorization, sandbox } from '../support/server.ts';
import { sendPin } from '../support/two-factor.ts';
import { DATE_TIME, KEYS, MONEY } from '../support/verify.ts';

const today = new Date().toISOString().slice(0, 10);
const ask = (path: string, params = {}) => send(viaQuery(path, { ...KEYS, ...params }));
const read = async (path: string, params = {}) => {
  const answer = await ask(path, params);
  expect(answer.status, answer.text).toBe(200);
  return parseObject(answer.text);
};

/** Closed, once the handset has paid its receipt. */
const sendClosed = async (params: Params = {}) => {
  const sent = await sendPin(params);
  const { api_key = KEYS.api_key, api_secret = KEYS.api_secret } = params;
  await waitFor('the receipt', async () => {
    const found = await read('/search/message', { api_key, api_secret, id: sent.messageId });
    return found['final-status'] === undefined ? undefined : found;
  });
  return sent;
};

const record = (sent: { to: string; messageId: string }) => ({
  type: 'MT',
  'message-id': sent.messageId,
  'account-id': sandbox.apiKey,
  network: expect.any(String),
  from: expect.any(String),
  to: sent.to,
  body: expect.any(String),
  price: expect.stringMatching(MONEY),
  'date-received': expect.stringMatching(DATE_TIME),
  'date-closed': expect.stringMatching(DATE_TIME),
  latency: expect.any(Number),
  status: 'DELIVRD',
  'final-status': 'DELIVRD',
});

describe.each(legacyConstructors)('$name', ({ Client }) => {
  const client = openLegacy(Client);

  test('finds a message by its id, with every documented field', async () => {
    const sent = await sendClosed({ 'client-ref': 'order 7' });
    const { error, result } = await handed((callback) =>
      client.message.search(sent.messageId, callback),
    );
    expect(error).toBeNull();
    expect(result).toEqual({ ...record(sent), 'client-ref': 'order 7' });
  });

  test('finds several by their ids', async () => {
    const [one, two] = [await sendClosed(), await sendClosed()];
    const { error, result } = await handed((callback) =>
      client.message.search([one.messageId, two.messageId], callback),
    );
    expect(error).toBeNull();
    expect(result).toEqual({ count: 2, items: [record(one), record(two)] });
  });

  test('finds what was refused', async () => {
    const to = freshUsNumber();
    // No message may carry a code that is no number.
    await send(viaForm('/sc/us/2fa/json', { ...KEYS, to, pin: 'letters' }));
    const { items } = await waitFor('the rejection', async () => {
      const { result } = await handed((callback) =>
        client.message.searchRejections(to, today, callback),
      );
      const found = result as { count: number; items: object[] };
      return found.count > 0 ? found : undefined;
    });
    expect(items).toEqual([
      {
        'account-id': sandbox.apiKey,
        from: expect.any(String),
        to,
        'date-received': expect.stringMatching(DATE_TIME),
        'error-code': '3',
        'error-code-label': 'pin is not numeric',
      },
    ]);
  });
});

describe('a search', () => {
  test('never says a code again', async () => {
    const sent = await sendPin({ pin: '471108' });
    const [shown] = await waitForMessages(sent.to);
    expect(shown?.text).toContain('471108');
    const found = await read('/search/message', { id: sent.messageId });
    expect(found.body).toBe(shown?.text.replaceAll('471108', '******'));
    expect(JSON.stringify(found)).not.toContain('471108');
  });

  test('of a reply with the PIN tells how it went, and not what it was', async () => {
    const { to, messageId } = await sendPin({ pin: '471108' });
    for (const [text, outcome] of [
      ['471-109', 'mismatch'],
      ['471108', 'verified'],
    ] as const) {
      const told = await tell('inbound', freshInbound({ from: to, text }));
      const found = await read('/search/message', { id: String(told.body.id) });
      expect(found).toMatchObject({
        type: 'MO',
        from: to,
        body: text.replaceAll(/\d/g, '*'),
        'verification-status': outcome,
        'verification-message-id': messageId,
      });
    }
  });

  test('by day and number finds what was sent and what was answered', async () => {
    const sent = await sendClosed();
    const from = String((await read('/search/message', { id: sent.messageId })).from);
    await replyFromHandset({ from: sent.to, to: from, text: 'Is this really you?' });
    const found = await waitFor('the answer', async () => {
      const { items } = await read('/search/messages', { date: today, to: sent.to });
      return (items as object[]).length === 2 ? (items as Record<string, unknown>[]) : undefined;
    });
    expect(found).toContainEqual(record(sent));
    const answer = found.find(({ type }) => type === 'MO');
    expect(answer).toEqual({
      type: 'MO',
      'message-id': expect.any(String),
      'account-id': sandbox.apiKey,
      network: expect.any(String),
      from: sent.to,
      to: from,
      body: 'Is this really you?',
      'date-received': expect.stringMatching(DATE_TIME),
    });
    const id = String(answer?.['message-id']);
    expect(await read('/search/message', { id })).toEqual(answer);
  });

  test('takes `id` for `ids`, as one client writes it', async () => {
    const sent = await sendClosed();
    const found = await read('/search/messages', { id: sent.messageId });
    expect(found).toMatchObject({ count: 1, items: [{ 'message-id': sent.messageId }] });
  });

  test.each([
    '0192aaaa-0000-7000-8000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '0A0000000123ABCD1',
    "' or '1'='1",
  ])('for %s, which nobody has, is empty', async (id) => {
    expect(await read('/search/message', { id })).toEqual({});
    expect(await read('/search/messages', { ids: id })).toEqual({ count: 0, items: [] });
  });

  test('finds nothing of another application', async () => {
    const sent = await sendClosed();
    const { keys } = await createApplication();
    const search = async (path: string, params: Record<string, string>) =>
      parseObject((await send(viaQuery(path, { ...keys, ...params }))).text);
    expect(await search('/search/message', { id: sent.messageId })).toEqual({});
    const byDay = { date: today, to: sent.to };
    expect(await search('/search/messages', byDay)).toEqual({ count: 0, items: [] });
    expect(await search('/search/rejections', byDay)).toEqual({ count: 0, items: [] });
  });

  test('is answered in XML where that is asked for', async () => {
    const sent = await sendClosed();
    const { path } = viaQuery('/search/message', { ...KEYS, id: sent.messageId });
    const answer = await send({ path, headers: { accept: 'application/xml' } });
    expect(mediaType(answer)).toBe('text/xml');
    expect(answer.text).toContain(`<message><type>MT</type><message-id>${sent.messageId}<`);
  });

  test.each([
    ['/search/message', {}, 'id'],
    ['/search/messages', {}, 'ids'],
    ['/search/messages', { date: '2026-02-30', to: '1' }, 'date'],
    ['/search/messages', { date: 'today', to: '1' }, 'date'],
    ['/search/messages', { date: today }, 'to'],
    ['/search/messages', { ids: Array.from({ length: 11 }, (_, id) => `${id}`) }, 'ids'],
    ['/search/rejections', { to: '1' }, 'date'],
  ])('%s %j is a bad request that names %s', async (path, params, name) => {
    const answer = await ask(path, params);
    expect(answer.status, answer.text).toBe(400);
    expect(parseObject(answer.text)).toEqual({
      type: 'BAD_REQUEST',
      error_title: 'Bad Request',
      invalid_parameters: { [name]: expect.any(String) },
    });
  });

  test('of a live application is answered once a second', async () => {
    const { keys } = await createApplication('live');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => send(viaQuery('/search/message', { ...keys, id: 'x' }))),
    );
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(2);
  });
});

describe('redaction', () => {
  const redact = (body: object, authorization: string) =>
    send({
      method: 'POST',
      path: '/v1/redact/transaction',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('waits for the end of a message, then forgets whom it went to and what it said', async () => {
    // Its clock is moved: an application of its own.
    const own = await createApplication();
    const sent = await sendClosed(own.keys);
    const authorization = basicAuthorization(own.apiKey, own.apiSecret);
    const find = (path: string, params: Params) => read(path, { ...own.keys, ...params });
    const body = { id: sent.messageId, product: 'sms', type: 'outbound' };
    const early = await redact(body, authorization);
    expect(early.status).toBe(403);
    expect(parseObject(early.text)).toMatchObject({ title: 'Too early' });
    await advanceClock(3_600, own);
    await waitFor('the end', async () =>
      (await redact(body, authorization)).status === 204 ? true : undefined,
    );
    expect(await find('/search/message', { id: sent.messageId })).toMatchObject({
      to: '',
      body: '',
      price: expect.stringMatching(MONEY),
      'final-status': 'DELIVRD',
    });
    expect(await find('/search/messages', { date: today, to: sent.to })).toEqual({
      count: 0,
      items: [],
    });
  });

  test('forgets a message that came in', async () => {
    const own = await createApplication();
    const authorization = basicAuthorization(own.apiKey, own.apiSecret);
    const from = freshUsNumber();
    await replyFromHandset({ from, to: '98765', text: 'Where is my parcel?' }, own);
    const find = (path: string, params: Params) => read(path, { ...own.keys, ...params });
    const { 'message-id': id } = await waitFor('the message', async () => {
      const { items } = await find('/search/messages', { date: today, to: from });
      return (items as Record<string, unknown>[])[0];
    });
    await waitFor('its end', async () => {
      const { status } = await redact({ id, product: 'sms', type: 'inbound' }, authorization);
      return status === 204 ? true : undefined;
    });
    expect(await find('/search/message', { id: String(id) })).toMatchObject({
      type: 'MO',
      from: '',
      body: '',
      to: '98765',
    });
  });

  test('of another application’s message finds nothing', async () => {
    const sent = await sendClosed();
    const { apiKey, apiSecret } = await createApplication();
    const answer = await redact(
      { id: sent.messageId, product: 'sms' },
      basicAuthorization(apiKey, apiSecret),
    );
    expect(answer.status).toBe(404);
  });
});
