/** Parameters that all classic messaging APIs share, with their ranges. */
import { isFillable } from '../../campaigns/parameter-names.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Parameters } from './parameters.ts';

const callbackLengthMax = 500;

export function invalid(parameter: string, reason?: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter, ...(reason && { reason }) });
}

/** One client does not hyphenate what its callers write with underscores. */
export function aliased(parameters: Parameters, name: string): string | undefined {
  return parameters.text(name) ?? parameters.text(name.replaceAll('-', '_'));
}

/** The spelling is judged here, the number itself by the core. */
export function decodeRecipient(parameters: Parameters): string {
  const to = parameters.required('to');
  if (!/^\+?[\d ().-]{5,32}$/.test(to)) throw invalid('to', 'is not numeric');
  return to;
}

export function decodeReference(parameters: Parameters, lengthMax: number): string | undefined {
  const reference = aliased(parameters, 'client-ref');
  if (reference !== undefined && reference.length > lengthMax) throw invalid('client-ref');
  return reference;
}

export function decodeCallback(parameters: Parameters): string | undefined {
  const callback = parameters.text('callback');
  if (callback === undefined) return undefined;
  const url = URL.parse(callback);
  const isWebUrl = url !== null && /^https?:$/.test(url.protocol);
  if (!isWebUrl || callback.length > callbackLengthMax) throw invalid('callback');
  return callback;
}

/** Clients write a truth as `1`, `true` or `True`. Undefined when it is not given. */
export function decodeTruth(parameters: Parameters, name: string): boolean | undefined {
  const value = aliased(parameters, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (/^(1|true|yes|on)$/.test(value)) return true;
  if (/^(0|false|no|off)$/.test(value)) return false;
  throw invalid(name);
}

/** Everything a caller sent under a name that is not the API's own. */
export function templateParameters(parameters: Parameters): Record<string, string> {
  const own: Record<string, string> = Object.create(null);
  for (const name of parameters.names()) {
    if (isFillable(name) && /^[\w-]+$/.test(name)) own[name] = parameters.text(name) ?? '';
  }
  return own;
}
