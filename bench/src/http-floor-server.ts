/**
 * The HTTP floor: the same requests over the same Fastify with the settings of our own server
 * (apis/http-server.ts), the form parsed, the same headers set, and a constant answer. What our
 * server takes beyond this is its own work and PostgreSQL's.
 */
import { parse } from 'node:querystring';
import fastify from 'fastify';
import { serveChild } from './served-child.ts';

const requestId = 'abcdef0123456789abcdef0123456789';
const started = JSON.stringify({ request_id: requestId, status: '0' });
const checked = JSON.stringify({
  request_id: requestId,
  event_id: '0A00000012345678',
  status: '0',
  price: '0.05000000',
  currency: 'EUR',
});
const headers = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'deny',
  'referrer-policy': 'no-referrer',
};

await serveChild(async () => {
  const app = fastify({ logger: false, requestTimeout: 15_000, keepAliveTimeout: 72_000 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
    done(null, parse(String(body))),
  );
  app.post('/verify/json', (_request, reply) => reply.headers(headers).send(started));
  app.post('/verify/check/json', (_request, reply) => reply.headers(headers).send(checked));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    port: Number(new URL(url).port),
    credentials: { apiKey: 'abcd1234', apiSecret: 'floor-secret' },
    stop: () => app.close(),
  };
});
