/** The account on the wire: HTTP codes, both formats, what is refused, and who may do what. */
import { describe, expect, test } from 'vitest';
import { callAdmin, changeSettings, createApplication } from '../support/admin.ts';
import { mediaType, parseObject, send, viaForm, viaJson, viaQuery } from '../support/http.ts';
import { Receiver } from '../support/receiver.ts';
import { basicAuthorization } from '../support/server.ts';
import { KEYS, MONEY } from '../support/verify.ts';

const wrong = { ...KEYS, api_secret: 'Wr0ngS3cret' };
const paths = [
  '/account/get-balance',
  '/account/settings',
  '/account/top-up',
  '/account/get-pricing/outbound/sms',
  '/account/get-pricing/outbound',
  '/account/get-full-pricing/outbound/sms',
];

describe('who cannot prove to be the application is told so in HTTP', () => {
  test.each(paths)('%s', async (path) => {
    for (const params of [wrong, {}, { api_key: KEYS.api_key }, { ...KEYS, sig: 'ab' }]) {
      const answer = await send(viaQuery(path, params));
      expect(answer.status, answer.text).toBe(401);
      expect(mediaType(answer)).toBe('application/json');
      expect(parseObject(answer.text)).toEqual({
        'error-code': '401',
        'error-code-label': 'authentication failed',
      });
    }
  });
});

describe('the balance', () => {
  test('is XML for who asks for that, and JSON for everybody else', async () => {
    const path = viaQuery('/account/get-balance', KEYS).path;
    const xml = await send({ path, headers: { accept: 'application/xml' } });
    expect(mediaType(xml)).toBe('text/xml');
    expect(xml.text).toMatch(
      /<accountBalance><value>\d+(\.\d+)?<\/value><autoReload>true<\/autoReload><\/accountBalance>/,
    );
    const both = await send({ path, headers: { accept: 'application/xml, application/json' } });
    expect(mediaType(both)).toBe('application/json');
  });

  test('is read with Basic credentials and by POST too', async () => {
    const authorization = basicAuthorization();
    expect((await send({ path: '/account/get-balance', headers: { authorization } })).status).toBe(
      200,
    );
    expect((await send(viaForm('/account/get-balance', KEYS))).status).toBe(200);
    expect((await send(viaJson('/account/get-balance', KEYS))).status).toBe(200);
  });
});

describe('settings', () => {
  const change = async (params: Record<string, string>) => {
    const { keys } = await createApplication();
    return send(viaForm('/account/settings', { ...keys, ...params }));
  };

  test('an empty URL clears it, an absent one stays', async () => {
    await using receiver = await Receiver.open();
    const { keys } = await createApplication();
    const change = (params: Record<string, string>) =>
      send(viaForm('/account/settings', { ...keys, ...params }));
    await change({ moCallBackUrl: receiver.url('/mo'), drCallBackUrl: receiver.url('/dr') });
    expect(parseObject((await change({ moCallBackUrl: '' })).text)).toMatchObject({
      'mo-callback-url': '',
      'dr-callback-url': receiver.url('/dr'),
    });
    expect(parseObject((await change({})).text)).toMatchObject({
      'dr-callback-url': receiver.url('/dr'),
    });
  });

  test.each([404, 500, 302, 204])(
    'a URL that answers %i is refused and not kept',
    async (status) => {
      await using receiver = await Receiver.open();
      receiver.answer = () => status;
      const { keys } = await createApplication();
      const answer = await send(
        viaForm('/account/settings', { ...keys, drCallBackUrl: receiver.url() }),
      );
      expect(answer.status).toBe(420);
      expect(parseObject(answer.text)).toEqual({
        'error-code': '420',
        'error-code-label': `drCallBackUrl: answered ${status} instead of 200`,
      });
      const kept = await send(viaForm('/account/settings', keys));
      expect(parseObject(kept.text)).toMatchObject({ 'dr-callback-url': '' });
    },
  );

  test('of two URLs neither is kept when one is refused', async () => {
    await using receiver = await Receiver.open();
    receiver.answer = () => (receiver.deliveries.some(({ url }) => url === '/bad') ? 500 : 200);
    const { keys } = await createApplication();
    const both = { moCallBackUrl: receiver.url('/mo'), drCallBackUrl: 'http://127.0.0.1:1/' };
    expect((await send(viaForm('/account/settings', { ...keys, ...both }))).status).toBe(420);
    const kept = await send(viaForm('/account/settings', keys));
    expect(parseObject(kept.text)).toMatchObject({ 'mo-callback-url': '', 'dr-callback-url': '' });
  });

  test.each([
    'ftp://x.test/',
    'x.test',
    'javascript:alert(1)',
    `https://x.test/${'x'.repeat(600)}`,
  ])('%s is no URL to call', async (drCallBackUrl) => {
    const answer = await change({ drCallBackUrl });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('drCallBackUrl');
  });

  test.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest',
    'http://[fd00::1]/',
    'http://0x7f.1/',
  ])('a live application cannot make the server call %s', async (drCallBackUrl) => {
    const { keys } = await createApplication('live');
    const answer = await send(viaForm('/account/settings', { ...keys, drCallBackUrl }));
    expect(answer.status).toBe(420);
    expect(parseObject(answer.text)['error-code-label']).toMatch(/internal or reserved/);
  });

  test.each(['short1A', 'alllowercase1', 'NoDigitsHere', '1'.repeat(26), 'W1th spaces'])(
    'the secret %s is too weak',
    async (newSecret) => {
      const answer = await change({ newSecret });
      expect(answer.status).toBe(420);
      expect(answer.text).not.toContain(newSecret);
    },
  );
});

describe('top-up', () => {
  test('without a transaction id is a bad request', async () => {
    const answer = await send(viaForm('/account/top-up', KEYS));
    expect(answer.status).toBe(400);
    expect(parseObject(answer.text)).toEqual({
      type: 'BAD_REQUEST',
      error_title: 'Bad Request',
      invalid_parameters: { trx: 'Is required.' },
    });
  });

  test('is refused to a live application until an operator allows it, and within the limit', async () => {
    const { id, keys } = await createApplication('live');
    const topUp = (trx: string) => send(viaForm('/account/top-up', { ...keys, trx }));
    const refused = await topUp('1');
    expect(refused.status).toBe(401);
    expect(parseObject(refused.text)['error-code-label']).toBe('not auto-reload enabled');
    await changeSettings(id, { autoReload: { amount: '5', timesADay: 2 } });
    // What is known of an application is a second old at the most.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await topUp('1')).status).toBe(200);
    expect((await topUp('1')).status).toBe(420);
    expect((await topUp('2')).status).toBe(200);
    expect((await topUp('3')).status).toBe(420);
    const balance = await send(viaQuery('/account/get-balance', keys));
    expect(parseObject(balance.text)).toEqual({ value: 10, autoReload: true });
  });
});

describe('prices', () => {
  const ask = (path: string, params = {}) => send(viaQuery(path, { ...KEYS, ...params }));

  test('the oldest form names no product', async () => {
    const answer = await ask('/account/get-pricing/outbound', { country: 'ca' });
    expect(parseObject(answer.text)).toMatchObject({
      countryCode: 'CA',
      countryName: 'Canada',
      dialingPrefix: '1',
      defaultPrice: expect.stringMatching(MONEY),
    });
  });

  test('are what is charged, of a network too', async () => {
    const lines = ['sms,,AD,,,0.0711', 'sms,,AD,21303,Mobiland,0.0622'];
    const text = `channel,transport,country,network,network_name,price\n${lines.join('\n')}`;
    await callAdmin('POST', '/admin/prices/import', { text, mode: 'merge', isDryRun: false });
    const answer = await ask('/account/get-pricing/outbound/sms', { country: 'AD' });
    expect(parseObject(answer.text)).toMatchObject({
      defaultPrice: '0.07110000',
      networks: [{ networkCode: '21303', networkName: 'Mobiland', price: '0.07110000' }],
    });
    const message = { ...KEYS, from: 'Acme', to: '376312345', text: 'hello' };
    const sent = await send(viaForm('/sms/json', message));
    expect(parseObject(sent.text)).toMatchObject({ messages: [{ 'message-price': '0.07110000' }] });
  });

  test('a prefix several countries share names them all', async () => {
    const answer = await ask('/account/get-prefix-pricing/outbound/sms', { prefix: '1' });
    const { count, countries } = parseObject(answer.text) as {
      count: number;
      countries: { countryCode: string }[];
    };
    expect(count).toBe(countries.length);
    const codes = countries.map(({ countryCode }) => countryCode);
    expect(codes).toEqual(expect.arrayContaining(['US', 'CA', 'JM']));
  });

  test.each([
    ['/account/get-pricing/outbound/sms', {}, 400],
    ['/account/get-pricing/outbound/sms', { country: 'XX' }, 400],
    ['/account/get-pricing/outbound/sms', { country: '__proto__' }, 400],
    ['/account/get-pricing/outbound/sms', { country: ['GB', 'FR'] }, 400],
    ['/account/get-pricing/outbound/pigeon', { country: 'GB' }, 404],
    ['/account/get-pricing/outbound/constructor', { country: 'GB' }, 404],
    ['/account/get-prefix-pricing/outbound/sms', { prefix: 'x' }, 400],
    ['/account/get-prefix-pricing/outbound/sms', { prefix: '999' }, 400],
    ['/account/get-phone-pricing/outbound/sms', { phone: '12' }, 400],
  ])('%s %j is %i', async (path, params, status) => {
    expect((await ask(path, params)).status).toBe(status);
  });

  test('are told a live application once a second', async () => {
    const { keys } = await createApplication('live');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        send(viaQuery('/account/get-full-pricing/outbound/sms', keys)),
      ),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(2);
    expect(limited[0]?.headers['retry-after']).toBe('1');
  });
});

describe('secrets and redaction', () => {
  const asOther = async () => {
    const { apiKey, apiSecret } = await createApplication();
    return { apiKey, headers: { authorization: basicAuthorization(apiKey, apiSecret) } };
  };

  test('another application’s secrets are not there', async () => {
    const { headers } = await asOther();
    const other = await createApplication();
    for (const request of [
      { path: `/accounts/${other.apiKey}/secrets` },
      { path: `/accounts/${other.apiKey}/secrets/1` },
      { method: 'DELETE', path: `/accounts/${other.apiKey}/secrets/1` },
    ]) {
      const answer = await send({ ...request, headers });
      expect(answer.status).toBe(404);
      expect(parseObject(answer.text)).toMatchObject({ title: 'Invalid API Key' });
    }
  });

  test('a weak secret is refused by name, and not repeated', async () => {
    const { apiKey, headers } = await asOther();
    const answer = await send(
      viaJson(`/accounts/${apiKey}/secrets`, { secret: 'weakweak' }, headers),
    );
    expect(answer.status).toBe(400);
    expect(parseObject(answer.text)).toMatchObject({
      title: 'Bad Request',
      invalid_parameters: [{ name: 'secret', reason: expect.any(String) }],
    });
    expect(answer.text).not.toContain('weakweak');
  });

  test('of many secrets asked for at once one is made', async () => {
    const { apiKey, headers } = await asOther();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        send(viaJson(`/accounts/${apiKey}/secrets`, { secret: `Paralle1-${index}` }, headers)),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test.each([
    [{}, 400],
    [{ id: 'x', product: 'sms' }, 404],
    [{ id: '0192aaaa-0000-7000-8000-000000000000', product: 'sms' }, 404],
    [{ id: 'ffffffff-ffff-ffff-ffff-ffffffffffff', product: 'sms', type: 'inbound' }, 404],
    [{ id: 'x', product: 'sms', type: 'sideways' }, 422],
    [{ id: 'x', product: 'pigeon' }, 422],
    [{ id: 'x', product: 'constructor' }, 422],
    [{ id: 'x', product: 'number-insight' }, 403],
  ])('redacting %j is %i', async (body, status) => {
    const { headers } = await asOther();
    const answer = await send(viaJson('/v1/redact/transaction', body, headers));
    expect(answer.status, answer.text).toBe(status);
    expect(mediaType(answer)).toBe('application/problem+json');
    expect(parseObject(answer.text)).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      detail: expect.any(String),
      instance: expect.any(String),
    });
  });
});
