/** The OpenAPI 3.1 document of the admin API, built from its operations and their schemas. */
import type { TSchema } from 'typebox';
import type { AdminOperation } from '../server/src/apis/admin/operation.ts';
import { adminOperations } from '../server/src/apis/admin/operations.ts';
import { Problem } from '../server/src/apis/admin/schemas.ts';

/** The part of JSON Schema that the admin API's schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly string[];
  readonly const?: string;
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly required: boolean;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<
    Record<string, { description: string; content: Record<string, { schema: JsonSchema }> }>
  >;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export function buildAdminOpenApi(): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {};
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of adminOperations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    (paths[path] as Record<string, OpenApiOperation>)[operation.method.toLowerCase()] = describe(
      operation,
      schemas,
    );
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Countersign admin API', version: '0.1.0' },
    paths,
    components: { schemas },
  };
}

function describe(
  operation: AdminOperation,
  schemas: Record<string, JsonSchema>,
): OpenApiOperation {
  const type = operation.isStream ? 'text/event-stream' : 'application/json';
  const problem = { 'application/problem+json': { schema: named(Problem, schemas) } };
  return {
    operationId: operation.name,
    summary: operation.summary,
    parameters: [
      ...parameters(operation.params, 'path', schemas),
      ...parameters(operation.query, 'query', schemas),
    ],
    ...(operation.body
      ? {
          requestBody: {
            required: true as const,
            content: { 'application/json': { schema: named(operation.body, schemas) } },
          },
        }
      : {}),
    responses: {
      '200': {
        description: operation.summary,
        content: { [type]: { schema: named(operation.answer, schemas) } },
      },
      default: { description: 'What went wrong', content: problem },
    },
  };
}

function parameters(
  schema: TSchema | undefined,
  place: 'path' | 'query',
  schemas: Record<string, JsonSchema>,
): OpenApiOperation['parameters'] {
  const { properties = {}, required = [] } = plain(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: hoist(property, schemas),
  }));
}

function named(schema: TSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  return hoist(plain(schema), schemas);
}

/** Moves every titled schema into the components and leaves a reference. */
function hoist(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  const { title, ...rest } = schema;
  const inner: JsonSchema = {
    ...rest,
    ...(rest.properties ? { properties: hoistAll(rest.properties, schemas) } : {}),
    ...(rest.patternProperties
      ? { patternProperties: hoistAll(rest.patternProperties, schemas) }
      : {}),
    ...(rest.items ? { items: hoist(rest.items, schemas) } : {}),
    ...(rest.anyOf ? { anyOf: rest.anyOf.map((option) => hoist(option, schemas)) } : {}),
  };
  if (!title) return inner;
  const known = schemas[title];
  if (known && JSON.stringify(known) !== JSON.stringify(inner)) {
    throw new Error(`two different schemas are called ${title}`);
  }
  schemas[title] = inner;
  return { $ref: `#/components/schemas/${title}` };
}

function hoistAll(
  properties: Readonly<Record<string, JsonSchema>>,
  schemas: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, hoist(schema, schemas)]),
  );
}

/** TypeBox keeps its own marks in non-enumerable members; a round trip leaves plain JSON Schema. */
function plain(schema: TSchema | undefined): JsonSchema {
  return JSON.parse(JSON.stringify(schema ?? {})) as JsonSchema;
}
