/**
 * From what a channel is asked to say to the words it says: picks the language, fills the channel's
 * own text or the application's template. Channels differ in their texts and in how they dress the
 * code and the values; all else is here, once.
 */
import { chooseLanguage, type TextLanguage } from './language.ts';
import { minutesOf, minuteWord, sayMinutes } from './minutes.ts';
import { sayAmount } from './payment-amount.ts';
import { cleanLine, expandTemplate } from './template.ts';

/** What a channel is asked to say. All text fields come from the application or its operator. */
export interface CodeMessage {
  /** The code as the subscriber must type it, e.g. `0412`. */
  readonly code: string;
  /** Name of the service the subscriber is verifying with. */
  readonly brand: string;
  /** Wanted language, a lower-case tag such as `en-gb` or `zh-cn`. */
  readonly locale: string;
  /** Life of the code from now, seconds. */
  readonly expiresInSeconds: number;
  /** Present for a payment confirmation (PSD2 dynamic linking): both must be told. */
  readonly payment?: { readonly payee: string; readonly amount: string; readonly currency: string };
  /**
   * The application's own text with `${name}` parameters; replaces the channel's text. Always
   * known: `${pin}` and `${code}` (one of them, once; voice may repeat it), `${brand}`,
   * `${pin_expiry}` and `${time-limit}` (minutes), `${time-limit-unit}`; for a payment `${payee}`
   * and `${amount}`, which must both occur, and `${currency}`.
   */
  readonly template?: {
    readonly text: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  /** Eleven characters that name an Android app; a text message ends with them. */
  readonly appHash?: string;
}

/** What texts are made of, dressed for the channel. */
export interface Words {
  readonly code: string;
  readonly brand: string;
  /** `5 minutes`, in the text's language. */
  readonly minutes: string;
  readonly minuteCount: number;
  readonly payee: string;
  /** `1,048.00 EUR`; both this and `payee` are empty unless a payment is confirmed. */
  readonly amount: string;
}

export type Phrase = (words: Words) => string;
export type PhraseTable<Texts> = Readonly<Record<TextLanguage, Texts>>;

/** How a channel dresses what it inserts; absent means as it is. */
export interface Dress {
  code?(code: string): string;
  value?(value: string): string;
  /** Literal text of an application's template. */
  literal?(text: string): string;
  /** Most often a template may say the code; once where not told. */
  readonly codeCountMax?: number;
}

const asIs = (text: string): string => text;

export function wordsOf(message: CodeMessage, language: TextLanguage, dress: Dress = {}): Words {
  const { code = asIs, value = asIs } = dress;
  const minuteCount = minutesOf(message.expiresInSeconds);
  const { payment } = message;
  return {
    code: code(message.code),
    brand: value(cleanLine(message.brand)),
    minutes: sayMinutes(minuteCount, language),
    minuteCount,
    payee: payment ? value(cleanLine(payment.payee)) : '',
    amount: payment ? value(cleanLine(sayAmount(payment, language))) : '',
  };
}

/** The channel's own text, or the application's template in its place. */
export function writeText(
  texts: PhraseTable<{ readonly code: Phrase; readonly payment: Phrase }>,
  message: CodeMessage,
  dress: Dress = {},
): { readonly text: string; readonly locale: string } {
  const { language, locale } = chooseLanguage(message.locale);
  if (message.template) return { text: fillTemplate(message, language, dress), locale };
  const phrase = message.payment ? texts[language].payment : texts[language].code;
  return { text: phrase(wordsOf(message, language, dress)), locale };
}

/** @throws PlatformError `invalid_template` when the text misses the code or a parameter. */
export function fillTemplate(message: CodeMessage, language: TextLanguage, dress: Dress): string {
  const { code = asIs, value = asIs, literal = asIs, codeCountMax = 1 } = dress;
  return expandTemplate(message.template?.text ?? '', {
    code: code(message.code),
    codeCountMax,
    known: knownParameters(message, language),
    parameters: message.template?.parameters ?? {},
    required: message.payment ? ['payee', 'amount'] : [],
    dressLiteral: literal,
    dressValue: value,
  });
}

function knownParameters(message: CodeMessage, language: TextLanguage): Record<string, string> {
  const count = minutesOf(message.expiresInSeconds);
  return {
    ...(message.payment && { ...message.payment }),
    brand: cleanLine(message.brand),
    pin_expiry: String(count),
    'time-limit': String(count),
    'time-limit-unit': minuteWord(count, language),
  };
}
