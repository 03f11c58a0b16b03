/**
 * Every operation of the native API for T38, taken from its own description, so that none is forgotten:
 * a right call by the reference's sample, and values just outside what its schema allows.
 */
import { v1Operations } from '../../server/src/apis/v1/operations.ts';
import { sampleBodies } from '../../server/src/apis/v1/reference/samples.ts';
import type { Chance } from '../rig/chance.ts';
import type { Endpoint } from './t38-calls.ts';

/** The part of JSON Schema that says what is just too much. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

const ids: Readonly<Record<string, string>> = {
  name: 'no-such-workflow',
  number: '447400000001',
  key_id: '999999',
  campaign_id: '999999',
};
const nobodysId = '01a1fd84-30fa-7cce-abf1-3fea5f0e7e92';

/** Streams never end, so that they cannot be waited for. */
const ending = v1Operations.filter(({ mediaType }) => !mediaType?.startsWith('text/event-stream'));

export const nativeEndpoints: readonly Endpoint[] = ending.map((operation) => {
  const { method, body, query } = operation;
  const schema = (body ?? query ?? {}) as Schema;
  const sample = sampleBodies[operation.operationId] ?? {};
  return {
    method,
    path: operation.path.replaceAll(/:(\w+)/g, (_all, name: string) => ids[name] ?? nobodysId),
    fields: { ...emptied(schema), ...withoutAmericans(sample) },
    credentials: 'basic',
    edge: (name, chance) => edgeOf(schema.properties?.[name] ?? {}, chance),
  };
});

/** Members that a right call may leave out are left out, until they are bent. */
function emptied({ properties = {} }: Schema): Record<string, undefined> {
  return Object.fromEntries(Object.keys(properties).map((name) => [name, undefined]));
}

/** Numbers of one country: what is sent is counted, and must not run into budgets of its prefix. */
function withoutAmericans(sample: object): object {
  return JSON.parse(JSON.stringify(sample).replaceAll('+14155550123', '+447400000001')) as object;
}

/** A value at an edge of what is allowed, or just beyond it. */
function edgeOf(schema: Schema, chance: Chance): unknown {
  const { minLength = 0, maxLength = 100, minimum = 0, maximum = 2 ** 31 } = schema;
  const edges: unknown[] = [null, '', [], {}, '\u0000', '\ud800'];
  if (schema.enum) edges.push(...schema.enum, schema.enum[0]?.toUpperCase(), `${schema.enum[0]} `);
  if (schema.type === 'string') {
    for (const length of [minLength - 1, minLength, maxLength, maxLength + 1]) {
      edges.push('a'.repeat(Math.max(0, length)), '1'.repeat(Math.max(0, length)));
    }
    edges.push(1, '\u202e', '<b>', "'");
  }
  if (schema.type === 'integer') {
    edges.push(minimum - 1, minimum, maximum, maximum + 1, minimum + 0.5, String(minimum));
  }
  if (schema.type === 'boolean') edges.push(true, false, 'true', 1);
  if (schema.type === 'array') {
    const { minItems = 0, maxItems = 10, items = {} } = schema;
    for (const count of [Math.max(0, minItems - 1), maxItems, maxItems + 1]) {
      edges.push(Array.from({ length: count }, () => edgeOf(items, chance)));
    }
  }
  if (schema.properties) {
    const inner = Object.entries(schema.properties);
    edges.push(Object.fromEntries(inner.map(([name, member]) => [name, edgeOf(member, chance)])));
  }
  return chance.pick(edges);
}
