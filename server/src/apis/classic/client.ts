/**
 * What the caller of a start tells about the subscriber's own device. Parameters, because the caller
 * is authenticated and its own address or a forwarded header says nothing about the subscriber; see
 * docs/fraud.md.
 */
import { isIP } from 'node:net';
import type { StartRequest } from '../../verification/start.ts';
import type { Parameters } from './parameters.ts';

/** Both are extensions of ours: what cannot be read is as good as not said, and refuses nothing. */
export function decodeClient(
  parameters: Parameters,
): Pick<StartRequest, 'clientAddress' | 'isChallengePassed'> {
  const address = textOf(parameters, 'client-address') ?? textOf(parameters, 'client_address');
  const passed = textOf(parameters, 'challenge-passed');
  return {
    ...(address !== undefined && isIP(address) !== 0 && { clientAddress: address }),
    ...((passed === '1' || passed === 'true') && { isChallengePassed: true }),
  };
}

function textOf(parameters: Parameters, name: string): string | undefined {
  try {
    return parameters.text(name);
  } catch {
    return undefined;
  }
}
