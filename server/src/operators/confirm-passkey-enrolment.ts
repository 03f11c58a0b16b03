/** Verifies a new passkey and binds it to the operator who asked for the challenge. */
import {
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps, type SignedIn } from './operator.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';
import { relyingParty, takeChallenge } from './webauthn-challenge.ts';

const passkeysMax = 20;

export async function confirmPasskeyEnrolment(
  deps: OperatorDeps,
  request: { signedIn: SignedIn; response: RegistrationResponseJSON; name: string },
): Promise<void> {
  requireRecentSignIn(request.signedIn);
  const { operator } = request.signedIn;
  const taken = await takeChallenge(deps, {
    clientDataJson: request.response.response.clientDataJSON,
    purpose: 'enrolment',
  });
  const info =
    taken.operatorId === operator.id
      ? await verifiedRegistration(deps, request.response, taken.challenge)
      : undefined;
  if (!info) throw new PlatformError('invalid_parameter', { parameter: 'response' });
  if (operator.passkeys >= passkeysMax) throw new PlatformError('quota_exceeded');

  await deps.db.transaction(async (tx) => {
    const id = await store.insertPasskey(tx, {
      operatorId: operator.id,
      credentialId: info.credential.id,
      publicKey: Buffer.from(info.credential.publicKey),
      counter: info.credential.counter,
      transports: request.response.response.transports ?? [],
      name: request.name,
      isBackedUp: info.credentialBackedUp,
    });
    if (id === undefined) throw new PlatformError('conflict', { reason: 'passkey-known' });
    // The one-time link only begins: with a passkey enrolled no link is left over.
    await store.deleteUnusedLinks(tx, operator.id);
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.passkey-added',
      subject: actorOf(operator),
      data: { passkeyId: id, name: request.name },
    });
  });
}

async function verifiedRegistration(
  deps: OperatorDeps,
  response: RegistrationResponseJSON,
  challenge: string,
): Promise<VerifiedRegistrationResponse['registrationInfo'] | undefined> {
  const party = relyingParty(deps);
  try {
    const result = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    return result.verified ? result.registrationInfo : undefined;
  } catch {
    // The library throws on every malformed or mismatching part; to the caller all of them are no.
    return undefined;
  }
}
