/** What a sandbox subscriber sees, or answers: codes in clear, hence never for live applications. */
export interface HandsetMessage {
  readonly id: string;
  readonly direction: 'to-handset' | 'from-handset';
  readonly channel: string;
  /** E.164 without plus, or a sender name. */
  readonly to: string;
  readonly from: string;
  /** Empty for a binary message. */
  readonly text: string;
  readonly subject?: string;
  readonly ssml?: string;
  /** Null for a message without a code. */
  readonly code: string | null;
  /** Buttons it offers instead of a code. */
  readonly choices?: { readonly yes: string; readonly no: string };
  /** The verification, or the message without a code, that it belongs to. */
  readonly verificationId: string | null;
  readonly sentAt: Date;
  /** In how many parts a long message was sent; absent for one that travelled whole. */
  readonly parts?: number;
  /** Shown at once and not stored. */
  readonly flash?: boolean;
  /** Payload and user data header, hexadecimal. */
  readonly binary?: { readonly data: string; readonly header: string };
}

/** A message as the carrier brought it: one part of a long one says which. */
export interface ArrivedMessage extends HandsetMessage {
  readonly concat?: { readonly reference: number; readonly total: number; readonly part: number };
}
