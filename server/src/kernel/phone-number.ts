/**
 * Decides whether a string is a phone number this platform may write to, and gives it its one
 * spelling. Every limit and look-up is keyed on that spelling, so two strings that would reach the
 * same handset must never come out different (scorecard T42, attack A17).
 */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber as ParsedNumber,
  type PhoneNumberType,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';

export interface PhoneNumber {
  /** E.164 digits without the plus. */
  readonly e164: string;
  /** ISO alpha-2; the main country of the calling code when the number is only possible. */
  readonly country: string;
  /** False for numbers of a possible length that no operator was given, such as drama ranges. */
  readonly isValid: boolean;
  readonly type: string;
  /** `e164` without its last four digits: enough for analysis, too little to call. */
  readonly prefix: string;
}

export type NormalisedPhoneNumber =
  | { readonly kind: 'ok'; readonly number: PhoneNumber }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'refused-type'; readonly type: string };

export interface PhoneNumberOptions {
  /** ISO alpha-2; national numbers are read as this country's. An unknown one is ignored. */
  readonly country?: string | undefined;
  /** The sandbox takes numbers of a possible length too. */
  readonly acceptPossible: boolean;
}

const invalid: NormalisedPhoneNumber = { kind: 'invalid' };

const inputLengthMax = 32;

/** ASCII only: the library also reads full-width digits, zero-width spaces and extensions. */
const strictSpelling = /^[ (]*\+?[0-9][0-9 ().-]*$/;

const typeNames: Readonly<Record<PhoneNumberType, string>> = {
  PREMIUM_RATE: 'premium-rate',
  TOLL_FREE: 'toll-free',
  SHARED_COST: 'shared-cost',
  VOIP: 'voip',
  PERSONAL_NUMBER: 'personal-number',
  PAGER: 'pager',
  UAN: 'uan',
  VOICEMAIL: 'voicemail',
  FIXED_LINE_OR_MOBILE: 'fixed-line-or-mobile',
  FIXED_LINE: 'fixed-line',
  MOBILE: 'mobile',
};

const refusedTypes: ReadonlySet<string> = new Set([
  'premium-rate',
  'shared-cost',
  'personal-number',
]);

/**
 * Refused by their first digits, because a number that is merely possible has no type. Calling
 * codes of no country (ITU-T E.164 list of assigned codes) are refused as a whole: no country's
 * price or permission applies to them.
 */
const refusedPrefixes: readonly (readonly [prefix: string, type: string])[] = [
  ['800', 'toll-free'],
  ['808', 'shared-cost'],
  ['870', 'satellite'],
  ['878', 'personal-number'],
  ['881', 'satellite'],
  ['882', 'satellite'],
  ['883', 'global-voip'],
  ['888', 'non-geographic'],
  ['979', 'premium-rate'],
  ['1900', 'premium-rate'],
  ['4470', 'personal-number'],
  ['449', 'premium-rate'],
];

export function normalisePhoneNumber(
  input: string,
  options: PhoneNumberOptions,
): NormalisedPhoneNumber {
  if (input.length > inputLengthMax || !strictSpelling.test(input)) return invalid;
  const dialled = input.replace(/[ ().-]/g, '');
  let possible: ParsedNumber | undefined;
  for (const reading of readingsOf(dialled, supportedCountry(options.country))) {
    const parsed = parse(reading);
    if (!parsed) continue;
    const refused = refusedPrefix(parsed.number.slice(1));
    if (refused && possible) break;
    if (refused) return { kind: 'refused-type', type: refused };
    // getType answers for validity too: `max` metadata has types everywhere, and each call is slow.
    const type = parsed.getType();
    if (type) return accept(parsed, typeNames[type]);
    if (!possible && options.acceptPossible && parsed.isPossible()) possible = parsed;
  }
  return possible ? accept(possible, undefined) : invalid;
}

interface Reading {
  readonly text: string;
  readonly country?: CountryCode;
}

/** The ways to read what was dialled, likeliest first; the first valid one wins. */
function readingsOf(dialled: string, country: CountryCode | undefined): readonly Reading[] {
  if (dialled.startsWith('+')) return [{ text: dialled }];
  const isDialledOut = dialled.startsWith('00');
  const international = { text: `+${isDialledOut ? dialled.slice(2) : dialled}` };
  if (!country) return [international];
  const national = { text: dialled, country };
  // Callers of the Nexmo dialects send E.164 without plus along with a country. Where a plan's
  // lengths vary (Germany's do) such digits are also a national number of somebody else.
  const isInternationalFirst = isDialledOut || dialled.startsWith(getCountryCallingCode(country));
  return isInternationalFirst ? [international, national] : [national, international];
}

function supportedCountry(country: string | undefined): CountryCode | undefined {
  const alpha2 = country?.toUpperCase();
  // The pattern comes first: the library looks names up in a plain object.
  if (!alpha2 || !/^[A-Z]{2}$/.test(alpha2)) return undefined;
  return isSupportedCountry(alpha2) ? alpha2 : undefined;
}

function parse(reading: Reading): ParsedNumber | undefined {
  const parsed = parsePhoneNumberFromString(reading.text, {
    extract: false,
    ...(reading.country && { defaultCountry: reading.country }),
  });
  // E.164 §6.1 allows 15 digits; fewer than seven are service numbers, not subscribers.
  return parsed && /^\+[1-9]\d{6,14}$/.test(parsed.number) ? parsed : undefined;
}

function refusedPrefix(e164: string): string | undefined {
  return refusedPrefixes.find(([prefix]) => e164.startsWith(prefix))?.[1];
}

/** The library lists the main country of a shared calling code first: US for 1, GB for 44. */
function mainCountryOf(callingCode: string): string | undefined {
  return metadata.country_calling_codes[callingCode]?.[0];
}

function accept(parsed: ParsedNumber, type: string | undefined): NormalisedPhoneNumber {
  if (type && refusedTypes.has(type)) return { kind: 'refused-type', type };
  const country = parsed.country ?? mainCountryOf(parsed.countryCallingCode);
  if (!country) return invalid;
  const e164 = parsed.number.slice(1);
  return {
    kind: 'ok',
    number: {
      e164,
      country,
      isValid: type !== undefined,
      type: type ?? 'unknown',
      prefix: e164.slice(0, -4),
    },
  };
}
