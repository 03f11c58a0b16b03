/** JSON bodies of the APIs that take nothing else. */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { PlatformError } from '../../kernel/errors.ts';

/** @throws PlatformError `invalid_parameter` naming the member that does not fit. */
export function readJson<Schema extends TSchema>(schema: Schema, text: string): Static<Schema> {
  let body: unknown;
  try {
    body = JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new PlatformError('invalid_parameter', { parameter: 'body', reason: 'is no JSON' });
  }
  const problem = Value.Errors(schema, body)[0];
  if (!problem) return body as Static<Schema>;
  const parameter = problem.instancePath.slice(1).replaceAll('/', '.').slice(0, 60) || 'body';
  throw new PlatformError('invalid_parameter', { parameter, reason: problem.message });
}
