/** Reads and validates what a call brings; every refusal names the member, never its value. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest } from '../contract.ts';

/** What an operation says of its input. */
export interface InputShape {
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** A call without any body means an empty object. */
  readonly isBodyOptional?: boolean;
}

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** How an API reads. */
export interface ReaderOptions {
  /** Browsers do not come here with cookies, so a body is JSON whatever it says it is. */
  readonly takesAnyMediaType?: boolean;
  /** Refusals say what the value should have been. */
  readonly givesReasons?: boolean;
}

/** Compiles the schemas of one operation once. */
export function inputReader(
  shape: InputShape,
  options: ReaderOptions = {},
): (request: ApiRequest) => Input {
  const params = checker(shape.params, options);
  const query = checker(shape.query, options);
  const body = checker(shape.body, options);
  return (request) => ({
    params: params(request.params),
    query: query(readQuery(request.query)),
    body: body(shape.body ? readBody(request, shape, options) : undefined),
  });
}

function checker(
  schema: TSchema | undefined,
  { givesReasons }: ReaderOptions,
): (value: unknown) => unknown {
  if (!schema) return () => undefined;
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return value;
    const { parameter, isMissing, reason } = complaint(compiled.Errors(value));
    if (isMissing) throw new PlatformError('missing_parameter', { parameter });
    throw new PlatformError('invalid_parameter', { parameter, ...(givesReasons && { reason }) });
  };
}

interface Finding {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

function complaint(findings: readonly Finding[]): {
  parameter: string;
  isMissing: boolean;
  reason: string;
} {
  const first = findings[0];
  const path = first?.instancePath.split('/').filter(Boolean) ?? [];
  // A path is made of the caller's own member names: bounded before it is repeated.
  const nameOf = (names: readonly string[]) => names.join('.').slice(0, 60) || 'body';
  if (first?.keyword === 'required') {
    const { requiredProperties = [] } = first.params as { requiredProperties?: readonly string[] };
    const parameter = nameOf([...path, ...requiredProperties.slice(0, 1)]);
    return { parameter, isMissing: true, reason: 'is missing' };
  }
  return { parameter: nameOf(path), isMissing: false, reason: first?.message ?? 'does not fit' };
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

function readBody(request: ApiRequest, shape: InputShape, options: ReaderOptions): unknown {
  if (shape.isBodyOptional && request.body === '') return {};
  const type = request.headers['content-type'] ?? '';
  // A form cannot send JSON across sites without asking first, so other types are not read at all.
  if (!options.takesAnyMediaType && !/^application\/json\b/i.test(type)) {
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
