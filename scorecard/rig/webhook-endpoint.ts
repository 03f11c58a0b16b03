/**
 * An application's webhook endpoint that behaves as the test says, badly most of all, and checks each
 * call's signature as its description has it (the vendor's, Standard Webhooks), without the server's own code.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Reaction {
  /** Absent: no answer at all, the connection is reset. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Before it reacts. */
  readonly waitMilliseconds?: number;
  /** After the answer's head the connection is reset. */
  readonly isReset?: boolean;
}

export interface Told {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** When its body was read: `performance.now()` and Unix milliseconds. */
  readonly at: number;
  readonly unixMilliseconds: number;
  readonly isSigned: boolean;
  readonly reaction: Reaction;
}

export interface WebhookEndpoint {
  readonly url: string;
  readonly told: Told[];
  close(): Promise<void>;
}

type Seen = Pick<Told, 'fields' | 'isSigned'>;

/** Receipts and messages, as a query or a form. */
export function openWebhookEndpoint(
  signatureSecretOf: (fields: Readonly<Record<string, string>>) => string,
  react: (told: Omit<Told, 'reaction'>) => Reaction,
): Promise<WebhookEndpoint> {
  return openEndpoint((request, body) => {
    const query = (request.url ?? '').split('?')[1] ?? '';
    const fields = Object.fromEntries(new URLSearchParams(request.method === 'GET' ? query : body));
    return { fields, isSigned: fields.sig === signatureOf(fields, signatureSecretOf(fields)) };
  }, react);
}

/** Events: their document's texts, with `subject` for the verification and `timestamp` of the attempt. */
export function openEventEndpoint(
  secretOf: (path: string) => string,
  react: (told: Omit<Told, 'reaction'>) => Reaction,
): Promise<WebhookEndpoint> {
  return openEndpoint((request, body) => {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = request.headers;
    const key = Buffer.from(secretOf(request.url ?? '').replace('whsec_', ''), 'base64');
    const base = `${id}.${timestamp}.${body}`;
    const own = `v1,${createHmac('sha256', key).update(base).digest('base64')}`;
    const event = JSON.parse(body);
    const fields = {
      ...{ id: event.id, type: event.type, sequence: String(event.sequence) },
      ...{ subject: event.verification?.id ?? '', status: event.verification?.status ?? '' },
      ...{ timestamp: String(timestamp), header: String(id) },
    };
    return { fields, isSigned: request.headers['webhook-signature'] === own && id === event.id };
  }, react);
}

async function openEndpoint(
  see: (request: IncomingMessage, body: string) => Seen,
  react: (told: Omit<Told, 'reaction'>) => Reaction,
): Promise<WebhookEndpoint> {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    const body = await read(request).catch(() => undefined);
    if (body === undefined) return;
    const path = (request.url ?? '').split('?')[0] ?? '';
    const { fields, isSigned } = see(request, body);
    const seen = { path, fields, at: performance.now(), unixMilliseconds: Date.now(), isSigned };
    const reaction = react(seen);
    told.push({ ...seen, reaction });
    await answer(request, response, reaction);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    told,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function isAcknowledgement({ reaction: { status = 0 } }: Told): boolean {
  return status >= 200 && status < 300;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  reaction: Reaction,
): Promise<void> {
  if (reaction.waitMilliseconds) await sleep(reaction.waitMilliseconds, undefined, { ref: false });
  if (reaction.status === undefined) {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(reaction.status, reaction.headers);
  if (!reaction.isReset) {
    response.end();
    return;
  }
  response.flushHeaders();
  // The head is on its way before the connection breaks.
  setTimeout(() => request.socket.resetAndDestroy(), 20).unref();
}

/** HMAC-SHA256 as the vendor describes it: sorted, each `&key=value`, `&` and `=` of values as `_`. */
function signatureOf(fields: Readonly<Record<string, string>>, secret: string): string {
  const base = Object.entries(fields)
    .filter(([name]) => name !== 'sig')
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `&${name}=${value.replaceAll('&', '_').replaceAll('=', '_')}`)
    .join('');
  return createHmac('sha256', secret).update(base, 'utf8').digest('hex').toUpperCase();
}
