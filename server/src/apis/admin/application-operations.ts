/** Applications, their secrets, and what a newcomer pastes. */
import { PlatformError } from '../../kernel/errors.ts';
import { actorOf } from '../../operators/operator.ts';
import { isPermitted } from '../../operators/permissions.ts';
import type { AdminCore } from './core.ts';
import { findApplication, findManagedApplication, requireManage } from './find-application.ts';
import { operation } from './operation.ts';
import * as schema from './schemas.ts';
import { applicationView } from './views.ts';

const manageOperations = [
  operation(
    {
      name: 'listApplications',
      method: 'GET',
      path: '/admin/applications',
      summary: 'Applications, retired ones included',
      access: 'applications.read',
      answer: schema.ApplicationList,
    },
    async (call) => ({ items: (await call.deps.core.listApplications()).map(applicationView) }),
  ),
  operation(
    {
      name: 'createApplication',
      method: 'POST',
      path: '/admin/applications',
      summary: 'Create an application; its secrets are shown this once',
      access: 'applications.read',
      body: schema.NewApplication,
      answer: schema.CreatedApplication,
    },
    async (call) => {
      requireManage(call.signedIn, call.body.kind);
      const created = await call.deps.core.createApplication({
        ...call.body,
        actor: actorOf(call.signedIn.operator),
      });
      return { ...created, application: applicationView(created.application) };
    },
  ),
  operation(
    {
      name: 'updateApplication',
      method: 'PATCH',
      path: '/admin/applications/:applicationId',
      summary: 'Rename an application or change its settings',
      access: 'applications.read',
      params: schema.ApplicationParams,
      body: schema.ApplicationChange,
      answer: schema.ApplicationView,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const changed = await call.deps.core.updateApplication({
        ...call.body,
        applicationId: application.id,
        actor: actorOf(call.signedIn.operator),
      });
      return applicationView(changed);
    },
  ),
  operation(
    {
      name: 'retireApplication',
      method: 'POST',
      path: '/admin/applications/:applicationId/retire',
      summary: 'Retire an application for good; its name confirms it',
      access: 'applications.read',
      params: schema.ApplicationParams,
      body: schema.Retirement,
      answer: schema.Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      if (application.name !== call.body.name) {
        throw new PlatformError('invalid_parameter', { parameter: 'name', reason: 'name-differs' });
      }
      await call.deps.core.retireApplication({
        applicationId: application.id,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
];

const secretOperations = [
  operation(
    {
      name: 'listSecrets',
      method: 'GET',
      path: '/admin/applications/:applicationId/secrets',
      summary: 'Live secrets by their last characters',
      access: 'applications.read',
      params: schema.ApplicationParams,
      answer: schema.SecretList,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const secrets = await call.deps.core.listSecrets({ applicationId: application.id });
      return {
        items: secrets.map(({ id, hint, createdAt }) => ({
          id,
          hint,
          createdAt: createdAt.toISOString(),
        })),
      };
    },
  ),
  operation(
    {
      name: 'issueSecret',
      method: 'POST',
      path: '/admin/applications/:applicationId/secrets',
      summary: 'A second secret, shown this once',
      access: 'applications.read',
      params: schema.ApplicationParams,
      answer: schema.IssuedSecret,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      return call.deps.core.issueSecret({
        applicationId: application.id,
        actor: actorOf(call.signedIn.operator),
      });
    },
  ),
  operation(
    {
      name: 'revokeSecret',
      method: 'DELETE',
      path: '/admin/applications/:applicationId/secrets/:secretId',
      summary: 'Revoke a secret at once; never the last one',
      access: 'applications.read',
      params: schema.SecretParams,
      answer: schema.Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.revokeSecret({
        applicationId: application.id,
        secretId: Number(call.params.secretId),
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
];

const getStarted = operation(
  {
    name: 'getStarted',
    method: 'GET',
    path: '/admin/applications/:applicationId/get-started',
    summary: 'What a newcomer pastes, and how far they have come',
    access: 'applications.read',
    params: schema.ApplicationParams,
    answer: schema.GetStarted,
  },
  async (call) => {
    const { core, operators } = call.deps;
    const application = await findApplication(call.deps, call.params.applicationId);
    const maySeeSecret =
      application.kind === 'sandbox' && isPermitted(call.signedIn.operator.role, 'secrets.read');
    return {
      baseUrl: operators.baseUrl(),
      apiKey: application.apiKey,
      apiSecret: maySeeSecret ? await core.sandboxSecretOf(application.id) : null,
      progress: await readProgress(core, application.id),
    };
  },
);

const recentCount = 100;

/** Looks at the latest verifications only: a newcomer's first calls are among them. */
async function readProgress(
  core: AdminCore,
  applicationId: number,
): Promise<schema.View<typeof schema.GetStarted>['progress']> {
  const [recent, verified] = await Promise.all([
    core.listVerifications({ applicationId, limit: recentCount }),
    core.listVerifications({ applicationId, status: 'verified', limit: 1 }),
  ]);
  const has2fa = (dialect: string) => dialect.includes('2fa');
  return {
    hasStartedVerify: recent.items.some(({ dialect }) => !has2fa(dialect)),
    hasStartedTwoFactor: recent.items.some(({ dialect }) => has2fa(dialect)),
    hasVerified: verified.items.length > 0,
  };
}

export const applicationOperations = [...manageOperations, ...secretOperations, getStarted];
