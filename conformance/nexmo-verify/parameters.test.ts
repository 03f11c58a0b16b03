import { describe, expect, test } from 'vitest';
import { parseObject, send, viaJson } from '../support/http.ts';
import { freshNumber, unknownRequestId } from '../support/numbers.ts';
import { advanceClock, waitForCode, waitForMessages } from '../support/sandbox.ts';
import {
  check,
  control,
  errorText,
  KEYS,
  post,
  search,
  start,
  startAndRead,
} from '../support/verify.ts';

describe('a missing parameter is status 2 and named', () => {
  const id = unknownRequestId();
  test.each([
    ['/verify/json', { brand: 'Acme Inc' }, 'number'],
    ['/verify/json', { number: freshNumber() }, 'brand'],
    ['/verify/psd2/json', { payee: 'Acme', amount: 48 }, 'number'],
    ['/verify/psd2/json', { number: freshNumber(), amount: 48 }, 'payee'],
    ['/verify/psd2/json', { number: freshNumber(), payee: 'Acme' }, 'amount'],
    ['/verify/check/json', { code: '1234' }, 'request_id'],
    ['/verify/check/json', { request_id: id }, 'code'],
  ])('%s with %o: %s', async (path, params, missing) => {
    const answer = await post(path, params);
    expect(answer).toMatchObject({
      status: '2',
      error_text: expect.stringMatching(errorText.missing),
    });
    expect(answer.error_text).toContain(missing);
  });

  test.each([
    [{ cmd: 'cancel' }, 'request_id'],
    [{ request_id: id }, 'cmd'],
  ])('/verify/control/json with %o: %s', async (params, missing) => {
    const answer = await post('/verify/control/json', params);
    // The gateway tests on the live service look for these words without regard to case.
    expect(answer).toMatchObject({
      status: '2',
      error_text: expect.stringMatching(/missing (?:the )?mandatory parameter/i),
    });
    expect(answer.error_text).toContain(missing);
  });

  test('an empty value counts as missing', async () => {
    expect(await post('/verify/json', { number: '', brand: 'Acme Inc' })).toMatchObject({
      status: '2',
      error_text: expect.stringMatching(errorText.missing),
    });
  });
});

describe('whole numbers are taken as JSON numbers and as text', () => {
  test.each([[{ code_length: 6, workflow_id: 7 }], [{ code_length: '6', workflow_id: '7' }]])(
    '%o',
    async (params) => {
      const number = freshNumber();
      const answer = await send(
        viaJson('/verify/json', { number, brand: 'Acme Inc', ...params, ...KEYS }),
      );
      expect(parseObject(answer.text)).toMatchObject({ status: '0' });
      const [message] = await waitForMessages(number);
      expect(message).toMatchObject({ channel: 'voice', code: expect.stringMatching(/^\d{6}$/) });
    },
  );

  test('the number itself may be a JSON number', async () => {
    const number = freshNumber();
    const answer = await send(
      viaJson('/verify/json', { number: Number(number), brand: 'Acme Inc', ...KEYS }),
    );
    expect(parseObject(answer.text)).toMatchObject({ status: '0' });
    await waitForCode(number);
  });
});

describe('the number', () => {
  test.each([
    ['a leading plus', (number: string) => `+${number}`],
    ['a leading 00', (number: string) => `00${number}`],
  ])('may come with %s', async (_what, spell) => {
    const number = freshNumber();
    expect(await post('/verify/json', { number: spell(number), brand: 'Acme' })).toMatchObject({
      status: '0',
    });
    const [message] = await waitForMessages(number);
    expect(message?.to).toBe(number);
  });

  test.each([
    ['letters', '44740CALLNOW'],
    ['foreign digits', '４４７４００００００１'],
    ['an extension', '447400000001;ext=9'],
    ['free text around it', 'call 447400000001 now'],
    ['a zero-width space', '4474000​00001'],
    ['two numbers', '447400000001,447400000002'],
  ])('with %s is status 3', async (_what, number) => {
    expect(await post('/verify/json', { number, brand: 'Acme Inc' })).toMatchObject({
      status: '3',
      error_text: errorText.number,
    });
  });

  test.each([
    ['premium rate', '19005551234'],
    ['satellite', '881612345678'],
    ['personal numbering', '447012345678'],
  ])('of %s is refused', async (_what, number) => {
    const answer = await post('/verify/json', { number, brand: 'Acme Inc' });
    expect(['3', '6', '7', '15']).toContain(answer.status);
    expect(answer.request_id ?? '').toBe('');
  });

  test('of the drama range in the documentation is taken by the sandbox', async () => {
    const { number } = await start({ number: '447700900999' });
    await waitForMessages(number);
  });
});

describe('languages', () => {
  const languages =
    'ar-xa cs-cz cy-cy cy-gb da-dk de-de el-gr en-au en-gb en-in en-us es-es es-mx es-us fi-fi fil-ph fr-ca fr-fr hi-in hu-hu id-id is-is it-it ja-jp ko-kr nb-no nl-nl pl-pl pt-br pt-pt ro-ro ru-ru sv-se th-th tr-tr vi-vn yue-cn zh-cn zh-tw';
  test.each(languages.split(' '))(
    '%s is taken and its message holds code and brand',
    async (lg) => {
      const number = freshNumber();
      await start({ number, lg });
      const [message] = await waitForMessages(number);
      expect(message?.text).toContain(message?.code ?? 'a code');
      expect(message?.text).toContain('Acme Inc');
    },
  );

  const psd2Languages =
    'en-gb bg-bg cs-cz da-dk de-de ee-et el-gr es-es fi-fi fr-fr ga-ie hu-hu it-it lv-lv lt-lt mt-mt nl-nl pl-pl sk-sk sl-si sv-se';
  test.each(psd2Languages.split(' '))('%s is taken for a payment', async (lg) => {
    const number = freshNumber();
    const params = { number, payee: 'Acme Inc', amount: '48.00', lg };
    expect(await post('/verify/psd2/json', params)).toMatchObject({ status: '0' });
    const [message] = await waitForMessages(number);
    expect(message?.text).toContain(message?.code ?? 'a code');
    expect(message?.text).toContain('Acme Inc');
    expect(message?.text).toMatch(/48([.,]00)?\b/);
  });
});

describe('searching', () => {
  test('takes ids as repeated request_ids', async () => {
    const [a, b] = [await start(), await start()];
    const answer = await post('/verify/search/json', { request_ids: [a.id, b.id] });
    expect(idsOf(answer)).toEqual([a.id, b.id].toSorted());
  });

  test('takes ids as repeated request_id', async () => {
    const [a, b] = [await start(), await start()];
    const answer = await post('/verify/search/json', { request_id: [a.id, b.id] });
    expect(idsOf(answer)).toEqual([a.id, b.id].toSorted());
  });

  test('takes ids as one comma-joined request_id', async () => {
    const [a, b] = [await start(), await start()];
    const answer = await post('/verify/search/json', { request_id: `${a.id},${b.id}` });
    expect(idsOf(answer)).toEqual([a.id, b.id].toSorted());
  });

  test('ten ids are searched, eleven are status 18', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, async () => (await start()).id));
    const ten = await post('/verify/search/json', { request_ids: ids });
    expect(idsOf(ten)).toEqual(ids.toSorted());
    const eleven = await post('/verify/search/json', {
      request_ids: [...ids, unknownRequestId()],
    });
    expect(eleven).toMatchObject({ status: '18', error_text: errorText.tooManyIds });
  });

  test('ids that are unknown are left out of a list', async () => {
    const { id } = await start();
    const answer = await post('/verify/search/json', { request_ids: [id, unknownRequestId()] });
    expect(JSON.stringify(answer)).toContain(id);
    expect(answer).not.toHaveProperty('error_text');
  });

  test('without any id is status 6, wrong parameters', async () => {
    expect(await post('/verify/search/json', {})).toMatchObject({
      request_id: '',
      status: '6',
      error_text: expect.stringMatching(errorText.wrongParameters),
    });
  });

  test('shows the sender that was chosen', async () => {
    const { id } = await start({ sender_id: 'ACME' });
    expect(await search(id)).toMatchObject({ sender_id: 'ACME' });
  });

  test('shows the client address a check named', async () => {
    const { id, code } = await startAndRead();
    await post('/verify/check/json', { request_id: id, code, ip_address: '203.0.113.7' });
    expect(await search(id)).toMatchObject({ checks: [{ ip_address: '203.0.113.7' }] });
  });
});

function idsOf(answer: { readonly [name: string]: unknown }): string[] {
  const { verification_requests: found } = answer as {
    verification_requests: { request_id: string }[];
  };
  return found.map(({ request_id }) => request_id).toSorted();
}

describe('control', () => {
  test('an unknown command is status 3', async () => {
    const { id } = await start();
    expect(await control(id, 'pause')).toMatchObject({
      status: '3',
      error_text: expect.stringMatching(/^Invalid value/),
    });
  });

  test('cancel is refused at 29 seconds and taken at 30', async () => {
    const { id } = await startAndRead();
    await advanceClock(28);
    expect(await control(id, 'cancel')).toMatchObject({ status: '19' });
    await advanceClock(2);
    expect(await control(id, 'cancel')).toEqual({ status: '0', command: 'cancel' });
  });
});

describe('two requests at the same moment', () => {
  test('for one number: one starts, the others are status 10 and name it', async () => {
    const number = freshNumber();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post('/verify/json', { number, brand: 'Acme Inc' })),
    );
    const started = answers.filter(({ status }) => status === '0');
    expect(started).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== '0')) {
      expect(answer).toMatchObject({ status: '10', request_id: started[0]?.request_id });
    }
    expect(await waitForMessages(number)).toHaveLength(1);
  });

  test('with the right code: one verifies, the others find nothing', async () => {
    const { id, code } = await startAndRead();
    const answers = await Promise.all(Array.from({ length: 20 }, () => check(id, code)));
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual(['0', ...Array.from({ length: 19 }, () => '6')]);
  });

  test('with wrong codes: three are compared, the rest find nothing', async () => {
    const { id, code } = await startAndRead({ code_length: 6 });
    const wrong = Array.from({ length: 20 }, (_, index) =>
      String((Number(code) + index + 1) % 1_000_000).padStart(6, '0'),
    );
    const answers = await Promise.all(wrong.map((guess) => check(id, guess)));
    const count = (status: string): number =>
      answers.filter((answer) => answer.status === status).length;
    expect([count('16'), count('17'), count('6')]).toEqual([2, 1, 17]);
  });
});
