/** Keys an application's tokens are signed with. */
import type { PublicKey } from '../../applications/public-keys.ts';
import { actorOf } from '../../operators/operator.ts';
import { findApplication, findManagedApplication } from './find-application.ts';
import { operation } from './operation.ts';
import * as schema from './public-key-schemas.ts';
import type { View } from './schema-parts.ts';
import { ApplicationParams, Done } from './schemas.ts';

const path = '/admin/applications/:applicationId/public-keys';

export const publicKeyOperations = [
  operation(
    {
      name: 'listPublicKeys',
      method: 'GET',
      path,
      summary: 'Live public keys by their fingerprints, newest first',
      access: 'applications.read',
      params: ApplicationParams,
      answer: schema.PublicKeyList,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const keys = await call.deps.core.listPublicKeys({ applicationId });
      return { items: keys.map(keyView) };
    },
  ),
  operation(
    {
      name: 'addPublicKey',
      method: 'POST',
      path,
      summary: 'Add a public key (PEM); two may be live at once',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.NewPublicKey,
      answer: schema.PublicKeyView,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const key = await call.deps.core.addPublicKey({
        applicationId: application.id,
        pem: call.body.publicKey,
        actor: actorOf(call.signedIn.operator),
      });
      return keyView(key);
    },
  ),
  operation(
    {
      name: 'retirePublicKey',
      method: 'DELETE',
      path: `${path}/:keyId`,
      summary: 'Retire a public key at once: tokens under it open nothing any more',
      access: 'applications.read',
      params: schema.PublicKeyParams,
      answer: Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.retirePublicKey({
        applicationId: application.id,
        keyId: Number(call.params.keyId),
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
];

function keyView({ createdAt, ...key }: PublicKey): View<typeof schema.PublicKeyView> {
  return { ...key, createdAt: createdAt.toISOString() };
}
