import { describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { ask, CODE, freshInbound, tell } from '../support/carrier.ts';
import { type JsonObject, parseObject, send, viaForm } from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { replyFromHandset, settle, waitForMessages } from '../support/sandbox.ts';
import { messageOf, PATH } from '../support/two-factor.ts';

async function statusOfSend(application: TestApplication, to: string): Promise<string> {
  const answer = await send(viaForm(PATH, { ...application.keys, to, pin: '471108' }));
  return messageOf(answer).status;
}
async function call(
  method: string,
  path: string,
  as: TestApplication,
  body?: unknown,
): Promise<JsonObject & { status: number; items: JsonObject[] }> {
  const answer = await ask(method, path, body, as);
  return { ...parseObject(answer.text), status: answer.status } as never; // fields are asserted
}

describe('consent by message', () => {
  test('STOP: a confirmation, then 102; START: a confirmation, then 0', async () => {
    const application = await createApplication();
    const from = freshUsNumber();
    await replyFromHandset({ from, to: CODE, text: 'Stop' }, application);
    const [stopped] = await waitForMessages(from, 2, application);
    expect(stopped).toMatchObject({ from: CODE, text: expect.stringContaining('unsubscribed') });
    expect(await statusOfSend(application, from)).toBe('102');
    await replyFromHandset({ from, to: CODE, text: 'START' }, application);
    await waitForMessages(from, 4, application);
    expect(await statusOfSend(application, from)).toBe('0');
  });

  test('a second STOP is not answered', async () => {
    const application = await createApplication();
    const from = freshUsNumber();
    for (const text of ['STOP', 'STOP', 'quit']) {
      await replyFromHandset({ from, to: CODE, text }, application);
    }
    await waitForMessages(from, 4, application);
    await settle();
    expect(await waitForMessages(from, 4, application)).toHaveLength(4);
  });

  test.each([
    ['stop.', '102'],
    ['ＳＴＯＰ', '102'],
    ['Unsubscribe!', '102'],
    ['alto', '102'],
    ['STOP 🛑', '0'],
    ['please stop', '0'],
    ['don’t stop', '0'],
  ])('after %j a send answers %s', async (text, status) => {
    const application = await createApplication();
    const from = freshUsNumber();
    await tell('inbound', freshInbound({ from, text, type: 'unicode' }), application);
    expect(await statusOfSend(application, from)).toBe(status);
  });

  test('STOP to one application leaves the others of the shared code as they are', async () => {
    const [application, other] = [await createApplication(), await createApplication()];
    const from = freshUsNumber();
    await tell('inbound', freshInbound({ from, text: 'STOP' }), application);
    expect(await statusOfSend(application, from)).toBe('102');
    expect(await statusOfSend(other, from)).toBe('0');
  });
});

describe('consent by the native API', () => {
  test('an opt-out of a campaign holds for its sends, an opt-in ends it, both are proved', async () => {
    const application = await createApplication();
    const number = freshUsNumber();
    const path = `/v1/opt-outs/${encodeURIComponent(`+${number}`)}`;
    const scope = { campaign_use: 'two-factor', source: 'web-form' };
    expect(await call('PUT', path, application, scope)).toMatchObject({
      status: 200,
      number,
      senders: [CODE],
      state: 'opted_out',
      is_new: true,
    });
    expect(await statusOfSend(application, number)).toBe('102');
    const evidence = {
      text: 'Yes, send me codes',
      page: 'https://a.example/',
      client_address: '192.0.2.7',
    };
    expect(await call('DELETE', path, application, { ...scope, evidence })).toMatchObject({
      state: 'opted_in',
    });
    expect(await statusOfSend(application, number)).toBe('0');
    const ledger = await call('GET', `/v1/consent-entries?number=${number}`, application);
    expect(ledger.items).toMatchObject([
      { change: 'opt-in', sender: CODE, source: 'web-form', actor: 'application', evidence },
      { change: 'opt-out', sender: CODE, source: 'web-form', evidence: { text: null } },
    ]);
  });

  test('an opt-in without what was agreed to is refused', async () => {
    const application = await createApplication();
    for (const body of [{}, { evidence: {} }, { evidence: { text: '' } }]) {
      const answer = await call('DELETE', `/v1/opt-outs/${freshUsNumber()}`, application, body);
      expect(answer).toMatchObject({
        status: 422,
        code: expect.stringMatching(/^(missing|invalid)_parameter$/),
        parameter: expect.stringMatching(/^evidence/),
      });
    }
  });

  test('an opt-out of the whole application holds for every campaign', async () => {
    const application = await createApplication();
    const number = freshUsNumber();
    expect(await call('PUT', `/v1/opt-outs/${number}`, application, {})).toMatchObject({
      senders: ['*'],
    });
    expect(await statusOfSend(application, number)).toBe('102');
  });

  test('a use without an approved campaign is not found; nonsense is refused', async () => {
    const application = await createApplication();
    const number = freshUsNumber();
    const marketing = { campaign_use: 'marketing' };
    expect(await call('PUT', `/v1/opt-outs/${number}`, application, marketing)).toMatchObject({
      status: 404,
    });
    expect(await call('PUT', '/v1/opt-outs/nobody', application, {})).toMatchObject({
      status: 422,
    });
    for (const query of ['cursor=x', 'limit=0', 'campaign_use=spam', 'nothing=1', 'state=maybe']) {
      expect(await call('GET', `/v1/opt-outs?${query}`, application)).toMatchObject({
        status: 422,
      });
    }
  });

  test('the list pages through every number once, and filters', async () => {
    const application = await createApplication();
    const numbers = Array.from({ length: 5 }, freshUsNumber);
    for (const from of numbers)
      await tell('inbound', freshInbound({ from, text: 'STOP' }), application);
    await tell('inbound', freshInbound({ from: numbers[0] as string, text: 'START' }), application);
    const seen: unknown[] = [];
    let cursor: unknown = '';
    do {
      const page = await call(
        'GET',
        `/v1/opt-outs?limit=2${cursor && `&cursor=${cursor}`}`,
        application,
      );
      seen.push(...page.items.map((item) => item.number));
      cursor = page.next_cursor ?? '';
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(new Set(numbers));
    const listed = async (query: string) =>
      (await call('GET', `/v1/opt-outs?${query}`, application)).items;
    expect(await listed('state=opted_in')).toMatchObject([{ number: numbers[0], sender: CODE }]);
    expect(await listed('campaign_use=two-factor&state=opted_out')).toHaveLength(4);
    expect(await listed(`number=%2B${numbers[1]}`)).toHaveLength(1);
    expect(await listed('number=nobody')).toEqual([]);
  });

  test('an application sees nothing of another’s', async () => {
    const [application, other] = [await createApplication(), await createApplication()];
    const number = freshUsNumber();
    await call('PUT', `/v1/opt-outs/${number}`, application, {});
    for (const path of ['/v1/opt-outs', '/v1/consent-entries']) {
      expect((await call('GET', `${path}?number=${number}`, other)).items).toEqual([]);
    }
    const answer = await send({ path: '/v1/opt-outs' });
    expect(answer.status).toBe(401);
  });

  test('the ledger as CSV holds everything, and no cell a spreadsheet would run', async () => {
    const application = await createApplication();
    const number = freshUsNumber();
    const evidence = { text: '=HYPERLINK("https://a.example","x")', page: '@SUM(A1)' };
    await call('DELETE', `/v1/opt-outs/${number}`, application, { evidence });
    await tell('inbound', freshInbound({ from: number, text: 'HELP' }), application);
    const { status, headers, text } = await ask(
      'GET',
      '/v1/consent-entries.csv',
      undefined,
      application,
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(`,${number},${CODE},`);
    expect(lines[2]).toContain(`,"'=HYPERLINK(""https://a.example"",""x"")",'@SUM(A1),`);
  });
});
