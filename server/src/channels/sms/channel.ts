/**
 * A code by SMS. One segment wherever the language allows, the brand before the code (carriers'
 * receipts echo the first 20 characters), and no second number that a handset's autofill could take
 * for the code. English follows the wording documented for Nexmo Verify:
 * https://developer.nexmo.com/api/verify/templates
 */
import { measureSms } from '../../kernel/sms-segments.ts';
import { writeText } from '../../kernel/wording.ts';
import type { Channel } from '../contract.ts';
import { texts } from './texts.ts';

export const sms: Channel = {
  name: 'sms',
  addressKind: 'phone-number',
  takesReplies: true,
  confirmedBy: 'code',
  defaultPrice: '0.0333',
  render(message) {
    const { text: words, locale } = writeText(texts, message);
    const text = endingWith(words, message.appHash);
    const { encoding, segments } = measureSms(text);
    return { text, encoding, segments, locale };
  },
};

/**
 * Android hands a message to the app whose hash it ends with, without asking for the permission to
 * read messages: https://developers.google.com/identity/sms-retriever/verify#1_construct_a_verification_message
 */
function endingWith(words: string, appHash = ''): string {
  const isHash = /^[A-Za-z0-9+/]{11}$/.test(appHash);
  return isHash && !words.endsWith(appHash) ? `${words}\n${appHash}` : words;
}
