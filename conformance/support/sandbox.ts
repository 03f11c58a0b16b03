/**
 * The sandbox as a test uses it: read what the handset received, answer from it, move the clock.
 */
import { type JsonObject, parseObject, type RawRequest, send } from './http.ts';
import { basicAuthorization, sandbox } from './server.ts';

/** Which application's sandbox: the first one, unless a test has made its own. */
export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface SandboxMessage {
  readonly id: string;
  readonly channel: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly code: string | null;
  readonly verificationId: string | null;
  readonly sentAt: string;
  /** Of a long message. */
  readonly parts?: number;
  readonly flash?: boolean;
  readonly binary?: { readonly data: string; readonly header: string };
}

const firstSandbox: Credentials = sandbox;

async function call(request: RawRequest, as: Credentials): Promise<JsonObject> {
  const answer = await send({
    ...request,
    headers: { ...request.headers, authorization: basicAuthorization(as.apiKey, as.apiSecret) },
  });
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`${request.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  }
  return answer.text === '' ? {} : parseObject(answer.text);
}

function post(path: string, body: unknown, as: Credentials): Promise<JsonObject> {
  const request = {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return call(request, as);
}

/** Newest first, as the handset lists them. */
export async function messagesTo(number: string, as = firstSandbox): Promise<SandboxMessage[]> {
  const path = `/v1/sandbox/messages?to=${encodeURIComponent(number)}`;
  const { messages } = await call({ path }, as);
  return messages as SandboxMessage[]; // the documented shape; the tests look at the fields
}

/** Dispatch is asynchronous: waits until the handset holds `count` messages. */
export async function waitForMessages(
  number: string,
  count = 1,
  as = firstSandbox,
): Promise<SandboxMessage[]> {
  return waitFor(`${count} message(s) to ${number}`, async () => {
    const messages = await messagesTo(number, as);
    return messages.length >= count ? messages : undefined;
  });
}

/** Waits for the one message of that text: the parts of a long one come one by one. */
export async function waitForText(
  number: string,
  text: string,
  as = firstSandbox,
): Promise<SandboxMessage> {
  return waitFor(`“${text.slice(0, 40)}” to ${number}`, async () => {
    const messages = await messagesTo(number, as);
    return messages.length === 1 && messages[0]?.text === text ? messages[0] : undefined;
  });
}

export async function waitForCode(number: string, count = 1): Promise<string> {
  const [newest] = await waitForMessages(number, count);
  if (typeof newest?.code !== 'string') {
    throw new Error(`no code in the message to ${number}: ${newest?.text}`);
  }
  return newest.code;
}

export async function advanceClock(seconds: number, as = firstSandbox): Promise<void> {
  await post('/v1/sandbox/clock/advance', { seconds }, as);
}

export async function replyFromHandset(
  reply: { from: string; to: string; text: string },
  as = firstSandbox,
): Promise<void> {
  await post('/v1/sandbox/replies', reply, as);
}

export interface MagicNumber {
  readonly number: string;
  readonly outcome: string;
}

/** The number with that outcome, as the server itself lists it. */
export async function magicNumber(outcome: string): Promise<string> {
  const { numbers } = await call({ path: '/v1/sandbox/numbers' }, firstSandbox);
  const found = (numbers as MagicNumber[]).find((each) => each.outcome === outcome);
  if (found === undefined) throw new Error(`the sandbox lists no number for ${outcome}`);
  return found.number;
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
