/**
 * The only file that knows the HTTP framework. Binds dialects' routes, reads bodies as text, and lets
 * each dialect phrase what goes wrong around its handlers. Never alters data beyond that.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import Fastify, {
  type FastifyError,
  type FastifyHttpsOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { PlatformError } from '../kernel/errors.ts';
import { newUuid } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { AnsweredCall, Api, ApiRequest, ApiResponse, HttpFault, Route } from './contract.ts';

export interface HttpServerOptions {
  readonly apis: readonly Api[];
  /** Answers where no dialect's prefix fits. */
  readonly fallback: Api;
  readonly logger: Logger;
  /** Networks whose forwarded headers are believed; empty: none. */
  readonly trustedProxies: readonly string[];
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
  /** Folder of the built console, served below /console/; absent in tests that need none. */
  readonly consoleDirectory?: string;
  /** Hears of every call that a route answered; must not throw and not wait. */
  readonly onAnswered?: (call: AnsweredCall) => void;
  /** Runs what a route does, and what is told of it; absent: just so. */
  readonly within?: <Result>(work: () => Result) => Result;
}

export interface HttpServer {
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
  /** For tests: a request without a socket. */
  readonly inject: FastifyInstance['inject'];
}

const bodyBytesMax = 262_144;

const commonHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'deny',
  'referrer-policy': 'no-referrer',
} as const;

const consolePolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'", // Mantine sets inline style attributes
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const app = createFramework(options);
  // Old clients send a body with GET; without this it would be left in the socket.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  // Before any route: a route keeps the handlers that are set when it is made.
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const fault = faultOf(error);
    if (fault === 'body-too-large') await readAway(request.raw);
    if (fault === 'internal') {
      options.logger.error(
        { error: error.stack ?? String(error), id: request.id },
        'request failed',
      );
    }
    return refuse(options, fault, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const isKnownPath = takesOtherMethod(app, request.method, request.url.split('?')[0] as string);
    return refuse(options, isKnownPath ? 'method-not-allowed' : 'not-found', request, reply);
  });
  for (const api of options.apis) {
    for (const route of api.routes) bindRoute(app, api, route, options);
  }
  if (options.consoleDirectory) await serveConsole(app, options.consoleDirectory);
  return {
    listen: async (host, port) => {
      const address = await app.listen({ host, port });
      return Number(new URL(address).port);
    },
    close: () => app.close(),
    inject: app.inject.bind(app),
  };
}

function createFramework(options: HttpServerOptions): FastifyInstance {
  const settings = {
    bodyLimit: bodyBytesMax,
    requestTimeout: 15_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle' as const,
    logger: false as const,
    genReqId: () => newUuid(),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true },
    // Printed samples of the classic API contain double slashes.
    rewriteUrl: (request: { url?: string | undefined }) => collapseSlashes(request.url ?? '/'),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      void refuse(options, faultOf(error), request, reply);
    },
  };
  const { tls } = options;
  if (!tls) return Fastify(settings) as FastifyInstance;
  const https = { cert: readFileSync(tls.certificateFile), key: readFileSync(tls.keyFile) };
  // The https flavour has its own socket types; nothing here uses them.
  return Fastify({
    ...settings,
    https,
  } as FastifyHttpsOptions<HttpsServer>) as unknown as FastifyInstance;
}

function collapseSlashes(url: string): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  if (!path.includes('//')) return url;
  return path.replace(/\/{2,}/g, '/') + (end < 0 ? '' : url.slice(end));
}

function bindRoute(app: FastifyInstance, api: Api, route: Route, options: HttpServerOptions): void {
  const { logger, onAnswered, within = (work) => work() } = options;
  app.route({
    method: route.method,
    url: route.path,
    handler: (request, reply) =>
      within(async () => {
        const began = performance.now();
        const apiRequest = new FrameworkRequest(request, reply);
        const answer = await runRoute(api, route, apiRequest, logger);
        onAnswered?.({
          dialect: api.name,
          route: route.path,
          request: apiRequest,
          answer,
          milliseconds: performance.now() - began,
        });
        return send(reply, answer);
      }),
  });
}

async function runRoute(
  api: Api,
  route: Route,
  request: ApiRequest,
  logger: Logger,
): Promise<ApiResponse> {
  try {
    return await route.handle(request);
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'unavailable') {
      logger.warn({ id: request.id, cause: String(error.cause) }, 'the database did not answer');
      return api.refuse('unavailable', request);
    }
    const { stack } = error as Error;
    logger.error(
      { error: stack ?? String(error), id: request.id, path: route.path },
      'handler failed',
    );
    return api.refuse('internal', request);
  }
}

/** Reads the framework's request lazily: most handlers look at a few of its facts. */
class FrameworkRequest implements ApiRequest {
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  #signal: AbortSignal | undefined;
  constructor(request: FastifyRequest, reply: FastifyReply) {
    this.#request = request;
    this.#reply = reply;
  }
  get id(): string {
    return this.#request.id;
  }
  get method(): string {
    return this.#request.method;
  }
  get path(): string {
    return this.#request.url.split('?', 1)[0] as string;
  }
  get params(): Readonly<Record<string, string>> {
    return this.#request.params as Record<string, string>;
  }
  get query(): string {
    const { url } = this.#request;
    const start = url.indexOf('?');
    return start < 0 ? '' : url.slice(start + 1);
  }
  get headers() {
    return this.#request.headers;
  }
  get body(): string {
    return typeof this.#request.body === 'string' ? this.#request.body : '';
  }
  get clientAddress(): string {
    return this.#request.ip;
  }
  get signal(): AbortSignal {
    if (!this.#signal) {
      const controller = new AbortController();
      this.#reply.raw.on('close', () => controller.abort());
      this.#signal = controller.signal;
    }
    return this.#signal;
  }
}

function send(reply: FastifyReply, answer: ApiResponse): FastifyReply {
  reply.code(answer.status).headers(commonHeaders);
  if (answer.headers) reply.headers(answer.headers);
  const { body } = answer;
  // Bytes, because the framework would add a charset to the media type of a text.
  if (typeof body === 'string') return reply.send(Buffer.from(body));
  if (Buffer.isBuffer(body)) return reply.send(body);
  return reply.send(Readable.from(body, { objectMode: false }));
}

function refuse(
  options: HttpServerOptions,
  fault: HttpFault,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = request.url.split('?', 1)[0] as string;
  const api = options.apis.find(({ prefixes }) => prefixes.some((prefix) => isBelow(path, prefix)));
  const facts = { path, method: request.method, id: request.id };
  return send(reply, (api ?? options.fallback).refuse(fault, facts));
}

const readAwayBytesMax = 32 * 1024 * 1024;
const readAwayMilliseconds = 5_000;

/**
 * Reads the rest of a body that is too large, within bounds: a client that is cut off while it
 * writes sees a broken connection instead of the refusal.
 */
function readAway(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(resolve, readAwayMilliseconds);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.on('data', (chunk: Buffer | string) => {
      bytes += chunk.length;
      if (bytes > readAwayBytesMax) done();
    });
    for (const event of ['end', 'error', 'close']) request.once(event, done);
    request.resume();
  });
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function faultOf(error: FastifyError): HttpFault {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'body-too-large';
  const status = error.statusCode ?? 500;
  if (status === 404) return 'not-found';
  return status >= 400 && status < 500 ? 'malformed-request' : 'internal';
}

const probedMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Whether another method would find a route at this path. */
function takesOtherMethod(app: FastifyInstance, own: string, path: string): boolean {
  return probedMethods.some((method) => {
    const found = method === own ? undefined : app.findRoute({ method, url: path });
    return found !== null && found !== undefined;
  });
}

async function serveConsole(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    serve: false,
    setHeaders: (response, file) => {
      response.header('content-security-policy', consolePolicy);
      const isNamedByContent = /[-.][\w-]{8,}\.(js|css|woff2|svg)$/.test(file);
      const caching = isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.header('cache-control', caching);
    },
  });
  app.get('/', (_request, reply) => reply.redirect('/console/'));
  // Not a redirect to `/console/`: trailing slashes are ignored, so it would lead to itself.
  app.get('/console', (_request, reply) => reply.sendFile('index.html'));
  app.get<{ Params: { '*': string } }>('/console/*', (request, reply) => {
    const file = request.params['*'];
    // Rooms are addresses of the one page; only names with an ending are files.
    return reply.sendFile(/\.\w+$/.test(file) ? file : 'index.html');
  });
}
