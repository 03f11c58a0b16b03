/** Sparse answers: `fields=id,status` leaves the other members of the item, or of each item, out. */
import type { TSchema } from 'typebox';
import { PlatformError } from '../../kernel/errors.ts';
import type { V1Operation } from './operation.ts';

interface Described {
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
}

/** @throws PlatformError `invalid_parameter` for a member that the answer does not have. */
export function assertSelection(
  operation: V1Operation,
  query: unknown,
): readonly string[] | undefined {
  const { fields } = (query ?? {}) as { fields?: string };
  if (fields === undefined) return undefined;
  const names = fields.split(',');
  const known = Object.keys(itemOf(operation.answer)?.properties ?? {});
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new PlatformError('invalid_parameter', {
    parameter: 'fields',
    reason: `is one or more of ${known.join(', ')}`,
  });
}

function itemOf(schema: TSchema | undefined): Described | undefined {
  const described = schema as Described | undefined;
  return described?.properties?.items?.items ?? described;
}

export function select(body: unknown, names: readonly string[]): unknown {
  const { items, ...page } = body as { items?: readonly object[] };
  if (Array.isArray(items)) return { ...page, items: items.map((item) => pick(item, names)) };
  return pick(body as object, names);
}

function pick(item: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
