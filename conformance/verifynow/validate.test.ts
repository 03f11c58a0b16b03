import { describe, expect, test } from 'vitest';
import { formEncode, send, viaForm, viaJson } from '../support/http.ts';
import { wrongCode } from '../support/numbers.ts';
import { advanceClock, settle } from '../support/sandbox.ts';
import { start } from '../support/verify.ts';
import { AUTH, bodyOf, post, sendAndRead, validate } from '../support/verifynow.ts';

const words = [
  ['/verification/v3/validateOtp', 'VERIFICATION_COMPLETED'],
  ['/verification/v2/verification/validateOtp', 'VERIFICATION_COMPLETED'],
  ['/verification/v3/validate', 'VERIFIED'],
  ['/verification/v2/verification/validate', 'VERIFIED'],
  ['/validate', 'VERIFIED'],
] as const;

describe.each(words)('%s', (path, word) => {
  test.each(['GET', 'POST', 'form', 'JSON'])('by %s, the right code is %s', async (shape) => {
    const { id, code } = await sendAndRead();
    const params = { verificationId: id, code };
    const byQuery = { method: shape, path: `${path}?${formEncode(params)}`, headers: AUTH };
    const requests = { form: viaForm(path, params, AUTH), JSON: viaJson(path, params, AUTH) };
    const request = shape === 'form' || shape === 'JSON' ? requests[shape] : byQuery;
    const answer = await send(request);
    expect(answer.status, answer.text).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      responseCode: 200,
      message: 'SUCCESS',
      data: {
        verificationId: id,
        verificationStatus: word,
        errorMessage: null,
        responseCode: '200',
      },
    });
  });
});

describe('what a validation is answered with', () => {
  test('702 for a wrong code, five of which end it with 800; the right one is 800 then', async () => {
    const { id, code } = await sendAndRead({ otpLength: 6 });
    for (const variant of [1, 2, 3, 4]) {
      expect(await validate(id, wrongCode(code, variant))).toMatchObject({
        responseCode: 702,
        message: 'WRONG_OTP_PROVIDED',
        data: { verificationStatus: 'VERIFICATION_FAILED' },
      });
    }
    const exhausted = { responseCode: 800, message: 'MAXIMUM_LIMIT_REACHED' };
    expect(await validate(id, wrongCode(code, 5))).toMatchObject(exhausted);
    expect(await validate(id, code)).toMatchObject(exhausted);
  });

  test('703 for a code that was right before', async () => {
    const { id, code } = await sendAndRead();
    expect(await validate(id, code)).toMatchObject({ responseCode: 200 });
    for (const again of [code, wrongCode(code), 'x']) {
      expect(await validate(id, again)).toMatchObject({
        responseCode: 703,
        data: { verificationStatus: 'ALREADY_VERIFIED' },
      });
    }
  });

  test('705 when its time is over', async () => {
    const { id, code } = await sendAndRead();
    await advanceClock(301);
    expect(await validate(id, code)).toMatchObject({
      responseCode: 705,
      data: { verificationStatus: 'VERIFICATION_EXPIRED' },
    });
  });

  test('a code lives five minutes after the last message', async () => {
    const { id, code } = await sendAndRead({ flowType: ['WHATSAPP', 'SMS'] });
    await advanceClock(31);
    await settle(600);
    await advanceClock(290);
    expect(await validate(id, code)).toMatchObject({ responseCode: 200 });
  });

  test.each(['0', '1', '9007199254740993', '99999999999999999999', '-1', '1e3', 'x', '0x10', ' '])(
    '505 for the verification id %j',
    async (id) => {
      expect(await validate(id, '1234')).toMatchObject({
        responseCode: 505,
        message: 'INVALID_VERIFICATION_ID',
        data: { verificationStatus: 'VERIFICATION_FAILED' },
      });
    },
  );

  test('505 for none at all, and 400 when there is no code', async () => {
    expect(await post('/validate', { code: '1234' })).toMatchObject({ responseCode: 505 });
    expect(await post('/validate', { verificationId: null, code: '1234' })).toMatchObject({
      responseCode: 505,
    });
    const answer = await send(viaJson('/validate', { verificationId: '1' }, AUTH));
    expect(answer.status).toBe(400);
    expect(bodyOf(answer).data.errorMessage).toBe('code is missing');
  });

  test('505 for the end of an id that another API made', async () => {
    const { id } = await start();
    const number = String(Number.parseInt(id.slice(-13), 16));
    expect(await validate(number, '1234')).toMatchObject({ responseCode: 505 });
  });

  test('a verification id as a number, and with zeros before it', async () => {
    const { id, code } = await sendAndRead();
    expect(await validate(`00${id}`.slice(-16), wrongCode(code))).toMatchObject({
      responseCode: 702,
      data: { verificationId: id },
    });
    const body = `{"verificationId":${id},"code":"${code}"}`;
    const answer = await send({ method: 'POST', path: '/validate', headers: AUTH, body });
    expect(bodyOf(answer)).toMatchObject({ responseCode: 200 });
  });

  test('501 for another customer’s id beside the token', async () => {
    const { id, code } = await sendAndRead();
    const params = { verificationId: id, code, customerId: 'C-00000000' };
    expect(await post('/validate', params)).toMatchObject({ responseCode: 501 });
    expect(await validate(id, code)).toMatchObject({ responseCode: 200 });
  });
});

describe('parallel validations', () => {
  test('fifty right codes at once: one success, the others were too late', async () => {
    const { id, code } = await sendAndRead();
    const answers = await Promise.all(Array.from({ length: 50 }, () => validate(id, code)));
    const codes = answers.map(({ responseCode }) => responseCode).toSorted();
    expect(codes).toEqual([200, ...Array(49).fill(703)]);
  });

  test('fifty wrong codes at once: five are compared', async () => {
    const { id, code } = await sendAndRead({ otpLength: 8 });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => validate(id, wrongCode(code, index + 1))),
    );
    const codes = answers.map(({ responseCode }) => responseCode);
    expect(codes.filter((each) => each === 702)).toHaveLength(4);
    expect(codes.filter((each) => each === 800)).toHaveLength(46);
    expect(await validate(id, code)).toMatchObject({ responseCode: 800 });
  });
});
