/** Who opted out of a campaign, as the classic query tells it, and opting in again. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { approveCampaign } from '../support/campaigns.ts';
import {
  type JsonObject,
  mediaType,
  type Params,
  parseObject,
  send,
  sendBytes,
  viaForm,
  viaJson,
  viaQuery,
} from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { replyFromHandset, waitFor, waitForMessages } from '../support/sandbox.ts';
import { basicAuthorization, host, port } from '../support/server.ts';
import { expectRefusal, messageOf } from '../support/two-factor.ts';
import { DATE_TIME } from '../support/verify.ts';

interface Family {
  readonly path: string;
  readonly use: 'two-factor' | 'alerts' | 'marketing';
  readonly code: string;
  readonly text: string;
  readonly params: Params;
}

const families: readonly Family[] = [
  { path: '/sc/us/2fa', use: 'two-factor', code: '98765', text: '${pin}', params: { pin: '1234' } },
  {
    path: '/sc/us/alert',
    use: 'alerts',
    code: '98975',
    text: 'Acme: your ${server} is down. Reply STOP to cancel.',
    params: { server: 'db' },
  },
  {
    path: '/sc/us/marketing',
    use: 'marketing',
    code: '22395',
    text: 'Acme: 20% off today. Reply HELP for help, STOP to cancel. Msg&Data rates may apply.',
    params: { from: '22395', keyword: 'ACME', text: 'Sale' },
  },
];

let own: TestApplication;
beforeEach(async () => {
  own = await createApplication('sandbox');
});

async function prepare({ use, code, text }: Family): Promise<void> {
  // Every sandbox application begins with a two-factor campaign.
  if (use !== 'two-factor') await approveCampaign(own.id, { use, code, templates: [text] });
}
const sendTo = (family: Family, to: string, params: Params = {}) =>
  send(viaForm(`${family.path}/json`, { ...family.params, ...own.keys, to, ...params }));
const statusOf = async (family: Family, to: string) => messageOf(await sendTo(family, to)).status;

async function answerStop({ code }: Family, from: string): Promise<void> {
  await replyFromHandset({ from, to: code, text: 'STOP' }, own);
}

async function query({ path }: Family, params: Params = {}): Promise<JsonObject> {
  const answer = await send(viaQuery(`${path}/opt-in/query/json`, { ...own.keys, ...params }));
  expect(answer.status, answer.text).toBe(200);
  expect(mediaType(answer)).toBe('application/json');
  return parseObject(answer.text);
}

describe.each(families)('$path', (family) => {
  test('STOP is 102 on the next send, is listed, and is undone by a call', async () => {
    await prepare(family);
    const to = freshUsNumber();
    expect(await statusOf(family, to)).toBe('0');
    await waitForMessages(to, 1, own);
    await answerStop(family, to);
    expectRefusal(await sendTo(family, to), '102', /opted out/i);
    expect(await query(family)).toEqual({
      'opt-in-count': '1',
      'opt-in-list': [
        {
          msisdn: to,
          'opt-in': 'false',
          'opt-out': 'true',
          'opt-out-date': expect.stringMatching(DATE_TIME),
        },
      ],
    });
    const back = await send(
      viaForm(`${family.path}/opt-in/manage/json`, { ...own.keys, msisdn: to }),
    );
    expect(parseObject(back.text)).toEqual({
      msisdn: to,
      'opt-in': 'true',
      'opt-in-date': expect.stringMatching(DATE_TIME),
      'opt-out': 'false',
    });
    expect(await statusOf(family, to)).toBe('0');
    expect(await query(family)).toMatchObject({
      'opt-in-list': [
        {
          msisdn: to,
          'opt-in': 'true',
          'opt-in-date': expect.stringMatching(DATE_TIME),
          'opt-out': 'false',
          'opt-out-date': expect.stringMatching(DATE_TIME),
        },
      ],
    });
  });

  test('START does the same as the call', async () => {
    await prepare(family);
    const to = freshUsNumber();
    await answerStop(family, to);
    expect(await statusOf(family, to)).toBe('102');
    await replyFromHandset({ from: to, to: family.code, text: 'START' }, own);
    expect(await statusOf(family, to)).toBe('0');
  });

  test('XML tells the same in attributes', async () => {
    await prepare(family);
    const to = freshUsNumber();
    await answerStop(family, to);
    const list = await send(viaQuery(`${family.path}/opt-in/query/xml`, own.keys));
    expect(mediaType(list)).toBe('text/xml');
    expect(list.text).toMatch(
      new RegExp(
        `<opt-in-list opt-in-count="1"><opt-in msisdn="${to}" opt-in="false" opt-out="true" opt-out-date="[^"]+"/></opt-in-list>$`,
      ),
    );
    const back = await send(
      viaForm(`${family.path}/opt-in/manage/xml`, { ...own.keys, msisdn: to }),
    );
    expect(back.text).toMatch(
      new RegExp(`<opt-in msisdn="${to}" opt-in="true" opt-in-date="[^"]+" opt-out="false"/>$`),
    );
  });
});

const alerts = families[1] as Family;

describe('the query', () => {
  test('pages from 0, a hundred at a time unless told otherwise', async () => {
    await prepare(alerts);
    const numbers = Array.from({ length: 5 }, freshUsNumber);
    for (const number of numbers) await answerStop(alerts, number);
    const pageOf = async (params: Params) => {
      const page = await query(alerts, params);
      expect(page['opt-in-count']).toBe('5');
      return (page['opt-in-list'] as { msisdn: string }[]).map(({ msisdn }) => msisdn);
    };
    expect(await pageOf({})).toHaveLength(5);
    const pages = [0, 1, 2, 3].map((page) => pageOf({ page, 'page-size': 2 }));
    const [first = [], second = [], third = [], beyond] = await Promise.all(pages);
    expect([first.length, second.length, third.length, beyond]).toEqual([2, 2, 1, []]);
    expect([...first, ...second, ...third].toSorted()).toEqual(numbers.toSorted());
  });

  test('knows nothing of other applications', async () => {
    await prepare(alerts);
    const to = freshUsNumber();
    await answerStop(alerts, to);
    const other = await createApplication('sandbox');
    await approveCampaign(other.id, { use: 'alerts', code: alerts.code, templates: [alerts.text] });
    expect(await query(alerts, other.keys)).toEqual({ 'opt-in-count': '0', 'opt-in-list': [] });
  });

  test.each([{ page: -1 }, { page: 'x' }, { 'page-size': 0 }, { 'page-size': 1_001 }])(
    'refuses %j with status 3',
    async (params) => {
      await prepare(alerts);
      expect(await query(alerts, params as Params)).toMatchObject({ status: '3' });
    },
  );
});

describe('refusals', () => {
  const manage = (params: Params) =>
    send(viaForm('/sc/us/alert/opt-in/manage/json', { ...own.keys, ...params }));

  test('101 without an approved campaign', async () => {
    expect(await query(alerts)).toEqual({
      status: '101',
      'error-text': 'Invalid Account for Campaign',
    });
    expect(parseObject((await manage({ msisdn: freshUsNumber() })).text)).toMatchObject({
      status: '101',
    });
    expectRefusal(await sendTo(alerts, freshUsNumber()), '101', 'Invalid Account for Campaign');
  });

  test('2 without a number, 103 for one that is none, 4 for wrong credentials', async () => {
    await prepare(alerts);
    expect(parseObject((await manage({})).text)).toEqual({
      status: '2',
      'error-text': 'Missing msisdn param',
    });
    expect(parseObject((await manage({ msisdn: 'nobody' })).text)).toEqual({
      status: '103',
      'error-text': 'Invalid Msisdn',
    });
    expect(await query(alerts, { api_secret: 'wrong' })).toMatchObject({ status: '4' });
  });

  test('in XML they are attributes', async () => {
    const answer = await send(viaQuery('/sc/us/alert/opt-in/query/xml', own.keys));
    expect(answer.text).toContain(
      '<opt-in status="101" error-text="Invalid Account for Campaign"/>',
    );
  });
});

describe('as the printed samples and clients write it', () => {
  test('the Python sample’s path begins with two slashes', async () => {
    await prepare(alerts);
    const answer = await send(viaQuery('//sc/us/alert/opt-in/query/json', own.keys));
    expect(parseObject(answer.text)).toMatchObject({ 'opt-in-count': '0' });
  });

  test('a request line without its leading slash is refused, not misread', async () => {
    const answer = await sendBytes(
      `GET sc/us/alert/opt-in/query/json HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test('a number may be a JSON number', async () => {
    await prepare(alerts);
    const to = freshUsNumber();
    await answerStop(alerts, to);
    const body = { ...own.keys, msisdn: Number(to) };
    const answer = await send(viaJson('/sc/us/alert/opt-in/manage/json', body));
    expect(parseObject(answer.text)).toMatchObject({ msisdn: to, 'opt-out': 'false' });
  });

  test('Ruby alerts: underscores, keys in the form; its list without paging', async () => {
    await prepare(alerts);
    const to = freshUsNumber();
    const { api_key, api_secret } = own.keys;
    const form = { to, server: 'db', client_ref: 'r 1', api_key, api_secret };
    const sent = messageOf(await send(viaForm('/sc/us/alert/json', form)));
    expect(sent).toMatchObject({ status: '0', 'client-ref': 'r 1' });
    expect(await query(alerts)).toMatchObject({ 'opt-in-count': '0' });
  });

  test('PHP 4.14.0 sendAlert: JSON with Basic', async () => {
    await prepare(alerts);
    const to = freshUsNumber();
    const headers = { authorization: basicAuthorization(own.apiKey, own.apiSecret) };
    const answer = await send(viaJson('/sc/us/alert/json', { to, server: 'db' }, headers));
    expect(messageOf(answer)).toMatchObject({ status: '0', to });
  });

  test('.NET: a GET with Basic and a trailing ampersand', async () => {
    await prepare(alerts);
    const answer = await send({
      path: '/sc/us/alert/opt-in/query/json?page=0&page-size=10&',
      headers: { authorization: basicAuthorization(own.apiKey, own.apiSecret) },
    });
    expect(parseObject(answer.text)).toMatchObject({ 'opt-in-count': '0' });
  });
});

test('what was said to one campaign holds for that one', async () => {
  const [twoFactor] = families as [Family];
  await prepare(alerts);
  const to = freshUsNumber();
  await answerStop(alerts, to);
  expect(await statusOf(alerts, to)).toBe('102');
  expect(await statusOf(twoFactor, to)).toBe('0');
  await waitFor('the code', async () => (await waitForMessages(to, 1, own))[0]);
});
