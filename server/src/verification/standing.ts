/** How a message stands once its verification has been started or moved on. */
export type MessageStanding = 'queued' | 'opted_out' | 'unaffordable' | 'barred';

/** Receipt code of a subscriber who answered STOP (docs/compatibility/nexmo-2fa.md). */
export const optedOutCode = 9;
export const optedOutReason = 'the number has opted out of messages from this sender';
export const unaffordableReason = 'the balance or a spend cap does not allow another message';
export const barredReason =
  'the defence against pumping, or a limit of the address, did not let the message pass';
