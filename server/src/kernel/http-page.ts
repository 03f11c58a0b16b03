/** The body of an answer, for the few callers who read one: bounded in size, never decompressed. */
import type { IncomingMessage } from 'node:http';

export interface Page {
  /** As the header says; empty where it says nothing. */
  readonly contentType: string;
  /** Anything but `identity` means that the bytes are compressed, though that was not asked for. */
  readonly contentEncoding: string;
  /** Where a redirect leads; following it is the caller's decision. */
  readonly location: string | null;
  readonly body: Buffer;
  /** The page goes on after these bytes. */
  readonly isCut: boolean;
}

/** Reads at most `bytesMax` bytes. Rejects when the connection breaks before. */
export function collectPage(answer: IncomingMessage, bytesMax: number): Promise<Page> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (isCut: boolean) => {
      const { headers } = answer;
      resolve({
        contentType: headers['content-type'] ?? '',
        contentEncoding: headers['content-encoding'] ?? 'identity',
        location: headers.location ?? null,
        body: Buffer.concat(chunks).subarray(0, bytesMax),
        isCut,
      });
    };
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= bytesMax) return;
      finish(true);
      answer.destroy();
    });
    answer.on('end', () => finish(false));
    answer.on('error', reject);
    answer.on('aborted', () => reject(new Error('the answer broke off')));
  });
}
