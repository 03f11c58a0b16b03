/** The classic messaging APIs: what their answers hold, one element a message part. */
import { expect } from 'vitest';
import { parseObject, type RawAnswer } from './http.ts';

export interface WireMessage {
  readonly status: string;
  readonly 'message-id'?: string;
  readonly to?: string;
  readonly 'client-ref'?: string;
  readonly 'account-ref'?: string;
  readonly 'remaining-balance'?: string;
  readonly 'message-price'?: string;
  readonly network?: string;
  readonly 'error-text'?: string;
}

/** A UUID since 2023; 8 to 17 hexadecimal characters before. */
export const MESSAGE_ID =
  /^(?:[0-9A-Fa-f]{8,17}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
export const EIGHT_DECIMALS = /^\d+\.\d{8}$/;

/** Every element, after a look at what holds for all: HTTP 200, a count, and texts only. */
export function messagesOf(answer: RawAnswer): readonly WireMessage[] {
  expect(answer.status, answer.text).toBe(200);
  const body = parseObject(answer.text);
  expect(Array.isArray(body.messages), answer.text).toBe(true);
  const messages = body.messages as WireMessage[]; // an array by the line above
  expect(body['message-count']).toBe(String(messages.length));
  for (const message of messages) {
    for (const value of Object.values(message)) expect(value).toBeTypeOf('string');
  }
  return messages;
}

/** What every client is handed for a message that was accepted. */
export const acceptedMessage = (to: string) => ({
  to,
  'message-id': expect.stringMatching(MESSAGE_ID),
  status: '0',
  'remaining-balance': expect.stringMatching(EIGHT_DECIMALS),
  'message-price': expect.stringMatching(EIGHT_DECIMALS),
  network: expect.any(String),
});
