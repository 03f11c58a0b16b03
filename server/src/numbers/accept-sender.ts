/** The one spelling of a number or name to send from, by its kind. */
import { PlatformError } from '../kernel/errors.ts';
import { normalisePhoneNumber } from '../kernel/phone-number.ts';
import type { NumberKind } from './number.ts';

/** North American numbers that are free to call; libraries refuse them as recipients, not here. */
const tollFree = /^1(800|833|844|855|866|877|888)\d{7}$/;
const tollFreeCountries = new Set(['US', 'CA', 'PR']);

/** @throws PlatformError `invalid_parameter` with the reason in one word. */
export function acceptSender(request: {
  readonly kind: NumberKind;
  readonly sender: string;
  readonly country: string;
  readonly isSandbox: boolean;
}): string {
  const { kind, country } = request;
  switch (kind) {
    case 'shared-short-code':
    case 'dedicated-short-code':
      return acceptPattern(request.sender.trim(), /^\d{3,8}$/, 'no-short-code');
    case 'alphanumeric':
      // Digits alone would be a number. Spaces are dropped, as the classic SMS API does.
      return acceptPattern(
        request.sender.replaceAll(' ', ''),
        /^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/,
        'no-name',
      );
    case 'toll-free':
      if (!tollFreeCountries.has(country)) throw refused('no-toll-free');
      return acceptPattern(withCallingCode(request.sender), tollFree, 'no-toll-free');
    case 'long-number':
      return acceptLongNumber(request);
  }
}

function acceptLongNumber(request: {
  readonly sender: string;
  readonly country: string;
  readonly isSandbox: boolean;
}): string {
  const { sender, country, isSandbox } = request;
  if (tollFree.test(withCallingCode(sender))) throw refused('toll-free-number');
  const normalised = normalisePhoneNumber(sender, { country, acceptPossible: isSandbox });
  if (normalised.kind !== 'ok') throw refused('no-number');
  if (normalised.number.country !== country) throw refused('other-country');
  return normalised.number.e164;
}

function withCallingCode(text: string): string {
  const digits = text.replace(/[ ().+-]/g, '');
  return digits.length === 10 ? `1${digits}` : digits;
}

function acceptPattern(text: string, pattern: RegExp, reason: string): string {
  if (!pattern.test(text)) throw refused(reason);
  return text;
}

function refused(reason: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter: 'sender', reason });
}
