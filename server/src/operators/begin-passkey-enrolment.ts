/** Options for adding a passkey to one's own account. */
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/server';
import { assert } from '../kernel/assert.ts';
import type { Client, OperatorDeps, SignedIn } from './operator.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';
import { keepChallenge, relyingParty } from './webauthn-challenge.ts';

export async function beginPasskeyEnrolment(
  deps: OperatorDeps,
  request: { signedIn: SignedIn; client: Client },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireRecentSignIn(request.signedIn);
  const { operator } = request.signedIn;
  const handle = await store.findUserHandle(deps.db, operator.id);
  assert(handle, 'a signed-in operator has a user handle');
  const enrolled = await store.listPasskeys(deps.db, operator.id);
  const party = relyingParty(deps);
  const options = await generateRegistrationOptions({
    rpID: party.id,
    rpName: party.name,
    userID: new Uint8Array(handle),
    userName: operator.email,
    userDisplayName: operator.name,
    excludeCredentials: enrolled.map((passkey) => ({
      id: passkey.credentialId,
      transports: passkey.transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(deps, {
    challenge: options.challenge,
    purpose: 'enrolment',
    operatorId: operator.id,
    client: request.client,
  });
  return options;
}
