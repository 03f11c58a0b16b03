/** Things to look at: real calls by the public API that leave each kind of story in the console. */

import type { Sandbox } from '../../tools/harness/server.ts';
import { basicOf } from '../support/basic.ts';

export interface Wire {
  verify(fields: Record<string, string>): Promise<Record<string, string>>;
  check(requestId: string, code: string): Promise<Record<string, string>>;
  control(requestId: string, cmd: string): Promise<Record<string, string>>;
  /** A message with the caller's own code; answers its only element. */
  sendTwoFactor(fields: Record<string, string>): Promise<Record<string, string>>;
  /** A plain message. */
  sendText(fields: Record<string, string>): Promise<Record<string, string>>;
  /** Tells whether the code of a message was used. */
  report(messageId: string, isUsed: boolean): Promise<void>;
  /** What a phone of the sandbox writes back. */
  reply(fields: { from: string; to: string; text: string }): Promise<void>;
  codeOf(number: string): Promise<string>;
  advance(seconds: number): Promise<void>;
}

export function openWire(sandbox: Pick<Sandbox, 'baseUrl' | 'apiKey' | 'apiSecret'>): Wire {
  const { baseUrl, apiKey, apiSecret } = sandbox;
  const authorization = basicOf(sandbox);
  const call = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({ api_key: apiKey, api_secret: apiSecret, ...fields });
    const response = await fetch(`${baseUrl}${path}`, { method: 'POST', body });
    return (await response.json()) as Record<string, string>;
  };
  const sendOne = async (path: string, fields: Record<string, string>) => {
    const answer: object = await call(path, fields);
    return (answer as { messages: Record<string, string>[] }).messages[0] ?? {};
  };
  const post = async (path: string, fields: object) => {
    await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
  };
  return {
    verify: (fields) => call('/verify/json', { brand: 'Acme', ...fields }),
    check: (requestId, code) => call('/verify/check/json', { request_id: requestId, code }),
    control: (requestId, cmd) => call('/verify/control/json', { request_id: requestId, cmd }),
    sendTwoFactor: (fields) => sendOne('/sc/us/2fa/json', fields),
    sendText: (fields) => sendOne('/sms/json', fields),
    async report(messageId, isUsed) {
      const fields = { 'message-id': messageId, delivered: String(isUsed) };
      const body = new URLSearchParams({ api_key: apiKey, api_secret: apiSecret, ...fields });
      await fetch(`${baseUrl}/conversions/sms`, { method: 'POST', body });
    },
    reply: (fields) => post('/v1/sandbox/replies', fields),
    async codeOf(number) {
      for (let tries = 0; tries < 50; tries += 1) {
        const response = await fetch(`${baseUrl}/v1/sandbox/messages?to=${number}`, {
          headers: { authorization },
        });
        const { messages } = (await response.json()) as { messages: { code: string | null }[] };
        const code = messages.find((message) => message.code)?.code;
        if (code) return code;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`no code reached ${number}`);
    },
    advance: (seconds) => post('/v1/sandbox/clock/advance', { seconds }),
  };
}

/** One verification of each kind; answers the one whose timeline says most. */
export async function tellStories(wire: Wire): Promise<string> {
  const wrong = (code: string) => (code === '0000' ? '0001' : '0000');

  const verified = await wire.verify({ number: '447400000001', brand: 'Acme' });
  await wire.check(verified.request_id ?? '', await wire.codeOf('447400000001'));

  const refused = await wire.verify({ number: '12025550102', brand: 'Harbour Bank' });
  await wire.advance(125);

  const failed = await wire.verify({ number: '4915123456789', brand: 'Acme', lg: 'de-de' });
  const failedCode = await wire.codeOf('4915123456789');
  for (let tries = 0; tries < 3; tries += 1) {
    await wire.check(failed.request_id ?? '', wrong(failedCode));
  }

  const long = await wire.verify({ number: '447400000002', brand: 'Northwind Trading' });
  const code = await wire.codeOf('447400000002');
  await wire.check(long.request_id ?? '', wrong(code));
  await wire.advance(125);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await wire.check(long.request_id ?? '', await wire.codeOf('447400000002'));

  const cancelled = await wire.verify({ number: '33612345678', brand: 'Acme', lg: 'fr-fr' });
  await wire.advance(35);
  await wire.control(cancelled.request_id ?? '', 'cancel');

  await wire.verify({ number: '12025550100', brand: 'Acme', code_length: '6' });
  void refused;
  return long.request_id ?? '';
}
