/**
 * A webhook receiver as a customer runs it: remembers each delivery exactly as it came, answers what
 * the test told it to.
 */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from './sandbox.ts';

export interface Delivery {
  readonly method: string;
  /** Path and query as they stood on the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly receivedAt: number;
}

export class Receiver implements AsyncDisposable {
  readonly deliveries: Delivery[] = [];
  /** Status to answer, given how many deliveries came before. `null` leaves the caller waiting. */
  answer: (earlier: number) => number | null = () => 200;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const status = this.answer(this.deliveries.length);
        this.deliveries.push({
          method: request.method ?? '',
          url: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
          receivedAt: Date.now(),
        });
        if (status !== null) response.writeHead(status).end();
      });
    });
  }

  static async open(port = 0): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new Receiver(server);
  }

  url(path = '/receipts'): string {
    const { port } = this.#server.address() as AddressInfo; // a listening TCP server has one
    return `http://127.0.0.1:${port}${path}`;
  }

  async waitFor(count: number): Promise<readonly Delivery[]> {
    return waitFor(`${count} deliveries`, () =>
      this.deliveries.length >= count ? this.deliveries : undefined,
    );
  }

  /** Waits for the delivery whose receipt satisfies the condition. */
  async waitForReceipt(
    wanted: (receipt: Readonly<Record<string, string>>) => boolean,
  ): Promise<Delivery> {
    return waitFor('the receipt', () =>
      this.deliveries.find((delivery) => wanted(receiptOf(delivery))),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The receipt's fields, whichever way they came; throws where one is no string. */
export function receiptOf(delivery: Delivery): Readonly<Record<string, string>> {
  const type = delivery.headers['content-type'] ?? '';
  if (delivery.method === 'GET') {
    return Object.fromEntries(new URL(delivery.url, 'http://receiver').searchParams);
  }
  if (!type.startsWith('application/json')) {
    return Object.fromEntries(new URLSearchParams(delivery.body));
  }
  const fields = JSON.parse(delivery.body) as Record<string, unknown>; // checked value by value
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string') throw new TypeError(`${name} is no string in the receipt`);
  }
  return fields as Record<string, string>;
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  await using receiver = await Receiver.open();
  return Number(new URL(receiver.url()).port);
}
