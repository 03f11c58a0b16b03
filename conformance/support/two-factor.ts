/**
 * The US short-code 2FA dialect: its answer, and the steps that many tests begin with.
 */
import { expect } from 'vitest';
import { type Params, parseObject, type RawAnswer, send, viaForm } from './http.ts';
import { messagesOf, type WireMessage } from './messages.ts';
import { freshUsNumber } from './numbers.ts';
import { KEYS } from './verify.ts';

export const PATH = '/sc/us/2fa/json';

export function messageOf(answer: RawAnswer): WireMessage {
  const messages = messagesOf(answer);
  expect(messages).toHaveLength(1);
  return messages[0] as WireMessage; // length asserted above
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
