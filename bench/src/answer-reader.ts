/**
 * Reads one HTTP/1.1 answer out of the text received so far. The generator never pipelines, so
 * what lies in the buffer is the beginning of exactly one answer; anything behind it is an error.
 * The text is Latin-1: one character is one byte, so lengths can be counted in characters.
 */

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** An answer larger than this is a fault of the server under test, not something to wait for. */
const answerCharactersMax = 1_000_000;

const contentLength = /\r\ncontent-length: *(\d+)/i;
const chunkedEncoding = /\r\ntransfer-encoding: *chunked/i;

/** @returns undefined as long as the answer is incomplete. @throws Error when it is malformed. */
export function readAnswer(text: string): Answer | undefined {
  if (text.length > answerCharactersMax) throw new Error('answer too large');
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  if (!text.startsWith('HTTP/1.1 ')) throw new Error(`not HTTP/1.1: ${text.slice(0, 40)}`);
  const head = text.slice(0, headEnd);
  const status = Number(head.slice(9, 12));
  const bodyStart = headEnd + 4;
  const length = contentLength.exec(head)?.[1];
  if (length !== undefined) return readSizedBody(status, text, bodyStart, Number(length));
  if (chunkedEncoding.test(head)) return readChunkedBody(status, text, bodyStart);
  if (status === 204 || status === 304) return { status, body: '' };
  throw new Error('answer with neither content-length nor chunked encoding');
}

function readSizedBody(
  status: number,
  text: string,
  start: number,
  length: number,
): Answer | undefined {
  const end = start + length;
  if (text.length < end) return undefined;
  if (text.length > end) throw new Error('bytes behind the answer');
  return { status, body: text.slice(start, end) };
}

function readChunkedBody(status: number, text: string, start: number): Answer | undefined {
  let body = '';
  let at = start;
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (!Number.isInteger(size)) throw new Error('malformed chunk size');
    const dataStart = lineEnd + 2;
    const dataEnd = dataStart + size;
    if (text.length < dataEnd + 2) return undefined;
    if (size === 0) return { status, body };
    body += text.slice(dataStart, dataEnd);
    at = dataEnd + 2;
  }
}
