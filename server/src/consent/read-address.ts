/** The number somebody's consent is about, in any spelling with its country code. */
import { PlatformError } from '../kernel/errors.ts';
import { normalisePhoneNumber } from '../kernel/phone-number.ts';

/** E.164 without plus. @throws PlatformError `invalid_parameter`. */
export function readAddress(text: string): string {
  const normalised = normalisePhoneNumber(text, { acceptPossible: true });
  if (normalised.kind === 'ok') return normalised.number.e164;
  throw new PlatformError('invalid_parameter', { parameter: 'number', reason: 'no phone number' });
}
