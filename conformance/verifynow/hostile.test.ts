/** Fifty spellings of what no client should send: the wire’s own answer, and nothing is sent. */
import { describe, expect, test } from 'vitest';
import { expectHarmless } from '../support/hostile.ts';
import { mediaType, send, viaJson } from '../support/http.ts';
import { messagesTo, settle } from '../support/sandbox.ts';
import {
  AUTH,
  bodyOf,
  freshSubscriber,
  paths,
  sendAndRead,
  validate,
} from '../support/verifynow.ts';

const awkward: readonly [string, unknown][] = [
  ['an object', {}],
  ['an object that calls itself text', { toString: 'SMS', valueOf: 'SMS', length: 3 }],
  ['an empty list', []],
  ['a list in a list', [['SMS']]],
  ['a list of an object', [{}]],
  ['null', null],
  ['true', true],
  ['false', false],
  ['zero', 0],
  ['a fraction', 1.5],
  ['a negative number', -1],
  ['a number too large for a double', 1e308],
  ['an integer beyond 2^53', 2 ** 53 + 2],
  ['an empty text', ''],
  ['a space', ' '],
  ['a NUL', '\u0000'],
  ['a NUL inside', '74\u000000'],
  ['half a surrogate pair', '\ud800'],
  ['a line break and a header', 'a\r\nSet-Cookie: x=1'],
  ['100,000 characters', 'x'.repeat(100_000)],
  ['100,000 digits', '4'.repeat(100_000)],
  ['100,000 commas', ','.repeat(100_000)],
  ['SQL', "'; drop table verifications; --"],
  ['a template', '${pin}${constructor.constructor}'],
  ['a path', '../../../../etc/passwd'],
  ['mark-up', '<script>alert(1)</script>'],
  ['right-to-left override', '\u202e1234'],
  ['emoji', '😀👩‍👩‍👧‍👦'],
  ['Arabic-Indic digits', '٤٤٧٤٠٠٠٠٠٠٠١'],
  ['full-width digits', '７４００１２３４５６'],
  ['a format string', '%s%n%d%x'],
  ['undefined', 'undefined'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['a hexadecimal number', '0x10'],
];

const fieldsOf = {
  send: ['countryCode', 'mobileNumber', 'flowType', 'otpLength', 'fallbackTimeoutSeconds', 'type'],
  validate: ['verificationId', 'code', 'customerId', 'mobileNumber'],
} as const;

function expectAnswer(answer: Awaited<ReturnType<typeof send>>): number {
  expectHarmless(answer);
  expect(mediaType(answer)).toBe('application/json');
  return bodyOf(answer).responseCode;
}

describe('values', () => {
  test.each(awkward)('%s in each field of a send', async (what, value) => {
    for (const name of fieldsOf.send) {
      const { to, fields } = freshSubscriber();
      const body = { ...fields, flowType: 'SMS', [name]: value };
      const code = expectAnswer(await send(viaJson(paths.send, body, AUTH)));
      // Optional fields that are as good as not given are no fault.
      const isAbsent = value === null || value === '' || value === ' ';
      const isOptional = !['countryCode', 'mobileNumber', 'flowType'].includes(name);
      if (isAbsent && isOptional) expect(code, `${what} in ${name}`).toBe(200);
      else {
        expect(code, `${what} in ${name}`).not.toBe(200);
        expect(await messagesTo(to)).toEqual([]);
      }
    }
  });

  test.each(awkward)('%s in each field of a validation', async (what, value) => {
    for (const name of fieldsOf.validate) {
      const body = { verificationId: '1', code: '1234', [name]: value };
      const code = expectAnswer(await send(viaJson(paths.guideValidate, body, AUTH)));
      expect(code, `${what} in ${name}`).not.toBe(200);
    }
  });

  test('a code in disguise does not verify, and the plain one still does', async () => {
    const { id, code } = await sendAndRead({ otpLength: 6 });
    const disguises: unknown[] = [
      [code],
      [[code]],
      { code },
      { toString: code },
      `${code},${code}`,
      `${code}\u0000`,
      ` ${code}x`,
      '%',
      '*',
      true,
    ];
    for (const disguise of disguises) {
      const answer = await send(viaJson('/validate', { verificationId: id, code: disguise }, AUTH));
      expectHarmless(answer);
      expect(bodyOf(answer).responseCode, JSON.stringify(disguise)).not.toBe(200);
    }
    for (const query of [`code=9&code=${code}`, `code[]=${code}`, `code[0]=${code}`]) {
      const path = `/validate?verificationId=${id}&${query}`;
      const answer = await send({ method: 'POST', path, headers: AUTH });
      expect(bodyOf(answer).responseCode).not.toBe(200);
    }
    expect(await validate(id, code)).toMatchObject({ responseCode: 200 });
  });
});

describe('bodies and paths', () => {
  test.each([
    ['half of JSON', '{"countryCode":"44"'],
    ['a list', '[1,2,3]'],
    ['a text', '"SMS"'],
    ['a number', '42'],
    ['noise', '\u0000\u0001\u0002'],
    ['percent signs', '%%%&=&=%zz'],
    ['nothing', ''],
    ['XML', '<send><flowType>SMS</flowType></send>'],
    ['a thousand names', `{${Array.from({ length: 1_000 }, (_, n) => `"n${n}":1`).join(',')}}`],
    ['deep', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
    [
      '__proto__',
      '{"__proto__":{"flowType":"SMS","countryCode":"44","mobileNumber":"7400123456"}}',
    ],
  ])('%s is 400', async (_what, body) => {
    const answer = await send({ method: 'POST', path: '/send', headers: AUTH, body });
    expect(expectAnswer(answer)).toBe(400);
    expect(answer.status).toBe(400);
  });

  test('300 KB are 413', async () => {
    const body = JSON.stringify({ flowType: 'x'.repeat(300_000) });
    const answer = await send({ method: 'POST', path: '/send', headers: AUTH, body });
    expect([answer.status, expectAnswer(answer)]).toEqual([413, 413]);
  });

  test.each([
    ['GET', '/send', 405],
    ['PUT', '/validate', 405],
    ['DELETE', '/verification/v3/send', 405],
    ['POST', '/send/more', 404],
    ['POST', '/verification/v4/send', 404],
    ['GET', '/verification', 404],
    ['POST', '/verification/v3/%zz', 400],
    ['GET', '/auth/v1/nothing', 404],
  ])('%s %s is %i, in the wire’s shape', async (method, path, status) => {
    const answer = await send({ method, path, headers: AUTH });
    expect([answer.status, expectAnswer(answer)]).toEqual([status, status]);
  });
});

test('nothing of all that stopped the ordinary', async () => {
  await settle(50);
  const { id, code } = await sendAndRead();
  expect(await validate(id, code)).toMatchObject({ responseCode: 200 });
});
