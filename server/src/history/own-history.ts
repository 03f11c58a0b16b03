/** What an application may read of what it did, bound. */
import { describeMessage, type MessageDetails } from './describe-message.ts';
import { listMessages, type MessagePage, type MessageQuery } from './list-messages.ts';
import type { MessageDeps } from './message.ts';
import {
  describeOwn,
  findOwn,
  listOwn,
  type OwnDeps,
  type OwnVerification,
  type OwnVerificationDetails,
  type OwnVerificationQuery,
} from './own-verifications.ts';

interface One {
  readonly applicationId: number;
  readonly id: string;
}

export interface OwnHistory {
  listVerifications(
    query: OwnVerificationQuery,
  ): Promise<{ items: readonly OwnVerification[]; next: string | null }>;
  /** Undefined alike for an id nobody has and for another application's. */
  findVerification(request: One): Promise<OwnVerification | undefined>;
  describeVerification(request: One): Promise<OwnVerificationDetails | undefined>;
  listMessages(query: MessageQuery): Promise<MessagePage>;
  /** @throws PlatformError `not_found`, the same for another application's id. */
  describeMessage(request: One): Promise<MessageDetails>;
}

export function createOwnHistory(given: OwnDeps & MessageDeps): OwnHistory {
  const deps = { ...given, tellsAddresses: true };
  // Addresses come here in their one form.
  const listing = { ...deps, normaliseAddress: (address: string) => address };
  return {
    listVerifications: (query) => listOwn(deps, query),
    findVerification: (request) => findOwn(deps, request),
    describeVerification: (request) => describeOwn(deps, request),
    listMessages: (query) => listMessages(listing, query),
    describeMessage: (request) => describeMessage(deps, request),
  };
}
