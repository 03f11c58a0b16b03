export interface CodeElementEvents {
  /** All characters are there. Prevent it and `auto-submit` does nothing. */
  complete: CustomEvent<{ readonly code: string }>;
  /** Prevent it to keep what is typed and the waiting time as they are. */
  resend: CustomEvent<Record<string, never>>;
  /** The person wants the code by this of `channels`. */
  switch: CustomEvent<{ readonly channel: string }>;
}
