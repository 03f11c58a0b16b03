/**
 * A passkey signs in alone, so user verification is demanded of it. Decides that the challenge is
 * consumed before the signature is looked at, and that the signature counter never goes back.
 */
import {
  type AuthenticationResponseJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { PlatformError } from '../kernel/errors.ts';
import { openSession } from './open-session.ts';
import type { Client, OpenedSession, OperatorDeps } from './operator.ts';
import * as store from './store.ts';
import { relyingParty, takeChallenge } from './webauthn-challenge.ts';

export async function signInWithPasskey(
  deps: OperatorDeps,
  request: {
    response: AuthenticationResponseJSON;
    client: Client;
    previousToken?: string | undefined;
  },
): Promise<OpenedSession> {
  const { challenge } = await takeChallenge(deps, {
    clientDataJson: request.response.response.clientDataJSON,
    purpose: 'sign-in',
  });
  const passkey = await store.findPasskey(deps.db, request.response.id);
  const counter = passkey && (await verifiedCounter(deps, request.response, challenge, passkey));
  if (!passkey || counter === undefined) {
    throw new PlatformError('invalid_credentials', { reason: 'passkey' });
  }
  return deps.db.transaction(async (tx) => {
    if (!(await store.markPasskeyUsed(tx, { id: passkey.id, counter }))) {
      throw new PlatformError('invalid_credentials', { reason: 'passkey' });
    }
    return openSession(deps, tx, {
      operatorId: passkey.operatorId,
      method: 'passkey',
      client: request.client,
      previousToken: request.previousToken,
    });
  });
}

async function verifiedCounter(
  deps: OperatorDeps,
  response: AuthenticationResponseJSON,
  challenge: string,
  passkey: store.Passkey,
): Promise<number | undefined> {
  const party = relyingParty(deps);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    // The library throws on every malformed or mismatching part; to the caller all of them are no.
    return undefined;
  }
}
