import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { verifyClients } from '../support/clients.ts';
import { send } from '../support/http.ts';
import { freshNumber, freshUsNumber, unknownRequestId, wrongCode } from '../support/numbers.ts';
import {
  advanceClock,
  magicNumber,
  messagesTo,
  settle,
  waitForMessages,
} from '../support/sandbox.ts';
import { basicAuthorization } from '../support/server.ts';
import { check, errorText, post, search, startAndRead } from '../support/verify.ts';

describe.each(verifyClients)('an application without custom codes, seen by $name', ({ open }) => {
  test('is status 20 when it names one, and nothing is sent', async () => {
    const application = await createApplication('sandbox', { customCodes: false });
    const number = freshNumber();
    const { error, result } = await open(application).request({
      number,
      brand: 'Acme Inc',
      pinCode: 'AKFG3424',
    });
    expect(error).toBeNull();
    expect(result).toMatchObject({ status: '20', error_text: errorText.pinCode });
    await settle(100);
    expect(await messagesTo(number, application)).toEqual([]);
  });
});

describe.each(verifyClients)('the magic numbers, seen by $name', ({ open }) => {
  const client = open();

  test('barred is status 7', async () => {
    const { error, result } = await client.request({
      number: await magicNumber('barred'),
      brand: 'Acme Inc',
    });
    expect(error).toBeNull();
    expect(result).toMatchObject({
      status: '7',
      error_text: expect.stringMatching(errorText.barred),
    });
  });

  test('throttled is status 1', async () => {
    const { error, result } = await client.request({
      number: await magicNumber('throttled'),
      brand: 'Acme Inc',
    });
    expect(error).toBeNull();
    expect(result).toMatchObject({ status: '1', error_text: 'Throttled' });
  });
});

describe('the settings of an application', () => {
  test('countries: any other is status 15', async () => {
    const { keys } = await createApplication('sandbox', { countries: ['US', 'CA'] });
    const abroad = { ...keys, number: freshNumber(), brand: 'Acme Inc' };
    expect(await post('/verify/json', abroad)).toMatchObject({
      status: '15',
      error_text: 'The destination number is not in a supported network',
    });
    const atHome = { ...keys, number: freshUsNumber(), brand: 'Acme Inc' };
    expect(await post('/verify/json', atHome)).toMatchObject({ status: '0' });
  });

  test('requests a second: more is status 1, still HTTP 200', async () => {
    const application = await createApplication('sandbox', { requestsPerSecond: 2 });
    const start = () =>
      post('/verify/json', { ...application.keys, number: freshNumber(), brand: 'Acme Inc' });
    const answers = await Promise.all(Array.from({ length: 10 }, start));
    const throttled = answers.filter(({ status }) => status === '1');
    expect(throttled.length).toBeGreaterThanOrEqual(6);
    expect(throttled[0]).toMatchObject({ status: '1', error_text: 'Throttled' });
    await advanceClock(2, application);
    expect(await start()).toMatchObject({ status: '0' });
  });

  test('searches a second: more is status 1', async () => {
    const { keys } = await createApplication('sandbox', { searchesPerSecond: 1 });
    const search = () => post('/verify/search/json', { ...keys, request_id: unknownRequestId() });
    const answers = await Promise.all(Array.from({ length: 6 }, search));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === '1').length).toBeGreaterThanOrEqual(4);
    expect(statuses).toContain('101');
  });
});

describe('moving the sandbox clock', () => {
  test('leaves the dates of what has happened as they were reported', async () => {
    const { id, code } = await startAndRead();
    await check(id, wrongCode(code));
    const running = await search(id);
    await advanceClock(100);
    expect(await search(id)).toEqual(running);
    await check(id, code);
    const verified = await search(id);
    await advanceClock(10_000);
    expect(await search(id)).toEqual(verified);
  });

  test('leaves a check and the end it brought at one time', async () => {
    const { id, code } = await startAndRead();
    await check(id, code);
    await advanceClock(100);
    const { date_finalized: finalized, checks } = await search(id);
    expect(checks).toMatchObject([{ date_received: finalized, status: 'VALID' }]);
  });
});

describe('applications do not see each other', () => {
  test('a foreign request id is as unknown as a random one', async () => {
    const [mine, other] = [await createApplication(), await createApplication()];
    const number = freshNumber();
    const started = await post('/verify/json', { ...mine.keys, number, brand: 'Acme Inc' });
    const id = String(started.request_id);
    const [message] = await waitForMessages(number, 1, mine);
    const asked = { ...other.keys, request_id: id };
    expect(await post('/verify/check/json', { ...asked, code: message?.code ?? '' })).toMatchObject(
      {
        status: '6',
        error_text: errorText.notFound(id),
      },
    );
    expect(await post('/verify/search/json', asked)).toMatchObject({ status: '101' });
    expect(await post('/verify/control/json', { ...asked, cmd: 'cancel' })).toMatchObject({
      status: '6',
      error_text: errorText.inactive(id),
    });
    expect(await messagesTo(number, other)).toEqual([]);
    const own = { ...mine.keys, request_id: id, code: message?.code ?? '' };
    expect(await post('/verify/check/json', own)).toMatchObject({ status: '0' });
  });

  test('both may verify one number at the same time', async () => {
    const [mine, other] = [await createApplication(), await createApplication()];
    const params = { number: freshNumber(), brand: 'Acme Inc' };
    expect(await post('/verify/json', { ...mine.keys, ...params })).toMatchObject({ status: '0' });
    expect(await post('/verify/json', { ...other.keys, ...params })).toMatchObject({ status: '0' });
  });

  test('moving the clock of one leaves the other where it was', async () => {
    const [mine, other] = [await createApplication(), await createApplication()];
    const params = { number: freshNumber(), brand: 'Acme Inc' };
    const started = await post('/verify/json', { ...mine.keys, ...params });
    await advanceClock(3_600, other);
    expect(
      await post('/verify/search/json', {
        ...mine.keys,
        request_id: String(started.request_id),
      }),
    ).toMatchObject({ status: 'IN PROGRESS' });
  });
});

describe('a live application', () => {
  test('is refused by every sandbox endpoint', async () => {
    const live = await createApplication('live');
    const headers = {
      authorization: basicAuthorization(live.apiKey, live.apiSecret),
      'content-type': 'application/json',
    };
    const requests = [
      { path: '/v1/sandbox/messages?to=14155552671', headers },
      {
        method: 'POST',
        path: '/v1/sandbox/clock/advance',
        headers,
        body: '{"seconds":1}',
      },
      {
        method: 'POST',
        path: '/v1/sandbox/replies',
        headers,
        body: '{"from":"14155552671","to":"98765","text":"STOP"}',
      },
    ];
    for (const request of requests) expect((await send(request)).status, request.path).toBe(403);
  });

  test('may not choose its codes unless it is allowed to', async () => {
    const { keys } = await createApplication('live');
    const params = { number: '14155552671', brand: 'Acme Inc', pin_code: '1234', ...keys };
    expect(await post('/verify/json', params)).toMatchObject({
      status: '20',
      error_text: errorText.pinCode,
    });
  });

  test('reaches the United States and Canada only, unless it is allowed more', async () => {
    const { keys } = await createApplication('live');
    const params = { number: '447400123456', brand: 'Acme Inc', ...keys };
    expect(await post('/verify/json', params)).toMatchObject({ status: '15' });
  });

  test('demands a valid number where the sandbox takes a possible one', async () => {
    const { keys } = await createApplication('live', { countries: ['GB'] });
    // Ofcom's drama range: the right length, assigned to nobody.
    const params = { number: '447700900123', brand: 'Acme Inc', ...keys };
    expect(await post('/verify/json', params)).toMatchObject({
      status: '3',
      error_text: errorText.number,
    });
  });
});
