/**
 * Credentials change only shortly after a sign-in, so that an unattended browser cannot be turned
 * into a lasting way in. The first enrolment is exempt: there is nothing yet to sign in with.
 */
import { PlatformError } from '../kernel/errors.ts';
import { hasEnrolled, type SignedIn } from './operator.ts';

export function requireRecentSignIn(signedIn: SignedIn): void {
  if (signedIn.isRecent || !hasEnrolled(signedIn.operator)) return;
  throw new PlatformError('forbidden', { reason: 'sign-in-again' });
}
