/** Bytes that no HTTP client would send: the answer is an error or a closed connection, never a 5xx. */
import { connect } from 'node:net';
import type { Findings } from '../contract.ts';

const requests: readonly string[] = [
  'GARBAGE\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
  'GET /verify/json HTTP/1.1\r\n\r\n',
  'GET /%ZZ%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'GET /verify/json?\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'POST /verify/json HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  'POST /verify/json HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'POST /verify/json HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  'POST /verify/json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  `GET /verify/json HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
  'GET /verify/json HTTP/1.1\r\nHost: x\r\nAuthorization: Basic \x01\x02\r\n\r\n',
  'CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /verify/json HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'GET /verify/json HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n',
  'POST /verify/json HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc',
];

const silenceMilliseconds = 3_000;

export async function sendRaw(baseUrl: string, findings: Findings): Promise<void> {
  const { hostname, port } = new URL(baseUrl);
  for (const request of requests) {
    const text = await exchange(hostname, Number(port), request);
    const what = JSON.stringify(request.slice(0, 60));
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
    findings.expect(status < 500, `${status} for ${what}`);
    findings.expect(!/node:internal|node_modules/.test(text), `a stack trace for ${what}`);
  }
  findings.figure(`${requests.length} raw requests`);
}

function exchange(host: string, port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host, port }, () => socket.write(request, 'latin1'));
    const finish = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunk.includes('HTTP/1.1')) setTimeout(finish, 50);
    });
    socket.on('error', finish);
    socket.on('close', finish);
    socket.setTimeout(silenceMilliseconds, finish);
  });
}
