/**
 * What the dialects' network-unblock decides: may this application, is the request whole. Networks as
 * such are not blocked here (docs/fraud.md: countries, prefixes and clients are), so a whole request
 * finds none.
 */
import type { Application } from '../../applications/application.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Parameters } from './parameters.ts';

const durationSecondsMax = 86_400;
export const noActiveBlock = 'The network you provided does not have an active block.';

/**
 * @throws PlatformError `forbidden`, `missing_parameter`, `invalid_parameter`; `not_found` when all of
 * it is in order.
 */
export function refuseNetworkUnblock(application: Application, parameters: Parameters): never {
  if (!application.settings.networkUnblock) throw new PlatformError('forbidden');
  const network = parameters.required('network');
  if (!/^\d{5,6}$/.test(network)) {
    throw new PlatformError('invalid_parameter', { parameter: 'network' });
  }
  // One client sends the older name.
  const name = parameters.has('unblock_duration') ? 'unblock_duration' : 'duration';
  parameters.integer(name, 0, durationSecondsMax);
  throw new PlatformError('not_found', { parameter: 'network' });
}
