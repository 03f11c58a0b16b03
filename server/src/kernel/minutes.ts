/**
 * How long a code is good for, as one says it: `1 minute`, `5 minutes`, `2 минуты`. The forms stand
 * in the case that a duration takes in each language, so texts may put them after "valid for".
 */
import type { TextLanguage } from './language.ts';

/** `#` is the number; `other` serves every plural category that is not told apart. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

const forms: Readonly<Record<TextLanguage, Forms>> = {
  ar: { one: 'دقيقة واحدة', two: 'دقيقتين', few: '# دقائق', other: '# دقيقة' },
  bg: { one: '# минута', other: '# минути' },
  cs: { one: '# minutu', few: '# minuty', other: '# minut' },
  cy: { two: '# funud', other: '# munud' },
  da: { one: '# minut', other: '# minutter' },
  de: { one: '# Minute', other: '# Minuten' },
  el: { one: '# λεπτό', other: '# λεπτά' },
  en: { one: '# minute', other: '# minutes' },
  es: { one: '# minuto', other: '# minutos' },
  et: { one: '# minuti', other: '# minutit' },
  fi: { one: '# minuutin', other: '# minuuttia' },
  fil: { other: '# minuto' },
  fr: { one: '# minute', other: '# minutes' },
  hi: { other: '# मिनट' },
  hu: { other: '# perc' },
  id: { other: '# menit' },
  is: { one: '# mínútu', other: '# mínútur' },
  it: { one: '# minuto', other: '# minuti' },
  ja: { other: '#分' },
  ko: { other: '#분' },
  lt: { one: '# minutę', few: '# minutes', other: '# minučių' },
  lv: { one: '# minūti', other: '# minūtes' },
  nb: { one: '# minutt', other: '# minutter' },
  nl: { one: '# minuut', other: '# minuten' },
  pl: { one: '# minutę', few: '# minuty', other: '# minut' },
  pt: { one: '# minuto', other: '# minutos' },
  'pt-br': { one: '# minuto', other: '# minutos' },
  ro: { one: '# minut', few: '# minute', other: '# de minute' },
  ru: { one: '# минуту', few: '# минуты', other: '# минут' },
  sk: { one: '# minútu', few: '# minúty', other: '# minút' },
  sl: { one: '# minuto', two: '# minuti', few: '# minute', other: '# minut' },
  sv: { one: '# minut', other: '# minuter' },
  th: { other: '# นาที' },
  tr: { other: '# dakika' },
  vi: { other: '# phút' },
  yue: { other: '# 分鐘' },
  zh: { other: '# 分钟' },
  'zh-tw': { other: '# 分鐘' },
};

/** Whole minutes, rounded up: a code must not be called dead while it still counts. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

export function sayMinutes(count: number, language: TextLanguage): string {
  return formOf(count, language).replace('#', String(count));
}

/** The word alone, for templates that print the number apart. */
export function minuteWord(count: number, language: TextLanguage): string {
  return formOf(count, language).replace('#', '').trim();
}

/** By language and count: asking the plural rules costs more than the rest of a message. */
const known = new Map<TextLanguage, Map<number, string>>();
/** Codes live a day at the most; other counts are not worth remembering. */
const rememberedMost = 1_440;

function formOf(count: number, language: TextLanguage): string {
  const ofLanguage = known.get(language) ?? new Map<number, string>();
  let form = ofLanguage.get(count);
  if (form === undefined) {
    const category = new Intl.PluralRules(language).select(count);
    form = forms[language][category] ?? forms[language].other;
    if (count <= rememberedMost) known.set(language, ofLanguage.set(count, form));
  }
  return form;
}
