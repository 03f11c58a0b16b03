import { describe, expect, test } from 'vitest';
import { dialectOf } from './dialects.ts';

const ours = dialectOf({
  dialect: 'countersign',
  port: 8080,
  apiKey: 'abcd1234',
  apiSecret: 's&cret',
  codes: 'sink',
});
const peer = dialectOf({ dialect: 'better-auth', port: 3000, codes: 'sink' });

describe('the classic dialect', () => {
  test('sends one whole request whose length is right', () => {
    const [head, body] = ours.start('447400000001').split('\r\n\r\n');
    expect(head).toContain('POST /verify/json HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n');
    expect(body).toBe('api_key=abcd1234&api_secret=s%26cret&number=447400000001&brand=Bench');
    expect(head).toContain(`Content-Length: ${body?.length}`);
  });

  test('names the flow by the request id', () => {
    const body = '{"request_id":"abc","status":"0"}';
    expect(ours.keyOf({ status: 200, body }, '447400000001')).toBe('abc');
  });

  test.each([
    { status: 200, body: '{"status":"16"}' },
    { status: 200, body: '{"status":0}' },
    { status: 503, body: '{"status":"0"}' },
    { status: 200, body: 'not JSON' },
  ])('counts $status $body as an error', (answer) => {
    expect(() => ours.expectVerified(answer)).toThrow(`HTTP ${answer.status}`);
  });

  test('words an error without what differs in each flow', () => {
    const body = '{"request_id":"abcdef0123456789abcdef0123456789","status":"10"}';
    expect(() => ours.keyOf({ status: 200, body }, '447400000001')).toThrow(
      'HTTP 200 {"request_id":"…","status":"10"}',
    );
  });
});

describe('the peer', () => {
  test('names the flow by the number', () => {
    const answer = { status: 200, body: '{"message":"code sent"}' };
    expect(peer.keyOf(answer, '447400000001')).toBe('+447400000001');
  });

  test('must say that the code was right', () => {
    expect(() => peer.expectVerified({ status: 400, body: '{"code":"INVALID_OTP"}' })).toThrow();
    expect(() => peer.expectVerified({ status: 200, body: '{"status":true}' })).not.toThrow();
  });
});
