/**
 * The sandbox as a test uses it: read what the handset received, answer from it, move the clock.
 */
import { parseObject, type RawRequest, send } from './http.ts';
import { basicAuthorization } from './server.ts';

export interface SandboxMessage {
  readonly id: string;
  readonly channel: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly code: string | null;
  readonly verificationId: string | null;
  readonly sentAt: string;
}

async function call(request: RawRequest): Promise<Readonly<Record<string, unknown>>> {
  const answer = await send({
    ...request,
    headers: { ...request.headers, authorization: basicAuthorization() },
  });
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`${request.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  }
  return answer.text === '' ? {} : parseObject(answer.text);
}

function post(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
  return call({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Newest first, as the handset lists them. */
export async function messagesTo(number: string): Promise<SandboxMessage[]> {
  const { messages } = await call({
    path: `/v1/sandbox/messages?to=${encodeURIComponent(number)}`,
  });
  return messages as SandboxMessage[]; // the documented shape; the tests look at the fields
}

/** Dispatch is asynchronous: waits until the handset holds `count` messages. */
export async function waitForMessages(number: string, count = 1): Promise<SandboxMessage[]> {
  return waitFor(`${count} message(s) to ${number}`, async () => {
    const messages = await messagesTo(number);
    return messages.length >= count ? messages : undefined;
  });
}

export async function waitForCode(number: string, count = 1): Promise<string> {
  const [newest] = await waitForMessages(number, count);
  if (typeof newest?.code !== 'string') {
    throw new Error(`no code in the message to ${number}: ${newest?.text}`);
  }
  return newest.code;
}

export async function advanceClock(seconds: number): Promise<void> {
  await post('/v1/sandbox/clock/advance', { seconds });
}

export async function replyFromHandset(reply: {
  from: string;
  to: string;
  text: string;
}): Promise<void> {
  await post('/v1/sandbox/replies', reply);
}

export async function listMagicNumbers(): Promise<Readonly<Record<string, unknown>>> {
  return call({ path: '/v1/sandbox/numbers' });
}

export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 8_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** For what must not happen: long enough for a wrong dispatch to show itself. */
export function settle(milliseconds = 400): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
