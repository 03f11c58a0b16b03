/** The application an admin call is about, and whether this operator may change it. */
import { PlatformError } from '../../kernel/errors.ts';
import { hasEnrolled, type SignedIn } from '../../operators/operator.ts';
import { isPermitted } from '../../operators/permissions.ts';
import type { Application } from './core.ts';
import type { AdminDeps } from './operation.ts';

export async function findApplication(deps: AdminDeps, id: string): Promise<Application> {
  const applications = await deps.core.listApplications();
  const found = applications.find((application) => application.id === Number(id));
  if (!found) throw new PlatformError('not_found');
  return found;
}

/** The virtual handset exists for sandbox applications only. */
export async function findSandboxApplication(deps: AdminDeps, id: string): Promise<Application> {
  const application = await findApplication(deps, id);
  if (application.kind !== 'sandbox') throw new PlatformError('sandbox_only');
  return application;
}

export function requireManage(signedIn: SignedIn, kind: Application['kind']): void {
  const permission = kind === 'live' ? 'applications.manage-live' : 'applications.manage-sandbox';
  if (!isPermitted(signedIn.operator.role, permission)) {
    throw new PlatformError('forbidden', { reason: 'role' });
  }
  requireEnrolled(signedIn, kind);
}

/** Somebody who came by a link only, and could not come back, does not touch what is live. */
export function requireEnrolled(signedIn: SignedIn, kind: Application['kind']): void {
  if (kind === 'live' && !hasEnrolled(signedIn.operator)) {
    throw new PlatformError('forbidden', { reason: 'enrol-first' });
  }
}

/** @throws PlatformError when there is no such application or this operator may not change it. */
export async function findManagedApplication(
  call: { deps: AdminDeps; signedIn: SignedIn },
  id: string,
): Promise<Application> {
  const application = await findApplication(call.deps, id);
  requireManage(call.signedIn, application.kind);
  if (application.retiredAt) throw new PlatformError('conflict', { reason: 'retired' });
  return application;
}
