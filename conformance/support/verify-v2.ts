/** Steps that many tests of Verify v2 begin with, by plain HTTP, and what its answers look like. */
import { expect } from 'vitest';
import { type JsonObject, mediaType, parseObject, type RawAnswer, send } from './http.ts';
import { freshNumber } from './numbers.ts';
import { waitForMessages } from './sandbox.ts';
import { basicAuthorization, sandbox } from './server.ts';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Keys {
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface V2Answer {
  readonly status: number;
  readonly body: JsonObject;
  readonly raw: RawAnswer;
}

/** One call with Basic credentials; an empty answer is an empty object. */
export async function v2(
  method: string,
  path: string,
  body?: unknown,
  as: Keys = sandbox,
): Promise<V2Answer> {
  const raw = await send({
    method,
    path: `/v2/verify${path}`,
    headers: {
      authorization: basicAuthorization(as.apiKey, as.apiSecret),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: raw.status, body: raw.text === '' ? {} : parseObject(raw.text), raw };
}

export interface RunningV2 {
  readonly id: string;
  readonly number: string;
}

/** A request by SMS, or with the members given; `number` is what its first channel writes to. */
export async function startV2(members: JsonObject = {}, as: Keys = sandbox): Promise<RunningV2> {
  const number = freshNumber();
  const workflow = [{ channel: 'sms', to: number }];
  const answer = await v2('POST', '', { brand: 'Acme Inc', workflow, ...members }, as);
  expect(answer.status, answer.raw.text).toBe(202);
  expect(answer.body).toMatchObject({ request_id: expect.stringMatching(UUID) });
  const [first] = (members.workflow ?? workflow) as { to: string }[];
  return { id: String(answer.body.request_id), number: first?.to ?? number };
}

/** The newest code that the handset holds for an address. */
export async function codeTo(address: string, count = 1, as: Keys = sandbox): Promise<string> {
  const [newest] = await waitForMessages(address, count, as);
  if (typeof newest?.code !== 'string') throw new Error(`no code to ${address}: ${newest?.text}`);
  return newest.code;
}

export interface ExpectedProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string | RegExp;
  readonly invalid?: readonly { readonly name: string; readonly reason: string | RegExp }[];
  readonly members?: JsonObject;
}

/** A problem document with the four members, the code in its type, and nothing that is not named. */
export function expectProblem(answer: V2Answer, expected: ExpectedProblem): void {
  const { status, code, title, detail, invalid, members } = expected;
  const like = (text: string | RegExp) =>
    typeof text === 'string' ? text : expect.stringMatching(text);
  expect(answer.status, answer.raw.text).toBe(status);
  expect(mediaType(answer.raw)).toBe('application/problem+json');
  expect(answer.body).toEqual({
    type: expect.stringMatching(`#${code}$`),
    title,
    detail: detail === undefined ? expect.stringMatching(/./) : like(detail),
    instance: expect.stringMatching(UUID),
    ...(invalid && {
      invalid_parameters: invalid.map(({ name, reason }) => ({ name, reason: like(reason) })),
    }),
    ...members,
  });
}
