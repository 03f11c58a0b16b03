import { describe, expect, test } from 'vitest';
import {
  dialectStatus,
  type Endpoint,
  endpoints,
  expectDialectRefusal,
  expectHarmless,
  withKeys,
} from '../support/hostile.ts';
import { send, viaJson } from '../support/http.ts';
import { messagesTo, settle } from '../support/sandbox.ts';

type Mutation = (value: string) => unknown;

const wrongTypes: readonly [string, Mutation][] = [
  ['an object', () => ({})],
  ['an object that calls itself text', (value) => ({ toString: value, valueOf: value, length: 4 })],
  ['an object holding the value', (value) => ({ value })],
  ['an empty list', () => []],
  ['a list holding the value', (value) => [value]],
  ['a list in a list', (value) => [[value]]],
  ['null', () => null],
];

const awkwardTexts: readonly [string, Mutation][] = [
  ['true', () => true],
  ['a fraction', () => 1.5],
  ['the largest number', () => Number.MAX_VALUE],
  ['a negative number', () => -1],
  ['a NUL inside', (value) => `${value.slice(0, 2)}\u0000${value.slice(2)}`],
  ['a NUL only', () => '\u0000'],
  ['half a surrogate pair', () => '\ud800'],
  ['a line break and a header', () => 'a\r\nSet-Cookie: x=1'],
  ['100,000 characters', () => 'x'.repeat(100_000)],
  ['100,000 digits', () => '4'.repeat(100_000)],
  ['100,000 brackets', () => '('.repeat(100_000)],
  ['SQL', () => "'; drop table verifications; --"],
  ['a template', () => '${pin}${constructor.constructor}'],
  ['a path', () => '../../../../etc/passwd'],
  ['mark-up', () => '<script>alert(1)</script>'],
  ['right-to-left override', () => '\u202e1234'],
  ['emoji', () => '😀👩‍👩‍👧‍👦'],
  ['Arabic-Indic digits', () => '٤٤٧٤٠٠٠٠٠٠٠١'],
  ['a format string', () => '%s%n%d%x'],
  ['the word undefined', () => 'undefined'],
  ['the word __proto__', () => '__proto__'],
];

/** One request for each parameter of the endpoint, with that parameter mutated. */
async function mutate(endpoint: Endpoint, mutation: Mutation) {
  const answers = [];
  for (const name of Object.keys(endpoint.valid())) {
    const valid = endpoint.valid();
    const params = { ...valid, [name]: mutation(valid[name] ?? '') };
    const answer = await send(viaJson(endpoint.path, withKeys(params)));
    answers.push({ name, answer, recipient: endpoint.recipient && valid[endpoint.recipient] });
  }
  return answers;
}

describe.each(endpoints)('$path', (endpoint) => {
  test.each(wrongTypes)(
    '%s where text belongs is refused and nothing is sent',
    async (_what, mutation) => {
      const answers = await mutate(endpoint, mutation);
      for (const { answer } of answers) expectDialectRefusal(endpoint.dialect, answer);
      await settle(50);
      for (const { recipient } of answers) {
        if (recipient !== undefined) expect(await messagesTo(recipient)).toEqual([]);
      }
    },
  );

  test.each(awkwardTexts)('%s gets an answer in the dialect’s shape', async (_what, mutation) => {
    for (const { answer } of await mutate(endpoint, mutation)) {
      expectHarmless(answer);
      expect(answer.status).toBe(200);
      dialectStatus(endpoint.dialect, answer);
    }
  });

  test('optional parameters of every wrong type get an answer too', async () => {
    const optional =
      endpoint.dialect === 'verify'
        ? 'country sender_id code_length lg pin_expiry next_event_wait workflow_id pin_code ip_address request_ids'
        : 'client-ref callback template type status-report-req ttl from text timestamp sig';
    for (const name of optional.split(' ')) {
      for (const value of [{}, [], [[]], null, true, -1, 1.5, '', '\u0000', 'x'.repeat(10_000)]) {
        const params = withKeys({ ...endpoint.valid(), [name]: value });
        const answer = await send(viaJson(endpoint.path, params));
        expectHarmless(answer);
        dialectStatus(endpoint.dialect, answer);
      }
    }
  });

  test('credentials of every wrong type are refused', async () => {
    for (const name of ['api_key', 'api_secret']) {
      for (const value of [{}, [], null, true, 0, '\u0000', 'x'.repeat(100_000)]) {
        const params = { ...withKeys(endpoint.valid()), [name]: value };
        const answer = await send(viaJson(endpoint.path, params));
        expectDialectRefusal(endpoint.dialect, answer);
      }
    }
  });
});
