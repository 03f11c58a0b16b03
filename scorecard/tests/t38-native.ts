/**
 * Every operation of the native API for T38, taken from its own description, so that none is forgotten:
 * right calls by the reference's samples, with whatever else the schema allows, and values just outside
 * of what it allows.
 */
import type { V1Operation } from '../../server/src/apis/v1/operation.ts';
import { v1Operations } from '../../server/src/apis/v1/operations.ts';
import { sampleBodies } from '../../server/src/apis/v1/reference/samples.ts';
import type { Chance } from '../rig/chance.ts';
import { type Endpoint, type RightCall, withSomebody } from './t38-calls.ts';
import { type Ids, pathOf } from './t40/matrix.ts';

/** The part of JSON Schema that says what is allowed. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Streams never end, so that they cannot be waited for. */
const ending = v1Operations.filter(({ mediaType }) => !mediaType?.startsWith('text/event-stream'));

/** @param owned ids of things that are the caller's, and of nobody's: calls take one or the other. */
export function nativeEndpoints(owned: Ids, nobodys: Ids): readonly Endpoint[] {
  return ending.map((operation) => {
    const { method, operationId } = operation;
    const schema = (operation.body ?? operation.query ?? {}) as Schema;
    return {
      ...{ method, operationId },
      path: pathOf(operation.path, nobodys),
      fields: { ...emptied(schema), ...sampleOf(operation) },
      credentials: 'basic',
      edge: (name, chance) => edgeOf(schema.properties?.[name] ?? {}, chance),
      right: (chance) => {
        // A made-up result of a challenge that is there is refused like a wrong parameter.
        const isProof = operationId === 'confirmChallenge';
        return rightCall(
          operation,
          schema,
          chance.pick([isProof ? nobodys : owned, nobodys]),
          chance,
        );
      },
    };
  });
}

function rightCall(operation: V1Operation, schema: Schema, ids: Ids, chance: Chance): RightCall {
  const fields = withSomebody(sampleOf(operation), chance);
  const named = JSON.stringify(fields).replaceAll(sampleId, ids.message);
  return {
    path: pathOf(operation.path, ids),
    fields: { ...(JSON.parse(named) as object), ...oneMore(operation, schema, chance) },
  };
}

/** Half the time, one more member that may be left out. */
function oneMore(
  operation: V1Operation,
  { properties = {} }: Schema,
  chance: Chance,
): Readonly<Record<string, unknown>> {
  const sample = sampleBodies[operation.operationId] ?? {};
  const others = Object.keys(properties).filter((name) => !(name in sample));
  if (others.length === 0 || chance.below(2) === 0) return {};
  const name = chance.pick(others);
  // These mean more than their patterns say.
  if (name === 'fields') return { fields: chance.pick(membersOf(operation.answer as Schema)) };
  if (name === 'to' || name === 'number') return { [name]: '447400000001' };
  if (name === 'cursor') return {};
  const value = fittingValue(properties[name] ?? {}, chance);
  return value === undefined ? {} : { [name]: value };
}

/** Of the items where a page is answered. */
function membersOf({ properties = {} }: Schema): readonly string[] {
  return Object.keys(properties.items?.items?.properties ?? properties);
}

/** Members that a right call may leave out are left out, until they are bent. */
function emptied({ properties = {} }: Schema): Record<string, undefined> {
  return Object.fromEntries(Object.keys(properties).map((name) => [name, undefined]));
}

const sampleId = '01a1fd84-30fa-7cce-abf1-3fea5f0e7e92';

/**
 * Numbers of one country: what is sent is counted, and must not run into budgets of its prefix. Hosts
 * of this machine: names of others would be looked up each time.
 */
function sampleOf({ operationId }: V1Operation): Readonly<Record<string, unknown>> {
  const sample = JSON.stringify(sampleBodies[operationId] ?? {})
    .replaceAll('+14155550123', '+447400000001')
    .replaceAll('https://acme.example/events', 'http://127.0.0.1:9/events')
    // Twenty endpoints that fail, told of all that happens here, would be a test of something else.
    .replaceAll('verification.*', 'address.locked');
  return JSON.parse(sample) as Record<string, unknown>;
}

/** Texts of every kind that patterns of the API ask for. */
const texts = [
  ...['a', 'sms', 'voice', 'email', 'en-us', 'GB', 'ACME', 'sign-in', '1', '25', '200', '48713'],
  ...['447400000001', '+447400000002', 'ada@example.org', '192.0.2.1', sampleId, '#336699'],
  ...['2026-11-21T08:00:00Z', 'id', 'address.*', 'http://127.0.0.1:9/', 'Ünïcode ﷺ 🙂'],
];

/** A value that the schema allows; undefined where none is known. */
function fittingValue(schema: Schema, chance: Chance): unknown {
  const { minimum = 0, maximum = 2 ** 31 - 1, items, minItems = 0, maxItems = 10 } = schema;
  if (schema.enum) return chance.pick(schema.enum);
  switch (schema.type) {
    case 'boolean':
      return chance.below(2) === 0;
    case 'integer':
      return chance.pick([minimum, maximum, minimum + chance.below(maximum - minimum + 1)]);
    case 'array': {
      const one = fittingValue(items ?? {}, chance);
      const count = Math.max(minItems, chance.pick([1, maxItems]));
      return one === undefined ? undefined : Array.from({ length: count }, () => one);
    }
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const members = required.map((name) => [name, fittingValue(properties[name] ?? {}, chance)]);
      return members.some(([, value]) => value === undefined)
        ? undefined
        : Object.fromEntries(members);
    }
    case 'string': {
      const fitting = texts.filter((text) => fits(schema, text));
      return fitting.length === 0 ? undefined : chance.pick(fitting);
    }
    default:
      return undefined;
  }
}

function fits({ pattern, minLength = 0, maxLength = 5_000 }: Schema, text: string): boolean {
  if (text.length < minLength || text.length > maxLength) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
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
