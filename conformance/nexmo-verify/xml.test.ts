import { describe, expect, test } from 'vitest';
import { mediaType, type Params, send, viaForm, viaQuery } from '../support/http.ts';
import { freshNumber, unknownRequestId, wrongCode } from '../support/numbers.ts';
import { advanceClock } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import {
  check as checkJson,
  DATE_TIME,
  errorText,
  HEX32,
  KEYS,
  MONEY,
  start,
  startAndRead,
} from '../support/verify.ts';
import { childText, outline, parseXml, type XmlElement } from '../support/xml.ts';

async function xml(endpoint: string, params: Params): Promise<XmlElement> {
  const answer = await send(viaForm(`/verify${endpoint}/xml`, { ...KEYS, ...params }));
  expect(answer.status).toBe(200);
  expect(mediaType(answer)).toBe('text/xml');
  return parseXml(answer.text);
}

const SEARCH_FIELDS = [
  'request_id',
  'account_id',
  'status',
  'number',
  'price',
  'currency',
  'sender_id',
  'date_submitted',
  'date_finalized',
  'first_event_date',
  'last_event_date',
  'checks',
];

function expectRecord(element: XmlElement, id: string): void {
  expect(element.name).toBe('verify_request');
  const names = element.children.map(({ name }) => name);
  for (const field of SEARCH_FIELDS) expect(names).toContain(field);
  expect(new Set(names).size).toBe(names.length);
  expect(childText(element, 'request_id')).toBe(id);
  expect(childText(element, 'account_id')).toBe(sandbox.apiKey);
  expect(childText(element, 'currency')).toBe('EUR');
  expect(childText(element, 'date_submitted')).toMatch(DATE_TIME);
}

describe('Verify in XML', () => {
  test('a start answers verify_response with request_id and status', async () => {
    const answer = await xml('', { number: freshNumber(), brand: 'Acme Inc' });
    expect(outline(answer)).toBe('verify_response(request_id status)');
    expect(childText(answer, 'request_id')).toMatch(HEX32);
    expect(childText(answer, 'status')).toBe('0');
  });

  test('a GET answers the same', async () => {
    const params = { number: freshNumber(), brand: 'Acme Inc', ...KEYS };
    const answer = await send(viaQuery('/verify/xml', params));
    expect(outline(parseXml(answer.text))).toBe('verify_response(request_id status)');
  });

  test.each([
    ['a number that is none', '', { number: 'x', brand: 'Acme' }, '3', errorText.number],
    ['a wrong secret', '', { number: '447400000001', api_secret: 'x' }, '4', errorText.credentials],
    [
      'a wrong secret on a check',
      '/check',
      { request_id: unknownRequestId(), code: '1234', api_secret: 'x' },
      '4',
      errorText.otherCredentials,
    ],
  ] as const)('%s: an empty request_id, then status and error_text', async (...row) => {
    const [, endpoint, params, status, text] = row;
    const answer = await xml(endpoint, params);
    expect(outline(answer)).toBe('verify_response(request_id status error_text)');
    expect(childText(answer, 'request_id')).toBe('');
    expect(childText(answer, 'status')).toBe(status);
    expect(childText(answer, 'error_text')).toBe(text);
  });

  test('a concurrent request names the running one', async () => {
    const { number, id } = await start();
    const answer = await xml('', { number, brand: 'Acme Inc' });
    expect(childText(answer, 'request_id')).toBe(id);
    expect(childText(answer, 'status')).toBe('10');
    expect(childText(answer, 'error_text')).toBe(errorText.concurrent);
  });

  test('a right code answers request, event, status, price and currency', async () => {
    const { id, code } = await startAndRead();
    const answer = await xml('/check', { request_id: id, code });
    expect(answer.name).toBe('verify_response');
    expect(answer.children.slice(0, 5).map(({ name }) => name)).toEqual([
      'request_id',
      'event_id',
      'status',
      'price',
      'currency',
    ]);
    expect(childText(answer, 'request_id')).toBe(id);
    expect(childText(answer, 'event_id')).not.toBe('');
    expect(childText(answer, 'status')).toBe('0');
    expect(childText(answer, 'price')).toMatch(MONEY);
    expect(childText(answer, 'currency')).toBe('EUR');
  });

  test('a wrong code answers status 16', async () => {
    const { id, code } = await startAndRead();
    const answer = await xml('/check', { request_id: id, code: wrongCode(code) });
    expect(outline(answer)).toBe('verify_response(request_id status error_text)');
    expect(childText(answer, 'request_id')).toBe(id);
    expect(childText(answer, 'status')).toBe('16');
    expect(childText(answer, 'error_text')).toBe(errorText.wrongCode);
  });

  test('a search for one answers verify_request, with an empty list of checks', async () => {
    const { id } = await startAndRead();
    const answer = await xml('/search', { request_id: id });
    expectRecord(answer, id);
    expect(childText(answer, 'status')).toBe('IN PROGRESS');
    expect(childText(answer, 'date_finalized')).toBe('');
    const checks = answer.children.find(({ name }) => name === 'checks');
    expect(checks?.children).toEqual([]);
  });

  test('a check is listed with date, code, status and address', async () => {
    const { id, code } = await startAndRead();
    await checkJson(id, wrongCode(code));
    await checkJson(id, code);
    const answer = await xml('/search', { request_id: id });
    const checks = answer.children.find(({ name }) => name === 'checks');
    const shape = 'check(date_received code status ip_address)';
    expect(checks?.children.map(outline)).toEqual([shape, shape]);
    expect(checks?.children.map((check) => childText(check, 'status')).toSorted()).toEqual([
      'INVALID',
      'VALID',
    ]);
  });

  test('a search for two answers verification_requests', async () => {
    const [a, b] = [await start(), await start()];
    const answer = await xml('/search', { request_ids: [a.id, b.id] });
    expect(answer.name).toBe('verification_requests');
    const byId = new Map(answer.children.map((each) => [childText(each, 'request_id'), each]));
    expect(byId.size).toBe(2);
    for (const { id } of [a, b]) {
      const record = byId.get(id);
      if (record === undefined) throw new Error(`${id} is not in the list`);
      expectRecord(record, id);
    }
  });

  test('a search that finds nothing answers verify_response 101', async () => {
    const answer = await xml('/search', { request_id: unknownRequestId() });
    expect(outline(answer)).toBe('verify_response(request_id status error_text)');
    expect(childText(answer, 'request_id')).toBe('');
    expect(childText(answer, 'status')).toBe('101');
    expect(childText(answer, 'error_text')).toBe(errorText.noResponse);
  });

  test('a cancel answers response with status and command', async () => {
    const { id } = await startAndRead();
    await advanceClock(31);
    const answer = await xml('/control', { request_id: id, cmd: 'cancel' });
    expect(outline(answer)).toBe('response(status command)');
    expect(childText(answer, 'status')).toBe('0');
    expect(childText(answer, 'command')).toBe('cancel');
  });

  test('a next event answers response with status and command', async () => {
    const { id } = await startAndRead();
    const answer = await xml('/control', { request_id: id, cmd: 'trigger_next_event' });
    expect(outline(answer)).toBe('response(status command)');
    expect(childText(answer, 'command')).toBe('trigger_next_event');
  });

  test('a refused control answers response with status and error_text', async () => {
    const { id } = await startAndRead();
    const answer = await xml('/control', { request_id: id, cmd: 'cancel' });
    expect(answer.name).toBe('response');
    expect(childText(answer, 'status')).toBe('19');
    expect(childText(answer, 'error_text')).toBe(errorText.cancelTooEarly(id));
  });

  test.each(['<b>', 'A&B', '"quoted"', "it's", ']]>', 'Ünï✓', '😀'])(
    'a sender or id with %s never breaks the document',
    async (hostile) => {
      const answers = [
        await xml('/search', { request_id: hostile }),
        await xml('/check', { request_id: hostile, code: hostile }),
        await xml('/control', { request_id: hostile, cmd: hostile }),
        await xml('', { number: hostile, brand: hostile }),
      ];
      for (const answer of answers) expect(childText(answer, 'status')).toMatch(/^[1-9]\d*$/);
    },
  );
});
