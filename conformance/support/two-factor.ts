/**
 * The US short-code 2FA dialect: its answer, and the steps that many tests begin with.
 */
import { expect } from 'vitest';
import { type Params, parseObject, type RawAnswer, send, viaForm } from './http.ts';
import { freshUsNumber } from './numbers.ts';
import { KEYS } from './verify.ts';

export const PATH = '/sc/us/2fa/json';

export interface TwoFactorMessage {
  readonly status: string;
  readonly 'message-id'?: string;
  readonly to?: string;
  readonly 'client-ref'?: string;
  readonly 'remaining-balance'?: string;
  readonly 'message-price'?: string;
  readonly network?: string;
  readonly 'error-text'?: string;
}

/** 8 to 17 hex characters in the documents and fixtures, a UUID since 2023. */
export const MESSAGE_ID =
  /^(?:[0-9A-Fa-f]{8,17}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
export const EIGHT_DECIMALS = /^\d+\.\d{8}$/;

function messagesOf(answer: RawAnswer): readonly TwoFactorMessage[] {
  expect(answer.status, answer.text).toBe(200);
  const body = parseObject(answer.text);
  expect(Array.isArray(body.messages), answer.text).toBe(true);
  return body.messages as TwoFactorMessage[]; // an array by the line above; fields are asserted
}

export function messageOf(answer: RawAnswer): TwoFactorMessage {
  const messages = messagesOf(answer);
  expect(messages).toHaveLength(1);
  return messages[0] as TwoFactorMessage; // length asserted above
}

export interface Sent {
  readonly to: string;
  readonly messageId: string;
}

export async function sendPin(params: Params = {}): Promise<Sent> {
  const to = String(params.to ?? freshUsNumber());
  const answer = await send(viaForm(PATH, { pin: '4711', ...KEYS, ...params, to }));
  const message = messageOf(answer);
  expect(message, answer.text).toMatchObject({ status: '0', to });
  return { to, messageId: message['message-id'] ?? '' };
}

/** A recipient with a refusal reason: one message, its status and its text, all of it strings. */
export function expectRefusal(answer: RawAnswer, status: string, text: string | RegExp): void {
  const message = messageOf(answer);
  expect(parseObject(answer.text)['message-count']).toBe('1');
  expect(message.status).toBe(status);
  if (typeof text === 'string') expect(message['error-text']).toBe(text);
  else expect(message['error-text']).toMatch(text);
}
