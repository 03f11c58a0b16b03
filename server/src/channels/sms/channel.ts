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
  render(message) {
    const { text, locale } = writeText(texts, message);
    const { encoding, segments } = measureSms(text);
    return { text, encoding, segments, locale };
  },
};
