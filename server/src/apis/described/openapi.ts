/**
 * Makes OpenAPI 3.1 of described operations: the schemas that validate are the ones that are printed.
 * Titled schemas become components, so that clients get types with names.
 */
import type { TSchema } from 'typebox';

/** The part of JSON Schema that the schemas here use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters: readonly OpenApiParameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}

export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** Collects the titled schemas of one document. */
export interface SchemaBook {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** The schema, or a reference to it when it has a title. */
  named(schema: TSchema): JsonSchema;
  parameters(schema: TSchema | undefined, place: 'path' | 'query'): readonly OpenApiParameter[];
}

/** @throws Error when two different schemas have one title. */
export function createSchemaBook(): SchemaBook {
  const schemas: Record<string, JsonSchema> = {};
  return {
    schemas,
    named: (schema) => hoist(plain(schema), schemas),
    parameters: (schema, place) => parametersOf(schema, place, schemas),
  };
}

/** Operations by path and method, paths as OpenAPI writes them. */
export function groupByPath<Operation extends { readonly method: string; readonly path: string }>(
  operations: readonly Operation[],
  describe: (operation: Operation) => OpenApiOperation,
): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    const methods = paths[path] ?? {};
    methods[operation.method.toLowerCase()] = describe(operation);
    paths[path] = methods;
  }
  return paths;
}

function parametersOf(
  schema: TSchema | undefined,
  place: 'path' | 'query',
  schemas: Record<string, JsonSchema>,
): readonly OpenApiParameter[] {
  const { properties = {}, required = [] } = plain(schema);
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: hoist(property, schemas),
  }));
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
