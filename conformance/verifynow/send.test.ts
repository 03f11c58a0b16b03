import { describe, expect, test } from 'vitest';
import { formEncode, send, viaForm, viaJson, viaQuery } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { advanceClock, messagesTo, settle, waitForMessages } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import {
  AUTH,
  bodyOf,
  freshSubscriber,
  paths,
  post,
  sendAndRead,
  validate,
} from '../support/verifynow.ts';

const sms = { flowType: 'SMS' };

describe('where parameters may stand', () => {
  const sends = [paths.send, '/verification/v2/verification/send', paths.guideSend];
  test.each(sends)('%s: query, form, JSON, or half of each', async (path) => {
    for (const shape of ['query', 'form', 'json', 'both'] as const) {
      const { to, fields } = freshSubscriber();
      const request = {
        query: { ...viaQuery(path, { ...fields, ...sms }, 'POST'), headers: AUTH },
        form: viaForm(path, { ...fields, ...sms }, AUTH),
        json: viaJson(path, { ...fields, ...sms }, AUTH),
        both: viaJson(
          `${path}?${formEncode({ ...fields, otpLength: 6 })}`,
          { ...sms, otpLength: 6 },
          AUTH,
        ),
      }[shape];
      const answer = await send(request);
      expect(answer.status, answer.text).toBe(200);
      expect(bodyOf(answer)).toEqual({
        responseCode: 200,
        message: 'SUCCESS',
        data: {
          verificationId: expect.stringMatching(/^[1-9]\d{0,15}$/),
          mobileNumber: fields.mobileNumber,
          responseCode: '200',
          errorMessage: null,
          verificationStatus: null,
          timeout: '60',
          smsCLI: expect.any(String),
          transactionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          authToken: null,
        },
      });
      const [message] = await waitForMessages(to);
      expect(message).toMatchObject({ channel: 'sms' });
      expect(message?.code).toHaveLength(shape === 'both' ? 6 : 4);
    }
  });

  test('what query and body tell differently is refused and nothing is sent', async () => {
    const { to, fields } = freshSubscriber();
    const query = formEncode({ ...fields, ...sms });
    for (const body of [{ mobileNumber: '7400000009' }, { flowType: ['SMS', 'VOICE'] }]) {
      const answer = await send(viaJson(`${paths.send}?${query}`, body, AUTH));
      expect(answer.status).toBe(400);
      expect(bodyOf(answer)).toMatchObject({
        message: 'BAD_REQUEST',
        data: { errorMessage: `${Object.keys(body)[0]} is invalid` },
      });
    }
    await settle(100);
    expect(await messagesTo(to)).toEqual([]);
  });
});

describe('flowType', () => {
  const ways: [string, (fields: { [name: string]: string }) => Parameters<typeof send>[0]][] = [
    [
      'a JSON array',
      (fields) => viaJson('/send', { ...fields, flowType: ['whatsapp', 'Sms'] }, AUTH),
    ],
    ['a comma list', (fields) => viaJson('/send', { ...fields, flowType: 'WHATSAPP, SMS' }, AUTH)],
    [
      'a repeated key',
      (fields) => viaForm('/send', { ...fields, flowType: ['WHATSAPP', 'SMS'] }, AUTH),
    ],
    [
      'a repeated key of the query',
      (fields) => ({
        ...viaQuery(paths.send, { ...fields, flowType: ['WHATSAPP', 'SMS'] }, 'POST'),
        headers: AUTH,
      }),
    ],
  ];
  test.each(ways)(
    'as %s makes a chain with a fallback after 30 seconds',
    async (_what, request) => {
      const { to, fields } = freshSubscriber();
      const answer = bodyOf(await send(request(fields)));
      expect(answer).toMatchObject({ responseCode: 200, data: { timeout: '90' } });
      await waitForMessages(to);
      await advanceClock(31);
      const messages = await waitForMessages(to, 2);
      expect(messages.map(({ channel }) => channel)).toEqual(['sms', 'whatsapp']);
      expect(messages[0]?.code).toBe(messages[1]?.code);
    },
  );

  test.each([
    ['SMS', 'sms'],
    ['sms', 'sms'],
    ['WHATSAPP', 'whatsapp'],
    ['VOICE', 'voice'],
    ['CALL', 'voice'],
    ['RCS', 'rcs'],
  ])('%s goes by %s', async (flowType, channel) => {
    const { to } = await sendAndRead({ flowType });
    expect(await messagesTo(to)).toMatchObject([{ channel }]);
  });

  test('EMAIL goes to the address of email, with no number at all', async () => {
    const email = `v${freshNumber()}@example.org`;
    const { data } = await post(paths.send, { flowType: 'EMAIL', email });
    const [message] = await waitForMessages(email);
    expect(message).toMatchObject({ channel: 'email' });
    const checked = await validate(String(data.verificationId), message?.code);
    expect(checked).toMatchObject({ responseCode: 200 });
  });

  test('a text message first and an email later carry one code', async () => {
    const { to, fields } = freshSubscriber();
    const email = `v${to}@example.org`;
    await post('/send', { ...fields, email, flowType: ['SMS', 'EMAIL'] });
    const [first] = await waitForMessages(to);
    await advanceClock(31);
    const [second] = await waitForMessages(email);
    expect(second).toMatchObject({ channel: 'email', code: first?.code });
  });

  test.each([
    ['an unknown one', { flowType: 'PIGEON' }, 'flowType is invalid'],
    [
      'silent authentication, which has no answer here',
      { flowType: 'SAUTH' },
      'flowType is invalid',
    ],
    ['one unknown of two', { flowType: ['SMS', 'PIGEON'] }, 'flowType is invalid'],
    ['a name of every object', { flowType: 'constructor' }, 'flowType is invalid'],
    ['none', {}, 'flowType is missing'],
    ['an empty list', { flowType: [] }, 'flowType is missing'],
    ['commas only', { flowType: ',,' }, 'flowType is missing'],
    ['an object', { flowType: { a: 1 } }, 'flowType is invalid'],
    ['a list in a list', { flowType: [['SMS']] }, 'flowType is invalid'],
    ['seven of them', { flowType: Array(7).fill('SMS') }, 'flowType is invalid'],
    ['EMAIL without an address', { flowType: 'EMAIL' }, 'email is missing'],
  ])('%s is refused', async (_what, params, errorMessage) => {
    const { fields } = freshSubscriber();
    const answer = await send(viaJson(paths.send, { ...fields, ...params }, AUTH));
    expect(answer.status).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ message: 'BAD_REQUEST', data: { errorMessage } });
  });
});

describe('fallbackTimeoutSeconds', () => {
  test('decides when the next message goes, and the timeout', async () => {
    const { to, fields } = freshSubscriber();
    const params = { ...fields, flowType: ['SMS', 'VOICE'], fallbackTimeoutSeconds: 120 };
    expect(await post('/send', params)).toMatchObject({ data: { timeout: '180' } });
    await waitForMessages(to);
    await advanceClock(115);
    await settle(600);
    expect(await messagesTo(to)).toHaveLength(1);
    await advanceClock(6);
    expect(await waitForMessages(to, 2)).toHaveLength(2);
  });

  test.each([14, 241, 0, -1, 'x', 30.5])('%s is refused', async (fallbackTimeoutSeconds) => {
    const params = { ...freshSubscriber().fields, flowType: ['SMS', 'VOICE'] };
    const request = viaJson('/send', { ...params, fallbackTimeoutSeconds }, AUTH);
    const answer = await send(request);
    expect(answer.status).toBe(400);
    expect(bodyOf(answer).data.errorMessage).toBe('fallbackTimeoutSeconds is invalid');
  });

  test('is refused when the last message would come after the code’s life', async () => {
    const params = { flowType: Array(4).fill('SMS'), fallbackTimeoutSeconds: 240 };
    const answer = await send(viaJson('/send', { ...freshSubscriber().fields, ...params }, AUTH));
    expect(answer.status).toBe(400);
  });
});

describe('otpLength', () => {
  test.each([4, 5, 6, 7, 8])('%i digits', async (otpLength) => {
    const { code } = await sendAndRead({ otpLength });
    expect(code).toMatch(new RegExp(`^\\d{${otpLength}}$`));
  });
  test.each([3, 9, 0, 'six', 1e9, ''])(
    '%s is refused, but for nothing at all',
    async (otpLength) => {
      const answer = await send(
        viaJson(paths.send, { ...freshSubscriber().fields, ...sms, otpLength }, AUTH),
      );
      expect(answer.status).toBe(otpLength === '' ? 200 : 400);
    },
  );
});

describe('the number', () => {
  const number = () => freshNumber().slice(2);
  test.each([
    ['national', (national: string) => ['44', national]],
    ['national with its trunk zero', (national: string) => ['44', `0${national}`]],
    ['with spaces', (national: string) => ['44', `${national.slice(0, 4)} ${national.slice(4)}`]],
    ['whole, with its country code beside it', (national: string) => ['44', `44${national}`]],
    ['whole, with a plus', (national: string) => ['44', `+44${national}`]],
    ['a country code with a plus', (national: string) => ['+44', national]],
    ['the letters of a country', (national: string) => ['gb', national]],
  ] as [string, (national: string) => [string, string]][])('%s', async (_what, spell) => {
    const national = number();
    const [countryCode, mobileNumber] = spell(national);
    const { data } = await post(paths.send, { countryCode, mobileNumber, ...sms });
    expect(data.mobileNumber).toBe(mobileNumber);
    expect(await waitForMessages(`44${national}`)).toHaveLength(1);
  });

  test('JSON numbers are numbers too', async () => {
    const national = number();
    await post('/send', { countryCode: 44, mobileNumber: Number(national), ...sms });
    expect(await waitForMessages(`44${national}`)).toHaveLength(1);
  });

  test.each(['999', 'XX', '0', '44x', '+', '-44'])(
    'country code %s is 511',
    async (countryCode) => {
      const answer = await post(paths.send, { countryCode, mobileNumber: '7400000001', ...sms });
      expect(answer).toMatchObject({ responseCode: 511, message: 'INVALID_COUNTRY_CODE' });
    },
  );

  test.each([
    ['of another country than the code says', { countryCode: '1', mobileNumber: '+447400000001' }],
    ['too short', { countryCode: '44', mobileNumber: '74' }],
    ['letters', { countryCode: '44', mobileNumber: 'seven' }],
    ['of premium rate', { countryCode: '44', mobileNumber: '9098790000' }],
    ['none', { countryCode: '44' }],
    ['without a country', { mobileNumber: '7400000001' }],
  ])('%s is 400', async (_what, fields) => {
    const answer = await send(viaJson(paths.send, { ...fields, ...sms }, AUTH));
    expect(answer.status).toBe(400);
    expect(bodyOf(answer).message).toBe('BAD_REQUEST');
  });
});

describe('customerId', () => {
  test.each([
    [`C-${sandbox.apiKey}`, 200],
    [sandbox.apiKey, 200],
    ['C-00000000', 501],
    ['nobody', 501],
  ])('%s beside the token answers %i', async (customerId, responseCode) => {
    const params = { ...freshSubscriber().fields, ...sms, customerId };
    expect(await post(paths.send, params)).toMatchObject({ responseCode });
  });
});

describe('a second send to a number', () => {
  test('is 506 while the first is pending, tells how long, and sends nothing', async () => {
    const { to, fields } = freshSubscriber();
    const first = await post(paths.send, { ...fields, ...sms });
    await waitForMessages(to);
    await advanceClock(20);
    const second = await post(paths.send, { ...fields, ...sms });
    expect(second).toMatchObject({
      responseCode: 506,
      message: 'REQUEST_ALREADY_EXISTS',
      data: { verificationId: first.data.verificationId },
    });
    const left = Number(second.data.timeout);
    expect(left).toBeGreaterThan(30);
    expect(left).toBeLessThanOrEqual(40);
    expect(await messagesTo(to)).toHaveLength(1);
  });

  test('replaces the first once its timeout is over; the older code is dead', async () => {
    const { to, fields } = freshSubscriber();
    const first = await post(paths.send, { ...fields, ...sms, otpLength: 8 });
    const [old] = await waitForMessages(to);
    await advanceClock(61);
    const second = await post(paths.send, { ...fields, ...sms, otpLength: 8 });
    expect(second.responseCode).toBe(200);
    const [newest] = await waitForMessages(to, 2);
    const firstId = String(first.data.verificationId);
    expect(await validate(firstId, old?.code)).toMatchObject({ responseCode: 700 });
    const secondId = String(second.data.verificationId);
    expect(await validate(secondId, newest?.code)).toMatchObject({ responseCode: 200 });
  });

  test('fifty at once are one message', async () => {
    const { to, fields } = freshSubscriber();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(paths.send, { ...fields, ...sms })),
    );
    const codes = answers.map(({ responseCode }) => responseCode).toSorted();
    expect(codes).toEqual([200, ...Array(49).fill(506)]);
    await settle(100);
    expect(await messagesTo(to)).toHaveLength(1);
  });

  test('fifty at once after the timeout replace it once', async () => {
    const { to, fields } = freshSubscriber();
    await post(paths.send, { ...fields, ...sms });
    await waitForMessages(to);
    await advanceClock(61);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(paths.send, { ...fields, ...sms })),
    );
    expect(answers.filter(({ responseCode }) => responseCode === 200)).toHaveLength(1);
    await settle(100);
    expect(await messagesTo(to)).toHaveLength(2);
  });
});

describe('a message in the caller’s own words (type=SMS)', () => {
  const own = { type: 'SMS', flowType: 'SMS', senderId: 'UTOMOB', message: 'Your table is ready' };
  test('is sent as it is', async () => {
    const { to, fields } = freshSubscriber();
    const answer = await post(paths.send, { ...fields, ...own, messageType: 'TRANSACTION' });
    expect(answer).toMatchObject({
      responseCode: 200,
      data: { smsCLI: 'UTOMOB', mobileNumber: fields.mobileNumber, verificationId: null },
    });
    const [message] = await waitForMessages(to);
    expect(message).toMatchObject({ text: own.message, from: 'UTOMOB', code: null });
  });

  test.each([
    ['no text', { message: '' }, 'message is missing'],
    ['another channel', { flowType: 'WHATSAPP' }, 'flowType is invalid'],
    ['a sender that can be none', { senderId: 'a-b' }, 'senderId is invalid'],
    ['half of the registration', { templateId: '1' }, 'entityId is invalid'],
    ['another kind of message', { messageType: 'SPAM' }, 'messageType is invalid'],
    ['another product', { type: 'FAX' }, 'type is invalid'],
    ['3,201 characters', { message: 'x'.repeat(3_201) }, 'message is invalid'],
  ])('%s is refused', async (_what, params, errorMessage) => {
    const request = viaJson(paths.send, { ...freshSubscriber().fields, ...own, ...params }, AUTH);
    const answer = await send(request);
    expect(answer.status).toBe(400);
    expect(bodyOf(answer).data.errorMessage).toBe(errorMessage);
  });
});
