/** Plain words for the values the server uses. */
const dialectWords: Readonly<Record<string, string>> = {
  v1: 'Native API',
  'nexmo-verify': 'Verify v1',
  'vonage-verify-v2': 'Verify v2',
  'nexmo-short-codes': 'US short codes',
  'nexmo-sms': 'SMS',
  'nexmo-account': 'Account',
  'nexmo-secrets': 'Secrets',
  'nexmo-search': 'Search',
  'nexmo-conversions': 'Conversions',
  'nexmo-redact': 'Redact',
  verifynow: 'VerifyNow',
  'hosted-pages': 'Hosted pages',
};

export function apiWord(dialect: string): string {
  return dialectWords[dialect] ?? dialect;
}

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/** `en-gb` is British English; what is no language keeps its tag. */
export function languageWord(locale: string): string {
  try {
    return languageNames.of(locale) ?? locale;
  } catch {
    return locale;
  }
}
