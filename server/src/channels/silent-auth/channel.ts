/**
 * Silent authentication: the subscriber's network says whether the device that asks has the number,
 * and nobody reads anything. What is rendered stands on the handset of the sandbox and in logs of a
 * transport; the code stays here and comes to the device with the network's yes.
 */
import { cleanLine } from '../../kernel/template.ts';
import type { Channel } from '../contract.ts';

export const silentAuth: Channel = {
  name: 'silent-auth',
  addressKind: 'phone-number',
  takesReplies: false,
  confirmedBy: 'network',
  defaultPrice: '0.03',
  render: ({ brand }) => ({
    text: `${cleanLine(brand)} asks the mobile network whether this is your number.`,
    segments: 1,
    locale: 'en-us',
  }),
};
