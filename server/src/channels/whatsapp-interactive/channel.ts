/**
 * A question by WhatsApp with two buttons instead of a code. The question says what is confirmed, and
 * for a payment to whom and how much; a text of the application's own is not used, because it would
 * say the code that nobody needs here.
 * https://developers.facebook.com/docs/whatsapp/guides/interactive-messages
 */
import { chooseLanguage } from '../../kernel/language.ts';
import { wordsOf } from '../../kernel/wording.ts';
import type { Channel } from '../contract.ts';
import { texts } from './texts.ts';

export const whatsappInteractive: Channel = {
  name: 'whatsapp-interactive',
  addressKind: 'phone-number',
  takesReplies: false,
  confirmedBy: 'choice',
  defaultPrice: '0.04',
  render(message) {
    const { language, locale } = chooseLanguage(message.locale);
    const { signIn, payment, yes, no } = texts[language];
    // The words are asked for without the code, so that no text can say it.
    const words = wordsOf({ ...message, code: '' }, language);
    const text = (message.payment ? payment : signIn)(words);
    return { text, choices: { yes, no }, segments: 1, locale };
  },
};
