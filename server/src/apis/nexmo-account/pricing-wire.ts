/**
 * The wire of the pricing API: what an application pays to which country, in the five forms the
 * clients ask for it. Source: the vendor's documentation, see docs/compatibility/nexmo-account.md.
 */
import type { Application } from '../../applications/application.ts';
import type { PriceList } from '../../billing/price-list.ts';
import {
  callingCodeOf,
  countries,
  countriesWithCallingCode,
  countryName,
  isCountry,
} from '../../kernel/countries.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { formatAmount } from '../../kernel/money.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import type { Parameters } from '../classic/parameters.ts';

export interface PricingQuestion {
  readonly prices: PriceList;
  readonly application: Application;
  readonly channel: string;
}

/** `country`, ISO alpha-2 in either case. @throws PlatformError */
export function decodeCountry(parameters: Parameters): string {
  const country = parameters.required('country').toUpperCase();
  if (!isCountry(country)) throw invalid('country', 'Is not a supported country.');
  return country;
}

const callingCodeDigitsMax = 3;

/** `prefix`: a calling code, or a number's beginning. @throws PlatformError */
export function decodePrefix(parameters: Parameters): readonly string[] {
  const prefix = parameters.required('prefix').replace(/^\+/, '');
  if (!/^\d{1,15}$/.test(prefix)) throw invalid('prefix', 'Is not numeric.');
  for (let digits = Math.min(callingCodeDigitsMax, prefix.length); digits > 0; digits -= 1) {
    const found = countriesWithCallingCode(prefix.slice(0, digits));
    if (found.length > 0) return found;
  }
  throw invalid('prefix', 'Is not a supported prefix.');
}

/** `phone`: the country of a number. @throws PlatformError */
export function decodePhone(parameters: Parameters): { phone: string; country: string } {
  const found = normalisePhoneNumber(parameters.required('phone'), { acceptPossible: true });
  if (found.kind !== 'ok') throw invalid('phone', 'Is not a valid number.');
  return { phone: found.number.e164, country: found.number.country };
}

/** Every country the application may send to. */
export function countriesFor({ settings }: Application): readonly string[] {
  return settings.countries === null ? countries : countries.filter(isAllowed(settings.countries));
}

function isAllowed(allowed: readonly string[]): (country: string) => boolean {
  return (country) => allowed.includes(country);
}

export function encodeCountry(question: PricingQuestion, country: string): object {
  const { prices, application, channel } = question;
  const part = { settings: application.settings, channel, country };
  const name = countryName(country);
  // Nobody knows the recipient's network when a message is queued: it costs what the country costs.
  const price = formatAmount(prices.priceOf(part));
  return {
    countryCode: country,
    countryName: name,
    countryDisplayName: name,
    currency: application.currency,
    defaultPrice: price,
    dialingPrefix: callingCodeOf(country),
    networks: networksOf(question, country).map(({ code, name: networkName }) => ({
      type: 'mobile',
      price,
      currency: application.currency,
      mcc: code.slice(0, 3),
      mnc: code.slice(3),
      networkCode: code,
      networkName,
    })),
  };
}

/** Networks the list names, each once. */
function networksOf(
  { prices, channel }: PricingQuestion,
  country: string,
): readonly { code: string; name: string }[] {
  const names = new Map<string, string>();
  for (const { network, networkName } of prices.linesOf(channel, country)) {
    if (network !== '' && !names.get(network)) names.set(network, networkName);
  }
  return [...names]
    .map(([code, name]) => ({ code, name }))
    .toSorted((one, two) => one.code.localeCompare(two.code));
}

export function encodeCountries(question: PricingQuestion, chosen: readonly string[]): object {
  return {
    count: chosen.length,
    countries: chosen.map((country) => encodeCountry(question, country)),
  };
}

function invalid(parameter: string, reason: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter, reason });
}
