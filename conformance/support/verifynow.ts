/** Steps that the VerifyNow tests begin with, by plain HTTP, and the words of the dialect. */
import { expect } from 'vitest';
import {
  type JsonObject,
  type Params,
  parseObject,
  type RawAnswer,
  send,
  viaJson,
} from './http.ts';
import { freshNumber } from './numbers.ts';
import { waitForCode } from './sandbox.ts';
import { sandbox } from './server.ts';

/** The long-lived form of `authToken`: key and secret as they are. */
export const API_KEY = `${sandbox.apiKey}:${sandbox.apiSecret}`;
export const AUTH = { authToken: API_KEY };

export const paths = {
  token: '/auth/v1/authentication/token',
  send: '/verification/v3/send',
  validate: '/verification/v3/validateOtp',
  guideSend: '/send',
  guideValidate: '/validate',
} as const;

export interface WireData {
  readonly verificationId: string | null;
  readonly responseCode: string;
  readonly errorMessage: string | null;
  readonly verificationStatus: string | null;
  readonly timeout: string | null;
  readonly [name: string]: unknown;
}

export interface WireBody {
  readonly responseCode: number;
  readonly message: string;
  readonly data: WireData;
}

/** The envelope, which every answer has, refusals of the framework too. */
export function bodyOf(answer: Pick<RawAnswer, 'text'>): WireBody {
  const body = parseObject(answer.text);
  expect(body).toEqual({
    responseCode: expect.any(Number),
    message: expect.stringMatching(/^[A-Z_]+$/),
    data: expect.any(Object),
  });
  const data = body.data as WireData;
  expect(data.responseCode).toBe(String(body.responseCode));
  expect(data.errorMessage === null).toBe(body.responseCode === 200);
  return body as unknown as WireBody; // checked above
}

export async function post(path: string, body: unknown, headers = AUTH): Promise<WireBody> {
  const answer = await send(viaJson(path, body, headers));
  expect(answer.status, answer.text).toBe(200);
  return bodyOf(answer);
}

/** National number and country code of a fresh subscriber, and the address they make. */
export function freshSubscriber(): { to: string; fields: { [name: string]: string } } {
  const to = freshNumber();
  return { to, fields: { countryCode: '44', mobileNumber: to.slice(2) } };
}

export interface Pending {
  readonly id: string;
  readonly to: string;
  readonly code: string;
}

export async function sendAndRead(params: Params | JsonObject = {}): Promise<Pending> {
  const { to, fields } = freshSubscriber();
  const { data } = await post(paths.send, { ...fields, flowType: 'SMS', ...params });
  return { id: String(data.verificationId), to, code: await waitForCode(to) };
}

export function validate(id: string, code: unknown, path = paths.guideValidate as string) {
  return post(path, { verificationId: id, code });
}
