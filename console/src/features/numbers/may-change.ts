import type { Application } from 'countersign/admin';
import { useSession } from '../session/queries.ts';

/** Why this operator can only look at what an application sends with; the server says the same. */
export function useNumbersHindrance(application: Application | undefined): string | undefined {
  const { operator, permissions } = useSession();
  if (!application) return undefined;
  if (application.retiredAt) return 'This application is retired.';
  const needed =
    application.kind === 'live' ? 'applications.manage-live' : 'applications.manage-sandbox';
  if (!permissions.includes(needed)) {
    return 'You can look at this. Your role does not include changing it.';
  }
  if (application.kind === 'live' && !operator.hasEnrolled) {
    return 'Add a passkey or a password first: a live application is changed only by somebody who could sign in again.';
  }
  return undefined;
}
