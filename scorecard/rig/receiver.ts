/** A webhook receiver of the application: keeps what it was sent, and answers as it is told. */
import { createServer, type IncomingMessage } from 'node:http';
import { findFreePort } from './rig.ts';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly headers: string;
  /** Query and form together. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** `answer` gives the HTTP status for the n-th request, from 0, and its URL. */
export async function openReceiver(
  answer: (n: number, url: string) => number = () => 200,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push(await read(request));
    response.writeHead(answer(received.length - 1, request.url ?? '')).end();
  });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/receipts`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const url = request.url ?? '/';
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  return {
    method: request.method ?? '',
    url,
    body,
    headers: request.rawHeaders.join('\n'),
    fields: Object.fromEntries([...query, ...new URLSearchParams(body)]),
  };
}
