/** What the element says, in one language. `{…}` are filled in by the element. */
export interface CodeTexts {
  /** BCP 47, e.g. `de`. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly label: string;
  /** `{to}`: the masked address. */
  readonly sentTo: string;
  readonly sent: string;
  /** `{length}`: characters of a whole code. */
  readonly incomplete: string;
  readonly checking: string;
  readonly errors: Readonly<Record<CodeErrorName, string>>;
  /** `{left}`: tries; phrased so that no plural is needed. */
  readonly triesLeft: string;
  readonly resend: string;
  /** `{time}`: minutes and seconds, `0:25`. */
  readonly resendIn: string;
  readonly resendReady: string;
  readonly requested: string;
  readonly other: string;
  readonly help: string;
  readonly channels: Readonly<Record<OfferedChannel, string>>;
}

/** Channels that a person can be offered by name; others are shown by the name the page gave. */
export type OfferedChannel = 'sms' | 'voice' | 'whatsapp' | 'email' | 'rcs';

/**
 * What the native API calls the `result` of a check that failed; why no new code came (too many asked
 * for, or anything else); and a connection that failed.
 */
export type CodeErrorName =
  | 'wrong_code'
  | 'code_expired'
  | 'too_many_checks'
  | 'address_locked'
  | 'too_soon'
  | 'not_sent'
  | 'network';
