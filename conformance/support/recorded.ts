/**
 * Replays requests as they were recorded from, or read in the source of, clients that cannot run
 * here. `{{...}}` marks what must differ from the recording: credentials, numbers, ids, codes.
 */
import { expect } from 'vitest';
import { type JsonObject, mediaType, parseObject, type RawAnswer, send } from './http.ts';
import { freshNumber, freshUsNumber } from './numbers.ts';
import { advanceClock } from './sandbox.ts';
import { basicAuthorization, sandbox } from './server.ts';
import { startAndRead } from './verify.ts';

/** What must already have happened when the request is sent. */
export type Given = 'nothing' | 'a running request' | 'two running requests' | '31 seconds passed';

export interface RecordedRequest {
  readonly name: string;
  readonly source: string;
  readonly given: Given;
  readonly request: {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly expected: Readonly<Record<string, unknown>>;
}

type Values = Readonly<Record<string, string>>;

export async function replay(recorded: RecordedRequest): Promise<RawAnswer> {
  const values = await prepare(recorded.given);
  const { request } = recorded;
  const isJson = request.body?.startsWith('{') ?? false;
  const answer = await send({
    method: request.method,
    path: fill(request.path, values, encodeURIComponent),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, fill(value, values, asIs)]),
    ),
    ...(request.body === undefined
      ? {}
      : { body: fill(request.body, values, isJson ? inJson : encodeURIComponent) }),
  });
  expect(answer.status, answer.text).toBe(200);
  expect(mediaType(answer)).toBe('application/json');
  expectBody(parseObject(answer.text), recorded.expected, values);
  return answer;
}

async function prepare(given: Given): Promise<Values> {
  const values: Record<string, string> = {
    key: sandbox.apiKey,
    secret: sandbox.apiSecret,
    basic: basicAuthorization(),
    number: freshNumber(),
    usNumber: freshUsNumber(),
  };
  if (given === 'nothing') return values;
  const { id, code, number } = await startAndRead();
  Object.assign(values, { id, code, number });
  if (given === 'two running requests') values.id2 = (await startAndRead()).id;
  if (given === '31 seconds passed') await advanceClock(31);
  return values;
}

function fill(template: string, values: Values, encode: (value: string) => string): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing to fill {{${name}}} with`);
    return encode(value);
  });
}

const asIs = (value: string): string => value;
const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);

function expectBody(
  body: JsonObject,
  expected: Readonly<Record<string, unknown>>,
  values: Values,
): void {
  expect(body).toMatchObject(filled(expected, values) as object);
}

/** Placeholders replaced, regular expressions turned into matchers. */
function filled(expected: unknown, values: Values): unknown {
  if (expected instanceof RegExp) return expect.stringMatching(expected);
  if (typeof expected === 'string') return fill(expected, values, asIs);
  if (Array.isArray(expected)) return expected.map((each) => filled(each, values));
  if (typeof expected !== 'object' || expected === null) return expected;
  return Object.fromEntries(
    Object.entries(expected).map(([name, value]) => [name, filled(value, values)]),
  );
}
