/** Options for a sign-in by passkey; no email is asked, the authenticator knows its operator. */
import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { Client, OperatorDeps } from './operator.ts';
import { keepChallenge, relyingParty } from './webauthn-challenge.ts';

export async function beginPasskeySignIn(
  deps: OperatorDeps,
  request: { client: Client },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(deps).id,
    userVerification: 'required',
  });
  await keepChallenge(deps, {
    challenge: options.challenge,
    purpose: 'sign-in',
    operatorId: null,
    client: request.client,
  });
  return options;
}
