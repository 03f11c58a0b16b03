/** The sandbox's virtual carrier, told what to say; and the native API for consent. */
import { randomUUID } from 'node:crypto';
import { type JsonObject, parseObject, type RawAnswer, send } from './http.ts';
import { freshUsNumber } from './numbers.ts';
import type { Credentials } from './sandbox.ts';
import { basicAuthorization, sandbox } from './server.ts';

export const CODE = '98765';

export interface Told {
  readonly status: number;
  readonly body: JsonObject;
}

export async function ask(
  method: string,
  path: string,
  body?: unknown,
  as: Credentials = sandbox,
): Promise<RawAnswer> {
  return send({
    method,
    path,
    headers: {
      authorization: basicAuthorization(as.apiKey, as.apiSecret),
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

export async function tell(
  what: 'receipts' | 'inbound',
  body: unknown,
  as: Credentials = sandbox,
): Promise<Told> {
  const answer = await ask('POST', `/v1/sandbox/carrier/${what}`, body, as);
  return { status: answer.status, body: parseObject(answer.text) };
}

/** A message from a subscriber nobody has heard of. */
export function freshInbound(changes: JsonObject = {}): JsonObject & { from: string } {
  return { messageId: randomUUID(), from: freshUsNumber(), to: CODE, text: 'hello', ...changes };
}
