/**
 * What a caller sent: query, and form or JSON body. Real clients put everything into the query, the
 * printed guide into a JSON body, some put half into each.
 */
import { PlatformError } from '../../kernel/errors.ts';
import { type Parameters, readParameters } from '../classic/parameters.ts';
import type { ApiRequest } from '../contract.ts';

/**
 * @throws PlatformError `invalid_parameter` naming the one that query and body tell differently, or
 * `body` when that cannot be read.
 */
export function readRequest({ query, body }: Pick<ApiRequest, 'query' | 'body'>): Parameters {
  const merged = readParameters({ query, body });
  if (query === '' || body.trim() === '') return merged;
  const inQuery = readParameters({ query, body: '' });
  for (const name of readParameters({ query: '', body }).names()) {
    const asked = inQuery.all(name);
    if (asked.length > 0 && asked.join('\n') !== merged.all(name).join('\n')) {
      throw new PlatformError('invalid_parameter', { parameter: name, reason: 'given twice' });
    }
  }
  return merged;
}
