/** What a sandbox subscriber sees, or answers: codes in clear, hence never for live applications. */
export interface HandsetMessage {
  readonly id: string;
  readonly direction: 'to-handset' | 'from-handset';
  readonly channel: string;
  /** E.164 without plus, or a sender name. */
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly subject?: string;
  readonly ssml?: string;
  readonly code: string | null;
  readonly verificationId: string | null;
  readonly sentAt: Date;
}
