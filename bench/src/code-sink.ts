/**
 * The road on which codes reach the load generator: `key code\n` lines over a loopback socket,
 * beside the timed requests. A real subscriber reads the code off a handset; the bench must not
 * measure that, nor burden the server with a search for it.
 */
import { connect, createServer, type Socket } from 'node:net';

/** What the server under test calls when a code has left. */
export type TellCode = (key: string, code: string) => void;

/** Connects to the generator's sink. Lines of one turn of the loop go out in one write. */
export function connectCodeSink(port: number): Promise<{ tell: TellCode; close(): void }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let lines = '';
    function flush(): void {
      socket.write(lines, 'latin1');
      lines = '';
    }
    function tell(key: string, code: string): void {
      if (lines === '') setImmediate(flush);
      lines += `${key} ${code}\n`;
    }
    socket.once('error', reject);
    socket.once('connect', () => {
      // Losing the sink shows as missing codes in the generator, which counts them as errors.
      socket.off('error', reject).on('error', () => socket.destroy());
      resolve({ tell, close: () => socket.destroy() });
    });
  });
}

/** Hands out each code once, whether it comes before or after somebody waits for it. */
export class CodeBox {
  readonly #early = new Map<string, string>();
  readonly #waiting = new Map<string, Waiting>();

  put(key: string, code: string): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      this.#early.set(key, code);
      return;
    }
    this.#waiting.delete(key);
    waiting.resolve(code);
  }

  /** @returns the code at once when it is here already. */
  take(key: string): string | Promise<string> {
    const early = this.#early.get(key);
    if (early !== undefined) {
      this.#early.delete(key);
      return early;
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(key, { resolve, reject, since: performance.now() });
    });
  }

  /** Gives up on codes that were waited for since before `moment`. */
  giveUpBefore(moment: number, reason: string): void {
    for (const [key, waiting] of this.#waiting) {
      // Maps keep insertion order: behind the first young one all are young.
      if (waiting.since > moment) return;
      this.#waiting.delete(key);
      waiting.reject(new Error(reason));
    }
  }

  clear(): void {
    this.giveUpBefore(Number.POSITIVE_INFINITY, 'step ended');
    this.#early.clear();
  }
}

interface Waiting {
  readonly resolve: (code: string) => void;
  readonly reject: (error: Error) => void;
  readonly since: number;
}

/** Opens the sink's listening end. @returns its port. */
export function listenForCodes(box: CodeBox): Promise<number> {
  const server = createServer((socket) => readLines(socket, box));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no sink port'));
      else resolve(address.port);
    });
  });
}

function readLines(socket: Socket, box: CodeBox): void {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const space = line.indexOf(' ');
      box.put(line.slice(0, space), line.slice(space + 1));
    }
  });
}
