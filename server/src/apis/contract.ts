/**
 * What a dialect (apis/<name>/) sees of HTTP. The framework is visible in http-server.ts only.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  /** Path without the query string. */
  readonly path: string;
  /** Parameters of the path pattern, e.g. `{ format: 'json' }`. */
  readonly params: Readonly<Record<string, string>>;
  /** Raw query string without `?`; empty when there is none. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Raw body, decoded as UTF-8; empty when there is none. */
  readonly body: string;
  /** Client address: the socket's, or a forwarded one when the peer is a trusted proxy. */
  readonly clientAddress: string;
  /** Aborts when the client goes away (long answers such as event streams). */
  readonly signal: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Text, bytes, or a stream of text chunks (server-sent events). */
  readonly body: string | Buffer | AsyncIterable<string>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path pattern with `:name` parameters, e.g. `/verify/check/:format`. */
  readonly path: string;
  handle(request: ApiRequest): Promise<ApiResponse>;
}

/** What went wrong before or beside a handler; each dialect phrases it its own way. */
export type HttpFault =
  | 'not-found'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'malformed-request'
  | 'unavailable'
  | 'internal';

/** One dialect, bound to the core. */
export interface Api {
  readonly name: string;
  /** Path prefixes this dialect answers for, also where no route matches. */
  readonly prefixes: readonly string[];
  readonly routes: readonly Route[];
  refuse(fault: HttpFault, request: Pick<ApiRequest, 'path' | 'method' | 'id'>): ApiResponse;
}

/** A call that was answered, for whoever keeps a log of them. */
export interface AnsweredCall {
  /** Name of the dialect. */
  readonly dialect: string;
  /** Path pattern, e.g. `/verify/:format`. */
  readonly route: string;
  readonly request: Pick<ApiRequest, 'method' | 'query' | 'headers' | 'body' | 'params'>;
  readonly answer: Pick<ApiResponse, 'status' | 'body'>;
  readonly milliseconds: number;
}
