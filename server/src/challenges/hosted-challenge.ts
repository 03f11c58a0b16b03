/**
 * What a person may do on the page of a challenge, with its token and nothing else: see it, type the
 * code, have it sent again or another way, give up. All limits are those of the verification behind it.
 */
import type { Application, ApplicationSettings } from '../applications/application.ts';
import { PlatformError } from '../kernel/errors.ts';
import { maskAddress } from '../kernel/redact.ts';
import {
  type ChallengePage,
  hashOfToken,
  newResult,
  pageContext,
  resultLifeSeconds,
} from './challenge.ts';
import type { ChallengeDeps } from './challenge-deps.ts';
import { type ChallengeRow, cancelChallenge, findByToken, issueResult } from './store.ts';

/** What the page shows. */
export interface HostedChallenge {
  readonly kind: 'open' | 'over' | 'passed';
  readonly page: ChallengePage;
  /** Masked. */
  readonly address: string;
  readonly channel: string;
  readonly checksLeft: number;
  readonly codeLength: number;
  readonly look: ApplicationSettings['hostedPage'];
}

export type AnswerOutcome =
  /** Where the person goes, with the result. */
  | { readonly kind: 'passed'; readonly location: string }
  | { readonly kind: 'wrong'; readonly checksLeft: number }
  /** `locked`: right codes are not taken either, for a while. */
  | { readonly kind: 'code_expired' | 'over' | 'cancelled' | 'locked' }
  | { readonly kind: 'sent'; readonly channel: string }
  /** `failed`: for reasons that are no business of the person's. */
  | { readonly kind: 'not_sent'; readonly because: 'too_soon' | 'locked' | 'failed' };

interface Opened {
  readonly row: ChallengeRow;
  readonly application: Application;
  readonly page: ChallengePage;
}

/** Undefined alike for a token nobody has and a retired application's. */
async function open(deps: ChallengeDeps, token: string): Promise<Opened | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const [row] = await findByToken(deps.db, hashOfToken(token));
  if (!row) return undefined;
  const known = await deps.directory.find(row.api_key);
  if (!known) return undefined;
  const text = deps.keyRing.open(row.page_sealed, pageContext(row.id)).toString('utf8');
  return { row, application: known.application, page: JSON.parse(text) as ChallengePage };
}

export async function viewChallenge(
  deps: ChallengeDeps,
  token: string,
): Promise<HostedChallenge | undefined> {
  const opened = await open(deps, token);
  if (!opened) return undefined;
  const { row, page } = opened;
  const found = await deps.findVerification({
    applicationId: row.application_id,
    id: row.verification_id,
  });
  const isLive = found?.live != null && row.status === 'open' && !row.is_over;
  const isPassed = found?.status === 'verified' && row.confirmed_at === null && !row.is_over;
  return {
    kind: isLive ? 'open' : isPassed ? 'passed' : 'over',
    page,
    address: maskAddress(found?.address ?? ''),
    channel: found?.workflow[0]?.channel ?? '',
    checksLeft: found?.live?.checksLeft ?? 0,
    codeLength: found?.codeLength ?? 0,
    look: opened.application.settings.hostedPage,
  };
}

/** Submits the code. Undefined for a token nobody has. */
export async function answerChallenge(
  deps: ChallengeDeps,
  request: { token: string; code: string; clientAddress: string },
): Promise<AnswerOutcome | undefined> {
  const opened = await open(deps, request.token);
  if (!opened) return undefined;
  const { row, application } = opened;
  if (row.is_over || row.status === 'cancelled') return { kind: 'over' };
  const verificationId = row.verification_id;
  const outcome = await deps.checkVerification({
    application,
    verificationId,
    code: request.code.slice(0, 40),
    clientAddress: request.clientAddress,
  });
  switch (outcome.kind) {
    case 'verified':
      return pass(deps, opened);
    case 'mismatch':
      return { kind: 'wrong', checksLeft: outcome.checksLeft };
    case 'code_expired':
    case 'locked':
      return { kind: outcome.kind };
    default:
      return { kind: 'over' };
  }
}

/**
 * Goes back with a result where the code was right already: the answer had got lost on its way, or the
 * server died before it was given. An earlier result is worth nothing from then on.
 */
export async function continueChallenge(
  deps: ChallengeDeps,
  token: string,
): Promise<AnswerOutcome | undefined> {
  const opened = await open(deps, token);
  if (!opened) return undefined;
  const { row } = opened;
  const found = await deps.findVerification({
    applicationId: row.application_id,
    id: row.verification_id,
  });
  return found?.status === 'verified' ? pass(deps, opened) : { kind: 'over' };
}

async function pass(deps: ChallengeDeps, { row, page }: Opened): Promise<AnswerOutcome> {
  const result = newResult(deps.keyRing, row.id);
  const issued = await issueResult(deps.db.forApplication(row.application_id), {
    applicationId: row.application_id,
    id: row.id,
    resultHash: hashOfToken(result),
    lifeSeconds: resultLifeSeconds,
  });
  if (issued.length === 0) return { kind: 'over' };
  return {
    kind: 'passed',
    location: returnTo(page, { challenge_id: row.id, status: 'passed', result }),
  };
}

/** Sends the code again, or another way that the challenge allows. */
export async function sendAgain(
  deps: ChallengeDeps,
  request: { token: string; channel?: string },
): Promise<AnswerOutcome | undefined> {
  const opened = await open(deps, request.token);
  if (!opened) return undefined;
  const { row, application, page } = opened;
  if (row.is_over || row.status !== 'open') return { kind: 'over' };
  const channel = page.channels.find((name) => name === request.channel);
  const outcome = await deps
    .resendCode({
      application,
      verificationId: row.verification_id,
      policy: 'reuse',
      ...(channel !== undefined && { channel }),
    })
    .catch(notSentAs);
  if (outcome.kind === 'resent') return { kind: 'sent', channel: outcome.channel };
  if (outcome.kind === 'not_live') return { kind: 'over' };
  return { kind: 'not_sent', because: causes[outcome.kind] ?? 'failed' };
}

const causes: Readonly<Record<string, 'too_soon' | 'locked'>> = {
  too_many_sends: 'too_soon',
  address_locked: 'locked',
};

/** Money, senders and the defence against pumping are no business of the person's. */
function notSentAs(error: unknown): { readonly kind: 'not_sent' } {
  if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
  return { kind: 'not_sent' };
}

/** The person gives up: they return without a result, and the code dies. */
export async function giveUpChallenge(
  deps: ChallengeDeps,
  token: string,
): Promise<{ location: string } | undefined> {
  const opened = await open(deps, token);
  if (!opened) return undefined;
  const { row, application, page } = opened;
  const key = { applicationId: row.application_id, id: row.id };
  const cancelled = await cancelChallenge(deps.db.forApplication(row.application_id), key);
  if (cancelled.length > 0) {
    await deps.cancelVerification({
      application,
      verificationId: row.verification_id,
      ageSecondsMin: 0,
      isAfterSecondStepAllowed: true,
    });
  }
  return { location: returnTo(page, { challenge_id: row.id, status: 'cancelled' }) };
}

function returnTo(page: ChallengePage, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(page.returnUrl);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (page.state !== null) url.searchParams.set('state', page.state);
  return url.href;
}
