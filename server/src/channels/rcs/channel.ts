/**
 * A code by RCS business messaging, as plain text: the phone shows the verified sender beside it, and
 * offers a code that stands first. No open protocol reaches every operator: who wants people reached
 * brings a transport for their vendor (docs/how-to/add-a-transport.md).
 * https://www.gsma.com/solutions-and-impact/technologies/networks/rcs/
 */
import { chatTexts } from '../../kernel/chat-texts.ts';
import { writeText } from '../../kernel/wording.ts';
import type { Channel } from '../contract.ts';

export const rcs: Channel = {
  name: 'rcs',
  addressKind: 'phone-number',
  // They can answer, but a reply from the handset travels as a text message.
  takesReplies: false,
  confirmedBy: 'code',
  defaultPrice: '0.04',
  render: (message) => ({ ...writeText(chatTexts, message), segments: 1 }),
};
