/**
 * Countries as prices and permissions name them: ISO 3166 alpha-2 codes that have a calling code,
 * with their English names.
 */
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
} from 'libphonenumber-js/max';

/** Every country with a calling code, alphabetically by code. */
export const countries: readonly string[] = getCountries().toSorted();

/** Upper case only: a code is compared, never guessed. */
export function isCountry(code: string): boolean {
  // The pattern comes first: the library looks names up in a plain object.
  return /^[A-Z]{2}$/.test(code) && isSupportedCountry(code);
}

/** Digits without plus, e.g. `44`. @throws for a code that is no country. */
export function callingCodeOf(country: string): string {
  return getCountryCallingCode(country as CountryCode);
}

/** The countries that share a calling code, e.g. US, CA and others for `1`. */
export function countriesWithCallingCode(callingCode: string): readonly string[] {
  return countries.filter((country) => callingCodeOf(country) === callingCode);
}

const names = new Intl.DisplayNames(['en'], { type: 'region' });

/** English name, e.g. `United Kingdom`; the code itself where there is none. */
export function countryName(country: string): string {
  return names.of(country) ?? country;
}
