/**
 * One keep-alive connection that has one request under way at a time. Raw sockets instead of
 * node:http, because the generator shares the machine with what it measures: every microsecond
 * spent here is taken from the server under test.
 */
import { connect, type Socket } from 'node:net';
import { type Answer, readAnswer } from './answer-reader.ts';

const readBufferBytes = 8_192;

export interface HttpConnection {
  /** Sends one whole request (head and body, ASCII) and waits for its answer. */
  exchange(request: string): Promise<Answer>;
  /** `performance.now()` of the request under way, or 0 when idle. */
  readonly busySince: number;
  close(reason: string): void;
}

export function openConnection(port: number): Promise<HttpConnection> {
  return new Promise((resolve, reject) => {
    const connection = new Connection(port, () => {
      connection.socket.off('error', reject);
      resolve(connection);
    });
    connection.socket.once('error', reject);
  });
}

class Connection implements HttpConnection {
  readonly socket: Socket;
  busySince = 0;
  #received = '';
  #resolve: ((answer: Answer) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #closedBecause: string | undefined;

  constructor(port: number, onOpen: () => void) {
    this.socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      // Reading into one kept buffer saves an allocation for every answer.
      onread: {
        buffer: Buffer.allocUnsafeSlow(readBufferBytes),
        callback: (count, buffer) => this.#receive(count, buffer as Buffer),
      },
    });
    this.socket.once('connect', onOpen);
    this.socket.on('error', (error) => this.close(error.message));
    this.socket.on('close', () => this.close('connection closed by the server'));
  }

  exchange(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#closedBecause !== undefined) {
        reject(new Error(this.#closedBecause));
        return;
      }
      this.#resolve = resolve;
      this.#reject = reject;
      this.busySince = performance.now();
      this.socket.write(request, 'latin1');
    });
  }

  close(reason: string): void {
    this.#closedBecause ??= reason;
    this.socket.destroy();
    this.#reject?.(new Error(reason));
    this.#finish();
  }

  #receive(count: number, buffer: Buffer): boolean {
    this.#received += buffer.toString('latin1', 0, count);
    try {
      if (this.#resolve === undefined) throw new Error('answer without a request');
      const answer = readAnswer(this.#received);
      if (answer === undefined) return true;
      const resolve = this.#resolve;
      this.#finish();
      resolve(answer);
    } catch (error) {
      this.close((error as Error).message);
    }
    return true;
  }

  #finish(): void {
    this.#received = '';
    this.#resolve = undefined;
    this.#reject = undefined;
    this.busySince = 0;
  }
}
