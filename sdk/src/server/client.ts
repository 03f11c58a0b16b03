/** The client: one method for each operation of the native API, made from the generated table. */
import { follow } from './follow.ts';
import type { CallOptions, ClientOptions } from './options.ts';
import { createPages, type Page } from './pages.ts';
import { send } from './send.ts';
import { type Client, resources } from './types.gen.ts';
import { createWire, type Wire, type WireRequest } from './wire.ts';

interface Operation {
  readonly method: string;
  /** With `{name}` where a member of the input goes. */
  readonly path: string;
  readonly hasBody?: true;
  /** Of a list: the member that asks for the next page. */
  readonly cursor?: string;
  readonly isStream?: true;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * For servers, workers and scripts: it holds the secret of an application, which no page may have.
 *
 * @example
 * const countersign = createClient({ baseUrl: 'http://localhost:8080', apiKey, apiSecret });
 * const { id } = await countersign.verifications.start({ to: '14155550123', brand: 'Acme' });
 * const { is_verified } = await countersign.verifications.check({ verification_id: id, code });
 */
export function createClient(options: ClientOptions): Client {
  const wire = createWire(options);
  const { retries } = options;
  const common: CallOptions = { ...(retries !== undefined && { retries }) };
  const client = Object.entries(resources).map(([resource, methods]) => [
    resource,
    Object.fromEntries(
      Object.entries(methods as Readonly<Record<string, Operation>>).map(([name, operation]) => [
        name,
        methodOf(wire, operation, common),
      ]),
    ),
  ]);
  // The table and the type come from one generator, so each method has its own signature.
  return Object.fromEntries(client) as Client;
}

function methodOf(wire: Wire, operation: Operation, common: CallOptions) {
  const { cursor: name, isStream } = operation;
  if (isStream) {
    return (input: Input = {}, options: CallOptions = {}) => {
      const pathFrom = (after = input.after) => requestOf(operation, { ...input, after }).path;
      return follow(wire, pathFrom, options);
    };
  }
  const call = async (input: Input = {}, options: CallOptions = {}) =>
    send(wire, requestOf(operation, input), { ...common, ...options });
  if (name === undefined) return call;
  return (input: Input = {}, options: CallOptions = {}) =>
    createPages(async (cursor) => {
      const wanted = cursor === undefined ? input : { ...input, [name]: cursor };
      return (await call(wanted, options)) as Page<unknown>;
    });
}

/** Members named in the path go there; the rest is the body where there is one, else the query. */
function requestOf({ method, path, hasBody }: Operation, input: Input): WireRequest {
  const rest: Record<string, unknown> = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    // An empty one would name the collection above: deleting all, say, instead of one.
    if (value === undefined || value === null || value === '') {
      throw new TypeError(`${name} is missing`);
    }
    return encodeURIComponent(String(value));
  });
  if (hasBody) return { method, path: filled, body: JSON.stringify(rest) };
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return { method, path: given.length > 0 ? `${filled}?${query}` : filled, body: undefined };
}
