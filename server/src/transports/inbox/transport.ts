/**
 * The inbox: a carrier without a network. Messages appear on the sandbox's virtual handset, which
 * answers with a message id and owes receipts like any carrier. No vendor, hence no vendor page.
 */
import { Type } from 'typebox';
import type { Transport } from '../contract.ts';

export const inbox: Transport = {
  name: 'inbox',
  reach: 'handset',
  channels: ['sms', 'voice', 'whatsapp', 'whatsapp-interactive', 'rcs', 'silent-auth', 'email'],
  settingsSchema: Type.Object({}),
  open: (_settings, host) => ({ send: (message) => host.handset.keep(message) }),
  parseInbound: () => [],
  parseReceipts: () => [],
};
