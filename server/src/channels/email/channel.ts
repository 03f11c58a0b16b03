/**
 * A code by email, plain text. The subject never holds the code: subjects show on locked screens
 * and stay in mail servers' logs.
 */
import { chooseLanguage } from '../../kernel/language.ts';
import { type CodeMessage, fillTemplate, type Words, wordsOf } from '../../kernel/wording.ts';
import type { Channel } from '../contract.ts';
import { type EmailTexts, texts } from './texts.ts';

// RFC 5322 §2.1.1 allows 998 octets a line; readers show about this much.
const subjectLengthMax = 150;

export const email: Channel = {
  name: 'email',
  addressKind: 'email',
  takesReplies: false,
  confirmedBy: 'code',
  defaultPrice: '0.0005',
  render(message) {
    const { language, locale } = chooseLanguage(message.locale);
    const words = wordsOf(message, language);
    const text = message.template
      ? fillTemplate(message, language, {})
      : bodyOf(texts[language], words, message);
    return { subject: subjectOf(texts[language], words, message), text, segments: 1, locale };
  },
};

function bodyOf(text: EmailTexts, words: Words, { payment }: CodeMessage): string {
  const opening = payment ? text.payment(words) : text.code(words);
  return `${opening}\n\n${words.code}\n\n${text.closing(words)}\n`;
}

/** One line whatever the brand holds: `words` come without control characters or newlines. */
function subjectOf(text: EmailTexts, words: Words, { payment }: CodeMessage): string {
  const subject = payment ? text.paymentSubject(words) : text.codeSubject(words);
  return [...subject].slice(0, subjectLengthMax).join('');
}
