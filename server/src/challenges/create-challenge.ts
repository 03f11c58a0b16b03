/** Makes a challenge: the first code is on its way when the page's address is answered. */
import type { Application } from '../applications/application.ts';
import { PlatformError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { hasPlainHost } from '../kernel/plain-host.ts';
import { lanes } from '../verification/verification.ts';
import {
  type Challenge,
  challengeLifeSeconds,
  hashOfToken,
  newToken,
  pageContext,
} from './challenge.ts';
import type { ChallengeDeps } from './challenge-deps.ts';
import { insertChallenge } from './store.ts';

export interface CreateChallengeRequest {
  readonly application: Application;
  /** Phone number in any accepted spelling, or an email address. */
  readonly to: string;
  readonly country?: string;
  /** 1 to 5; the first is used, the person may choose the others. */
  readonly channels: readonly string[];
  readonly brand: string;
  readonly locale?: string;
  /** Your own name for the person, up to 200 characters. */
  readonly subject: string;
  /** What it is asked for, e.g. `sign-in`, up to 60 characters. */
  readonly purpose: string;
  /** Where the person returns to; https, or http to this machine for a sandbox application. */
  readonly returnUrl: string;
  /** Given back as it is, up to 500 characters. */
  readonly state?: string;
  readonly clientAddress?: string;
  readonly isChallengePassed?: boolean;
}

export type CreateChallengeOutcome =
  | { readonly kind: 'created'; readonly challenge: Challenge; readonly token: string }
  | { readonly kind: 'concurrent'; readonly verificationId: string }
  | { readonly kind: 'address_locked' | 'too_many_sends'; readonly retryAfterSeconds: number };

const codeLifeSeconds = 600;
const codeLength = 6;
const checksMax = 5;

/** @throws PlatformError as starting a verification does, and `invalid_parameter` for `return_url` or
 * `channels` */
export async function createChallenge(
  deps: ChallengeDeps,
  request: CreateChallengeRequest,
): Promise<CreateChallengeOutcome> {
  const { application, channels, locale, clientAddress, country, isChallengePassed } = request;
  assertReturnUrl(application, request.returnUrl);
  assertChannels(deps, channels);
  const [channel = ''] = channels;
  const outcome = await deps.startVerification({
    application,
    dialect: 'challenge',
    lane: lanes.verification,
    to: request.to,
    brand: request.brand,
    workflow: [{ channel, waitSeconds: codeLifeSeconds, endsVerification: true }],
    codeLength,
    codeLifeSeconds,
    checksMax,
    reference: request.subject.slice(0, 100),
    ...(country !== undefined && { country }),
    ...(locale !== undefined && { locale }),
    ...(clientAddress !== undefined && { clientAddress }),
    ...(isChallengePassed !== undefined && { isChallengePassed }),
  });
  if (outcome.kind !== 'started') return outcome;
  const now = deps.clock.now();
  const id = newId(now);
  const token = newToken();
  const page = {
    brand: request.brand,
    locale: locale ?? null,
    channels,
    returnUrl: request.returnUrl,
    state: request.state ?? null,
  };
  const [made] = await insertChallenge(deps.db.forApplication(application.id), {
    applicationId: application.id,
    id,
    tokenHash: hashOfToken(token),
    verificationId: outcome.verificationId,
    subject: request.subject,
    purpose: request.purpose,
    pageSealed: deps.keyRing.seal(JSON.stringify(page), pageContext(id)),
    lifeSeconds: challengeLifeSeconds,
  });
  const challenge: Challenge = {
    id,
    verificationId: outcome.verificationId,
    subject: request.subject,
    purpose: request.purpose,
    status: 'open',
    createdAt: now,
    expiresAt: made?.expires_at ?? now,
    passedAt: null,
    confirmedAt: null,
  };
  return { kind: 'created', challenge, token };
}

/** The page has a field for a code and knows one address: the person may press any of them. */
function assertChannels(deps: ChallengeDeps, names: readonly string[]): void {
  const channels = names.map((name) => deps.channels.get(name));
  const isFit = channels.every(
    (one) => one?.confirmedBy === 'code' && one.addressKind === channels[0]?.addressKind,
  );
  if (!isFit) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'channels',
      reason: 'channels that send a code, all to a phone number or all to an email address',
    });
  }
}

/** A result must not travel in clear, but to a developer's own machine. */
function assertReturnUrl({ kind }: Application, text: string): void {
  const url = URL.parse(text);
  const isLocal = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const isFit =
    url !== null &&
    url.username === '' &&
    url.hash === '' &&
    hasPlainHost(url) &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal && kind === 'sandbox'));
  if (!isFit) {
    throw new PlatformError('invalid_parameter', {
      parameter: 'return_url',
      reason: 'https without user, password or fragment; http to localhost in the sandbox',
    });
  }
}
