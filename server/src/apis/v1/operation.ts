/**
 * One operation of the native API, described once: from the description come the route, the checks of
 * what goes in, the OpenAPI document, the reference page and the tests that must know every route. A
 * resource is a file with a list of operations and a line in operations.ts.
 */
import type { Static, TSchema } from 'typebox';
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import type { ErrorCode } from '../../kernel/errors.ts';
import type { ApiRequest, Route } from '../contract.ts';

/** Given to a POST with an idempotency key. */
export interface Effect {
  /** Id of what the request makes. */
  readonly id: string;
  /**
   * Set when an earlier try with the same key was begun at this time and never answered: it may have
   * had its effect, so the operation looks before it acts.
   */
  readonly earlier?: Date;
}

export interface V1Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly core: Core;
  readonly application: Application;
  readonly request: ApiRequest;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly effect: Effect | undefined;
}

export interface V1Shape {
  /** Also the name of the client's method, e.g. `startVerification`. */
  readonly operationId: string;
  /** Heading in the reference. */
  readonly tag: string;
  readonly method: Route['method'];
  /** Path pattern with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** `sandbox`: refused to live applications before anything is looked at. */
  readonly access: 'application' | 'sandbox';
  /** False: a token, which lives for minutes, must not make or end what lives for years. */
  readonly takesTokens?: false;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly isBodyOptional?: boolean;
  /** Of success. Other statuses a handler answers with are in `otherStatuses`. */
  readonly status: 200 | 201 | 202 | 204;
  readonly otherStatuses?: readonly (200 | 201 | 202)[];
  /** Absent: no content. */
  readonly answer?: TSchema;
  /** Members of the answer that are told once: an answer that is kept and given again leaves them out. */
  readonly secretMembers?: readonly string[];
  /** Of an answer that is not JSON; its body is then text, piece by piece. */
  readonly mediaType?: string;
  /** Beside those that every operation has. */
  readonly errors: readonly ErrorCode[];
}

export interface V1Answer<Body = unknown> {
  readonly body?: Body;
  /** Where it is not the one of the shape. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface V1Operation extends V1Shape {
  handle(call: V1Call): Promise<V1Answer>;
}

type Shaped<Schema> = Schema extends TSchema ? Static<Schema> : undefined;
type Body<Shape extends V1Shape> = Shape['mediaType'] extends string
  ? AsyncIterable<string>
  : Shaped<Shape['answer']>;

/** Ties a handler's types to the schemas of its shape. */
export function operation<const Shape extends V1Shape>(
  shape: Shape,
  handle: (
    call: V1Call<Shaped<Shape['params']>, Shaped<Shape['query']>, Shaped<Shape['body']>>,
  ) => Promise<V1Answer<Body<Shape>>>,
): V1Operation {
  // The frame validates against the same schemas before it calls, so the widening is sound.
  return { ...shape, handle: (call) => handle(call as Parameters<typeof handle>[0]) };
}
