import type { Challenge } from './challenge.ts';
import type { ChallengeDeps } from './challenge-deps.ts';
import {
  type ConfirmChallengeRequest,
  confirmChallenge,
  readChallenge,
} from './confirm-challenge.ts';
import {
  type CreateChallengeOutcome,
  type CreateChallengeRequest,
  createChallenge,
} from './create-challenge.ts';
import {
  type AnswerOutcome,
  answerChallenge,
  continueChallenge,
  giveUpChallenge,
  type HostedChallenge,
  sendAgain,
  viewChallenge,
} from './hosted-challenge.ts';

export interface ChallengeDesk {
  /** For the application. */
  create(request: CreateChallengeRequest): Promise<CreateChallengeOutcome>;
  read(key: { applicationId: number; id: string }): Promise<Challenge>;
  confirm(request: ConfirmChallengeRequest): Promise<Challenge>;
  /** For the person on the page; undefined for a token nobody has. */
  view(token: string): Promise<HostedChallenge | undefined>;
  answer(request: {
    token: string;
    code: string;
    clientAddress: string;
  }): Promise<AnswerOutcome | undefined>;
  continue(token: string): Promise<AnswerOutcome | undefined>;
  sendAgain(request: { token: string; channel?: string }): Promise<AnswerOutcome | undefined>;
  giveUp(token: string): Promise<{ location: string } | undefined>;
}

export function createChallengeDesk(deps: ChallengeDeps): ChallengeDesk {
  return {
    create: (request) => createChallenge(deps, request),
    read: (key) => readChallenge(deps, key),
    confirm: (request) => confirmChallenge(deps, request),
    view: (token) => viewChallenge(deps, token),
    answer: (request) => answerChallenge(deps, request),
    continue: (token) => continueChallenge(deps, token),
    sendAgain: (request) => sendAgain(deps, request),
    giveUp: (token) => giveUpChallenge(deps, token),
  };
}
