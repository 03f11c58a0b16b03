/** Reads and validates what a call brings; every refusal names the member, never its value. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest } from '../contract.ts';
import type { OperationShape } from './operation.ts';

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Compiles the schemas of one operation once. */
export function inputReader(shape: OperationShape): (request: ApiRequest) => Input {
  const params = checker(shape.params);
  const query = checker(shape.query);
  const body = checker(shape.body);
  return (request) => ({
    params: params(request.params),
    query: query(readQuery(request.query)),
    body: body(shape.body ? readBody(request) : undefined),
  });
}

function checker(schema: TSchema | undefined): (value: unknown) => unknown {
  if (!schema) return () => undefined;
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return value;
    throw refusal(compiled.Errors(value));
  };
}

interface Finding {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
}

function refusal(findings: readonly Finding[]): PlatformError {
  const first = findings[0];
  const path = first?.instancePath.split('/').filter(Boolean) ?? [];
  // A path is made of the caller's own member names: bounded before it is repeated.
  const nameOf = (names: readonly string[]) => names.join('.').slice(0, 60) || 'body';
  if (first?.keyword === 'required') {
    const { requiredProperties = [] } = first.params as { requiredProperties?: readonly string[] };
    const parameter = nameOf([...path, ...requiredProperties.slice(0, 1)]);
    return new PlatformError('missing_parameter', { parameter });
  }
  return new PlatformError('invalid_parameter', { parameter: nameOf(path) });
}

function readQuery(query: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(query)) {
    if (name in values || !isStorable(value)) {
      throw new PlatformError('invalid_parameter', { parameter: name.slice(0, 60) });
    }
    values[name] = value;
  }
  return { ...values };
}

function readBody(request: ApiRequest): unknown {
  const type = request.headers['content-type'] ?? '';
  // A form cannot send JSON across sites without asking first, so other types are not read at all.
  if (!/^application\/json\b/i.test(type)) {
    throw new PlatformError('invalid_parameter', { parameter: 'body', reason: 'json' });
  }
  try {
    return JSON.parse(request.body, refuseUnstorable) as unknown;
  } catch {
    throw new PlatformError('invalid_parameter', { parameter: 'body', reason: 'json' });
  }
}

function refuseUnstorable(name: string, value: unknown): unknown {
  if (!isStorable(name) || (typeof value === 'string' && !isStorable(value))) {
    throw new SyntaxError('a text that cannot be stored');
  }
  return value;
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair in text or JSON. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
