/** Conversions as every client reports them, and what a report may and may not do. */
import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { handed, legacyConstructors, openLegacy } from '../support/clients.ts';
import {
  mediaType,
  type Params,
  type RawAnswer,
  type RawRequest,
  send,
  viaForm,
  viaJson,
  viaQuery,
} from '../support/http.ts';
import { basicAuthorization } from '../support/server.ts';
import { sendPin } from '../support/two-factor.ts';
import { KEYS } from '../support/verify.ts';

const PATH = '/conversions/sms';
const expectStored = (answer: RawAnswer) => {
  expect(answer.status, answer.text).toBe(200);
  expect(answer.text).toBe('OK');
  expect(mediaType(answer)).toBe('text/plain');
};
const facts = (messageId: string): Params => ({
  'message-id': messageId,
  delivered: 'true',
  timestamp: '2026-01-01 12:00:00',
});

describe.each(legacyConstructors)('$name', ({ Client }) => {
  const client = openLegacy(Client);

  test.each(['sms', 'voice'] as const)(
    'reports by conversion.%s and parses the answer',
    async (kind) => {
      const { messageId } = await sendPin();
      const report = client.conversion[kind].bind(client.conversion);
      expect(
        await handed((callback) => report(messageId, true, '2026-01-01 12:00:00', callback)),
      ).toEqual({ error: null, result: {} });
    },
  );
});

describe('a report is taken', () => {
  test.each<[string, (params: Params) => RawRequest]>([
    ['in the query of a GET', (params) => viaQuery(PATH, params)],
    ['in the query of a POST without a body', (params) => viaQuery(PATH, params, 'POST')],
    ['as a form', (params) => viaForm(PATH, params)],
    ['as JSON', (params) => viaJson(PATH, params)],
    [
      'as JSON without a content type, in chunks',
      (params) => ({
        method: 'POST',
        path: PATH,
        headers: { 'transfer-encoding': 'chunked' },
        body: JSON.stringify(params),
      }),
    ],
  ])('%s', async (_name, request) => {
    const { messageId } = await sendPin();
    expectStored(await send(request({ ...KEYS, ...facts(messageId) })));
  });

  test('with Basic credentials', async () => {
    const { messageId } = await sendPin();
    const headers = { authorization: basicAuthorization() };
    expectStored(await send(viaForm(PATH, facts(messageId), headers)));
  });

  test.each(['1', '0', 'true', 'false', 'True', 'FALSE'])('delivered=%s', async (delivered) => {
    const { messageId } = await sendPin();
    expectStored(await send(viaForm(PATH, { ...KEYS, ...facts(messageId), delivered })));
  });

  test('without a timestamp, and again and again', async () => {
    const { messageId } = await sendPin();
    const params = { ...KEYS, 'message-id': messageId, delivered: 1 };
    for (let time = 1; time <= 3; time += 1) expectStored(await send(viaForm(PATH, params)));
  });
});

describe('nothing is told of ids', () => {
  test.each([
    ['an id nobody has', '0192aaaa-0000-7000-8000-000000000000'],
    ['the highest id there can be', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['what is no id', '00A0B0C0'],
    ['an injection', "' or '1'='1"],
  ])('%s is answered like any other', async (_name, messageId) => {
    expectStored(await send(viaForm(PATH, { ...KEYS, ...facts(messageId) })));
  });

  test('nor is one of another application', async () => {
    const { messageId } = await sendPin();
    const { keys } = await createApplication();
    expectStored(await send(viaForm(PATH, { ...keys, ...facts(messageId) })));
  });
});

describe('a report is refused', () => {
  test.each([
    ['without a message', { delivered: 'true' }],
    ['without a word on it', { 'message-id': 'x' }],
    ['with another word', { 'message-id': 'x', delivered: 'maybe' }],
    ['with two words', { 'message-id': 'x', delivered: ['true', 'false'] }],
    [
      'with a day that is none',
      { 'message-id': 'x', delivered: '1', timestamp: '2026-02-30 12:00:00' },
    ],
    ['with no time', { 'message-id': 'x', delivered: '1', timestamp: 'yesterday' }],
    ['with an endless id', { 'message-id': 'x'.repeat(5_000), delivered: '1' }],
  ])('%s: 423', async (_name, params) => {
    const answer = await send(viaForm(PATH, { ...KEYS, ...params }));
    expect(answer.status, answer.text).toBe(423);
    expect(JSON.parse(answer.text)).toMatchObject({ error_title: 'Invalid parameters' });
  });

  test.each([
    ['no credentials', {}],
    ['a wrong secret', { ...KEYS, api_secret: 'Wr0ngS3cret' }],
  ])('with %s: 401', async (_name, keys) => {
    const answer = await send(viaForm(PATH, { ...keys, ...facts('x') }));
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toEqual({ error_title: 'Bad Account Credentials' });
  });

  test('for another product: 404', async () => {
    expect((await send(viaForm('/conversions/pigeon', KEYS))).status).toBe(404);
  });
});
