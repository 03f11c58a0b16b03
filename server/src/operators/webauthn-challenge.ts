/** Challenges wait on the server and are consumed by the first answer, right or wrong. */
import { PlatformError } from '../kernel/errors.ts';
import type { Client, OperatorDeps } from './operator.ts';
import type { ChallengePurpose } from './store.ts';
import * as store from './store.ts';
import { hashToken } from './tokens.ts';

const challengeLifeSeconds = 300;
const challengesPerClientMax = 30;

/** What passkeys are bound to: the host name of the address the server is reached at. */
export function relyingParty(deps: OperatorDeps): { id: string; name: string; origin: string } {
  const url = new URL(deps.baseUrl());
  return { id: url.hostname, name: 'Countersign', origin: url.origin };
}

export async function keepChallenge(
  deps: OperatorDeps,
  request: {
    challenge: string;
    purpose: ChallengePurpose;
    operatorId: number | null;
    client: Client;
  },
): Promise<void> {
  await store.deleteExpiredChallenges(deps.db);
  const isKept = await store.insertChallenge(deps.db, {
    sha256: hashToken(request.challenge),
    purpose: request.purpose,
    operatorId: request.operatorId,
    clientMac: deps.keys.mac('operator-challenge-client', request.client.address),
    lifeSeconds: challengeLifeSeconds,
    perClientMax: challengesPerClientMax,
  });
  if (!isKept) {
    throw new PlatformError('rate_limited', {
      reason: 'sign-in',
      retryAfterSeconds: challengeLifeSeconds,
    });
  }
}

/** @throws PlatformError `invalid_credentials` when the challenge is unknown, used or too old. */
export async function takeChallenge(
  deps: OperatorDeps,
  request: { clientDataJson: string; purpose: ChallengePurpose },
): Promise<{ challenge: string; operatorId: number | null }> {
  const challenge = readChallenge(request.clientDataJson);
  const kept = challenge
    ? await store.claimChallenge(deps.db, {
        sha256: hashToken(challenge),
        purpose: request.purpose,
      })
    : undefined;
  if (!challenge || !kept) throw new PlatformError('invalid_credentials', { reason: 'passkey' });
  return { challenge, operatorId: kept.operatorId };
}

function readChallenge(clientDataJson: string): string | undefined {
  try {
    const text = Buffer.from(clientDataJson, 'base64url').toString();
    const { challenge } = JSON.parse(text) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}
