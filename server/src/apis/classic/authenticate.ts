/** Who calls a classic API: credentials from wherever they are, proven by the core. */
import type { KnownApplication } from '../../applications/directory.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest } from '../contract.ts';
import { findCredentials } from './credentials.ts';
import type { Parameters } from './parameters.ts';

/**
 * @throws PlatformError `missing_parameter` naming what is missing, `invalid_credentials` otherwise;
 * its reason is `signature` for a wrong one, `ambiguous` for a signature beside a secret.
 */
export function authenticateClassic(
  core: Pick<Core, 'authenticate'>,
  parameters: Parameters,
  headers: ApiRequest['headers'],
): Promise<KnownApplication> {
  const found = findCredentials(parameters, headers);
  if (found.kind === 'missing') {
    throw new PlatformError('missing_parameter', { parameter: found.parameter });
  }
  if (found.kind === 'ambiguous') {
    throw new PlatformError('invalid_credentials', { reason: 'ambiguous' });
  }
  return core.authenticate(found.credentials);
}
