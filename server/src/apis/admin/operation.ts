/**
 * One admin operation: its path, who may call it, the shape of what goes in and comes out, and what
 * it does. The list of operations is the source of the routes, of the OpenAPI document and of the
 * SDK's client, so it holds no state: everything arrives with the call.
 */
import type { Static, TSchema } from 'typebox';
import type { OperatorDeps, SignedIn } from '../../operators/operator.ts';
import type { Permission } from '../../operators/permissions.ts';
import type { ApiRequest, Route } from '../contract.ts';
import type { AdminCore } from './core.ts';

export interface AdminDeps {
  readonly core: AdminCore;
  readonly operators: OperatorDeps;
}

export type Access = 'anyone' | 'signed-in' | Permission;

export interface Call<Params, Query, Body, Who> {
  readonly deps: AdminDeps;
  readonly request: ApiRequest;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly signedIn: Who;
  /** The session cookie's value, whether or not it still means anything. */
  readonly sessionToken: string | undefined;
  /** Sends a new session cookie with the answer; null takes it away. */
  setSession(token: string | null): void;
}

export interface OperationShape {
  /** Name of the client's method, e.g. `listOperators`. */
  readonly name: string;
  readonly method: Route['method'];
  readonly path: string;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  readonly access: Access;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly answer: TSchema;
  /** Server-sent events, each of the answer's shape. */
  readonly isStream?: boolean;
}

export interface AdminOperation extends OperationShape {
  handle(call: Call<unknown, unknown, unknown, SignedIn | undefined>): Promise<unknown>;
}

type Shaped<Schema> = Schema extends TSchema ? Static<Schema> : undefined;
type Who<Shape extends OperationShape> = Shape['access'] extends 'anyone' ? undefined : SignedIn;
type Handled<Shape extends OperationShape> = Shape['isStream'] extends true
  ? AsyncIterable<Static<Shape['answer']>>
  : Static<Shape['answer']>;

/** Ties a handler's types to the schemas of its shape. */
export function operation<const Shape extends OperationShape>(
  shape: Shape,
  handle: (
    call: Call<Shaped<Shape['params']>, Shaped<Shape['query']>, Shaped<Shape['body']>, Who<Shape>>,
  ) => Promise<Handled<Shape>> | Handled<Shape>,
): AdminOperation {
  // The runner validates against the same schemas before it calls, so the widening is sound.
  return { ...shape, handle: async (call) => handle(call as Parameters<typeof handle>[0]) };
}
