/**
 * A code by WhatsApp. The code stands first and bold, where a preview shows it and where no
 * asterisk in a brand can come before it and break the bold face.
 * https://faq.whatsapp.com/539178204879377
 */
import { chatTexts } from '../../kernel/chat-texts.ts';
import { writeText } from '../../kernel/wording.ts';
import type { Channel } from '../contract.ts';

export const whatsapp: Channel = {
  name: 'whatsapp',
  addressKind: 'phone-number',
  takesReplies: true,
  confirmedBy: 'code',
  defaultPrice: '0.04',
  render(message) {
    // A template's author sets the faces of its text.
    const bold = (code: string) => (message.template ? code : `*${code}*`);
    return { ...writeText(chatTexts, message, { code: bold }), segments: 1 };
  },
};
