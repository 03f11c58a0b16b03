import { describe, expect, test } from 'vitest';
import { readAnswer } from './answer-reader.ts';

const sized = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello';
const chunked =
  'HTTP/1.1 503 Service Unavailable\r\ntransfer-encoding: chunked\r\n\r\n' +
  '4\r\nhell\r\n1;name=value\r\no\r\n0\r\n\r\n';

describe('an answer', () => {
  test.each([
    { name: 'with a length', text: sized, status: 200 },
    { name: 'in chunks', text: chunked, status: 503 },
  ])('$name is read whole, and incomplete at every shorter length', ({ text, status }) => {
    expect(readAnswer(text)).toEqual({ status, body: 'hello' });
    for (let length = 0; length < text.length; length += 1) {
      expect(readAnswer(text.slice(0, length))).toBeUndefined();
    }
  });

  test('without content needs no length', () => {
    expect(readAnswer('HTTP/1.1 204 No Content\r\n\r\n')).toEqual({ status: 204, body: '' });
  });

  test.each([
    { name: 'of another protocol', text: 'SSH-2.0-x\r\n\r\n' },
    { name: 'of unknown length', text: 'HTTP/1.1 200 OK\r\n\r\nhello' },
    { name: 'with bytes behind it', text: `${sized}!` },
    { name: 'with a bad chunk size', text: chunked.replace('4\r\n', 'zz\r\n') },
    { name: 'that never ends', text: 'x'.repeat(1_000_001) },
  ])('$name is refused', ({ text }) => {
    expect(() => readAnswer(text)).toThrow();
  });
});
