/** An application's webhook endpoint: remembers what it was told and answers as the test says. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly contentType: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  readonly calls: ReceivedCall[];
  /** Status of the next answers; 0 breaks the connection. */
  status: number;
  /** The header of that name on the next answers. */
  retryAfter: string | undefined;
  /** How long it thinks about an answer. */
  delayMilliseconds: number;
  close(): Promise<void>;
}

export async function createReceiver(): Promise<Receiver> {
  const calls: ReceivedCall[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [path = '', query = ''] = (request.url ?? '').split('?');
      calls.push({
        method: request.method ?? '',
        path,
        query,
        contentType: request.headers['content-type'] ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        at: performance.now(),
      });
      const answer = () => {
        if (receiver.status === 0) response.destroy();
        else {
          const { retryAfter } = receiver;
          response
            .writeHead(receiver.status, retryAfter ? { 'retry-after': retryAfter } : {})
            .end();
        }
      };
      setTimeout(answer, receiver.delayMilliseconds);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    calls,
    status: 200,
    retryAfter: undefined,
    delayMilliseconds: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receiver;
}
