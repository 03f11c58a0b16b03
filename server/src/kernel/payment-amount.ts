/**
 * Prints the amount of a payment as readers of a language expect it. Thousands are always grouped:
 * an ungrouped `1500` beside the code would be taken for it by a handset's autofill.
 */
import type { TextLanguage } from './language.ts';

const formats = new Map<string, Intl.NumberFormat>();

export function sayAmount(
  payment: { readonly amount: string; readonly currency: string },
  language: TextLanguage,
): string {
  return `${sayNumber(payment.amount, language)} ${payment.currency}`.trim();
}

function sayNumber(amount: string, language: TextLanguage): string {
  // Fifteen digits are exact in a double. Anything else is shown as the application wrote it.
  const parts = /^\d{1,12}(?:\.(\d{1,3}))?$/.exec(amount);
  if (!parts) return amount;
  return formatOf(language, parts[1]?.length ?? 0)
    .format(Number(amount))
    .replaceAll(/[\u00a0\u202f]/g, ' '); // no GSM-7: the whole SMS would be sent as UCS-2
}

/** As many decimals as the application gave: nothing is rounded. */
function formatOf(language: TextLanguage, decimals: number): Intl.NumberFormat {
  const key = `${language} ${decimals}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(`${language}-u-nu-latn`, {
      useGrouping: 'always',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(key, format);
  }
  return format;
}
