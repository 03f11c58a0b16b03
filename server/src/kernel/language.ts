/**
 * Which language a message is written in: the tags the Verify wires know, which of our texts serves
 * a tag, and the language of a country. Tags are lower-case with a hyphen, as `en-gb`.
 */

/** The `lg` values of Verify v1. */
export const verifyLanguages = [
  'ar-xa',
  'cs-cz',
  'cy-cy',
  'cy-gb',
  'da-dk',
  'de-de',
  'el-gr',
  'en-au',
  'en-gb',
  'en-in',
  'en-us',
  'es-es',
  'es-mx',
  'es-us',
  'fi-fi',
  'fil-ph',
  'fr-ca',
  'fr-fr',
  'hi-in',
  'hu-hu',
  'id-id',
  'is-is',
  'it-it',
  'ja-jp',
  'ko-kr',
  'nb-no',
  'nl-nl',
  'pl-pl',
  'pt-br',
  'pt-pt',
  'ro-ro',
  'ru-ru',
  'sv-se',
  'th-th',
  'tr-tr',
  'vi-vn',
  'yue-cn',
  'zh-cn',
  'zh-tw',
] as const;
export type VerifyLanguage = (typeof verifyLanguages)[number];

/** The `lg` values of payment confirmations (PSD2). */
export const paymentLanguages = [
  'en-gb',
  'bg-bg',
  'cs-cz',
  'da-dk',
  'de-de',
  'ee-et',
  'el-gr',
  'es-es',
  'fi-fi',
  'fr-fr',
  'ga-ie',
  'hu-hu',
  'it-it',
  'lv-lv',
  'lt-lt',
  'mt-mt',
  'nl-nl',
  'pl-pl',
  'sk-sk',
  'sl-si',
  'sv-se',
] as const;

/** The languages we write texts in. `pt` and `zh` stand for Portugal and simplified characters. */
export const textLanguages = [
  'ar',
  'bg',
  'cs',
  'cy',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'fi',
  'fil',
  'fr',
  'hi',
  'hu',
  'id',
  'is',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-br',
  'ro',
  'ru',
  'sk',
  'sl',
  'sv',
  'th',
  'tr',
  'vi',
  'yue',
  'zh',
  'zh-tw',
] as const;
export type TextLanguage = (typeof textLanguages)[number];

interface ChosenLanguage {
  readonly language: TextLanguage;
  /** What was really used: the wanted tag, or the home of the language fallen back to. */
  readonly locale: string;
}

const isTextLanguage: ReadonlySet<string> = new Set(textLanguages);

/** Where a primary language is at home, when a wanted region has no text of its own. */
const homes: Readonly<Record<TextLanguage, string>> = {
  ar: 'ar-xa',
  bg: 'bg-bg',
  cs: 'cs-cz',
  cy: 'cy-gb',
  da: 'da-dk',
  de: 'de-de',
  el: 'el-gr',
  en: 'en-us',
  es: 'es-es',
  et: 'et-ee',
  fi: 'fi-fi',
  fil: 'fil-ph',
  fr: 'fr-fr',
  hi: 'hi-in',
  hu: 'hu-hu',
  id: 'id-id',
  is: 'is-is',
  it: 'it-it',
  ja: 'ja-jp',
  ko: 'ko-kr',
  lt: 'lt-lt',
  lv: 'lv-lv',
  nb: 'nb-no',
  nl: 'nl-nl',
  pl: 'pl-pl',
  pt: 'pt-pt',
  'pt-br': 'pt-br',
  ro: 'ro-ro',
  ru: 'ru-ru',
  sk: 'sk-sk',
  sl: 'sl-si',
  sv: 'sv-se',
  th: 'th-th',
  tr: 'tr-tr',
  vi: 'vi-vn',
  yue: 'yue-cn',
  zh: 'zh-cn',
  'zh-tw': 'zh-tw',
};

/** Other names of the same text: the wire's odd tags, older codes, scripts and regions. */
const aliases: Readonly<Record<string, TextLanguage>> = {
  'ee-et': 'et',
  no: 'nb',
  nn: 'nb',
  tl: 'fil',
  in: 'id',
  cmn: 'zh',
  'zh-hk': 'zh-tw',
  'zh-mo': 'zh-tw',
  'zh-hant': 'zh-tw',
  'cmn-tw': 'zh-tw',
};

/**
 * The texts serve these regions as they stand (one neutral Spanish, say), so a message in them is
 * no fallback, and a voice of that region may read it.
 */
const servedTags: ReadonlyMap<string, TextLanguage> = new Map(
  [...verifyLanguages, ...paymentLanguages, ...Object.values(homes)].flatMap((tag) => {
    const language = exactOrPrimary(tag);
    return language ? [[tag, language] as const] : [];
  }),
);

const english: ChosenLanguage = { language: 'en', locale: homes.en };

/** Exact tag, then primary language, then English. */
export function chooseLanguage(wanted: string): ChosenLanguage {
  const served = servedTags.get(wanted);
  if (served) return { language: served, locale: wanted };
  const tag = wanted.slice(0, 35).toLowerCase().replaceAll('_', '-');
  const language = servedTags.get(tag) ?? exactOrPrimary(tag);
  if (!language) return english;
  return { language, locale: servedTags.has(tag) ? tag : homes[language] };
}

function exactOrPrimary(tag: string): TextLanguage | undefined {
  const parts = tag.split('-');
  // `zh-hant-hk` before `zh-hant` before `zh`.
  for (let length = parts.length; length > 0; length--) {
    const shorter = parts.slice(0, length).join('-');
    if (Object.hasOwn(aliases, shorter)) return aliases[shorter];
    if (isTextLanguage.has(shorter)) return shorter as TextLanguage; // the set holds nothing else
  }
  return undefined;
}

/** Countries whose everyday language is nearest to each tag; the rest gets en-us. */
const countriesOf: Partial<Readonly<Record<VerifyLanguage, string>>> = {
  'ar-xa': 'AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SY TD TN YE',
  'cs-cz': 'CZ SK',
  'da-dk': 'DK FO GL',
  'de-de': 'AT CH DE LI',
  'el-gr': 'CY GR',
  'en-au': 'AU CC CX CK FJ KI NF NR NU NZ PG PN SB TK TO TV VU WS',
  'en-gb':
    'AC BM BW ER FK GB GG GH GI GM IE IM IO JE KE LS MT MU MW NA NG RW ' +
    'SC SG SH SL SS SZ TA TZ UG ZA ZM ZW',
  'en-in': 'BD BT IN LK MV NP PK',
  'es-es': 'AD ES GQ',
  'es-mx': 'AR BO CL CO CR CU DO EC GT HN MX NI PA PE PY SV UY VE',
  'es-us': 'PR',
  'fi-fi': 'AX FI',
  'fil-ph': 'PH',
  'fr-fr':
    'BF BI BJ BL CD CF CG CI CM FR GA GF GN GP HT LU MC MF MG ML MQ NC NE PF PM RE SN TF TG WF YT',
  'hu-hu': 'HU',
  'id-id': 'ID',
  'is-is': 'IS',
  'it-it': 'IT SM VA',
  'ja-jp': 'JP',
  'ko-kr': 'KP KR',
  'nb-no': 'BV NO SJ',
  'nl-nl': 'AW BE BQ CW NL SR SX',
  'pl-pl': 'PL',
  'pt-br': 'BR',
  'pt-pt': 'AO CV GW MZ PT ST TL',
  'ro-ro': 'MD RO',
  'ru-ru': 'BY KG KZ RU TJ TM UZ',
  'sv-se': 'SE',
  'th-th': 'TH',
  'tr-tr': 'TR',
  'vi-vn': 'VN',
  'zh-cn': 'CN',
  'zh-tw': 'HK MO TW',
};

const languageByCountry: ReadonlyMap<string, VerifyLanguage> = new Map(
  verifyLanguages.flatMap((tag) =>
    (countriesOf[tag]?.split(' ') ?? []).map((country) => [country, tag] as const),
  ),
);

/** The nearest of the 39 `lg` values for a number of this country. */
export function languageOfCountry(alpha2: string): VerifyLanguage {
  return languageByCountry.get(alpha2.toUpperCase()) ?? 'en-us';
}
