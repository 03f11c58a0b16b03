/** Plain words for the values the server uses. */
import type { VerificationStatus } from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';

export const statusWord: Readonly<Record<VerificationStatus, { label: string; tone: Tone }>> = {
  in_progress: { label: 'In progress', tone: 'accent' },
  verified: { label: 'Verified', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  expired: { label: 'Expired', tone: 'warn' },
  cancelled: { label: 'Cancelled', tone: 'plain' },
};

/** A message with the caller's own code is not checked here, so it has no outcome to wait for. */
const messageOnly = { label: 'Message only', tone: 'plain' } as const;

export function isMessageOnly({ dialect }: { readonly dialect: string }): boolean {
  return dialect === 'nexmo-2fa';
}

export function describeStatus(verification: {
  readonly dialect: string;
  readonly status: VerificationStatus;
}): { label: string; tone: Tone } {
  const { status } = verification;
  const isOpenEnded = status === 'in_progress' || status === 'expired';
  return isMessageOnly(verification) && isOpenEnded ? messageOnly : statusWord[status];
}

const channelWords: Readonly<Record<string, string>> = {
  sms: 'SMS',
  voice: 'Voice call',
  whatsapp: 'WhatsApp',
  'whatsapp-interactive': 'WhatsApp question',
  rcs: 'RCS',
  'silent-auth': 'Silent authentication',
  email: 'Email',
};

export function channelWord(channel: string): string {
  return channelWords[channel] ?? channel;
}

const dialectWords: Readonly<Record<string, string>> = {
  'nexmo-verify': 'Verify v1',
  'vonage-verify-v2': 'Verify v2',
  'nexmo-2fa': 'Two-factor short code',
  admin: 'This console',
  console: 'This console',
};

export function dialectWord(dialect: string): string {
  return dialectWords[dialect] ?? dialect;
}
