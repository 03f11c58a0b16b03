/** What is known of a sender: whether it counts as registered, its kind, how it is written down. */
import { maskAddress } from '../kernel/redact.ts';
import type { NumberKind, OwnedNumber, RegistrationState } from './number.ts';

/** By what a registry said of the number, or by an approved campaign on it. */
export function registrationOf(
  number: Pick<OwnedNumber, 'registration' | 'campaign' | 'isRegistered'>,
): RegistrationState {
  if (number.isRegistered || number.campaign?.isInForce) return 'registered';
  // What ran out counts as if it had never been.
  return number.registration.state === 'registered' ? 'none' : number.registration.state;
}

/** By its form alone, as a carrier would take it. */
export function kindOfSender(sender: string): NumberKind {
  if (/[A-Za-z]/.test(sender)) return 'alphanumeric';
  if (sender.length <= 8) return 'dedicated-short-code';
  if (/^1(800|833|844|855|866|877|888)\d{7}$/.test(sender)) return 'toll-free';
  return 'long-number';
}

/** For the audit: a phone number is not written out there, whoever it belongs to. */
export function maskSender(sender: string): string {
  return /^\d{9,}$/.test(sender) ? maskAddress(sender) : sender;
}
