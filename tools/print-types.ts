/** Prints the schemas of an OpenAPI document as TypeScript, for the clients in sdk/. */
import type { JsonSchema, OpenApiOperation } from '../server/src/apis/described/openapi.ts';

export function declareSchema(name: string, schema: JsonSchema): string {
  if (schema.type === 'object' && schema.properties) {
    return `export interface ${name} ${print(schema, '')}`;
  }
  return `export type ${name} = ${print(schema, '')};`;
}

/** Path, query and body members are one flat input; `undefined` when there are none. */
export function printInput({ parameters, requestBody }: OpenApiOperation): string {
  const own = parameters
    .filter(({ in: place }) => place !== 'header')
    .map(({ name, required, schema, in: place }) => {
      const type =
        place === 'path' || isWholeNumber(schema) ? 'string | number' : print(schema, '  ');
      return required ? `${name}: ${type}` : `${name}?: ${type} | undefined`;
    });
  const body = requestBody?.content['application/json']?.schema;
  const parts = [own.length > 0 ? `{ ${own.join('; ')} }` : '', body ? print(body, '  ') : ''];
  return parts.filter(Boolean).join(' & ') || 'undefined';
}

/** The body of the first status that is a success. */
export function printSuccess({ responses }: OpenApiOperation): string {
  const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const content = Object.values(success?.content ?? {})[0];
  return print(content?.schema ?? {}, '  ');
}

/** In a query everything is text; such a pattern says what is meant. */
function isWholeNumber({ pattern }: JsonSchema): boolean {
  return pattern !== undefined && /^\^\[1-9\]\[0-9\](\{\d+,\d+\}|\*)\$$/.test(pattern);
}

function print(schema: JsonSchema, indent: string): string {
  if (schema.$ref) return schema.$ref.replace('#/components/schemas/', '');
  if (schema.const !== undefined) return `'${schema.const}'`;
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((option) => print(option, indent)).join(' | ');
  if (schema.type === 'array') return `${wrapped(print(schema.items ?? {}, indent))}[]`;
  if (schema.type === 'integer') return 'number';
  if (schema.type === 'object') return printObject(schema, indent);
  return schema.type ?? 'unknown';
}

function printObject(schema: JsonSchema, indent: string): string {
  const { properties, required = [], patternProperties, additionalProperties } = schema;
  if (!properties) {
    const values = Object.values(patternProperties ?? {})[0];
    return `Record<string, ${values ? print(values, indent) : 'unknown'}>`;
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, property]) => {
    const type = print(property, inner);
    const words = property.description ? `${inner}/** ${property.description} */\n` : '';
    return required.includes(name)
      ? `${words}${inner}${name}: ${type};`
      : `${words}${inner}${name}?: ${type} | undefined;`;
  });
  if (additionalProperties === true) lines.push(`${inner}[member: string]: unknown;`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function wrapped(type: string): string {
  return /[|&]/.test(type) ? `(${type})` : type;
}
