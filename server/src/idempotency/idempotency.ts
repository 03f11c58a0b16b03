/** What an idempotency key is here: its claims, its kept answer, and how long a claim lasts. */
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { KeyRing } from '../kernel/secret-box.ts';

/** Longer than any request takes that still may have an effect, statements' limits included. */
export const claimLeaseSeconds = 30;

/** What a request is, to tell a repetition from another one. */
export interface IdentifiedRequest {
  readonly applicationId: number;
  /** As sent, 1 to 255 characters. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Claim {
  readonly applicationId: number;
  readonly keyMac: Buffer;
  /** 1 for the first; each takeover of a dead claim counts one. */
  readonly number: number;
  /** The thing that is made gets this id. */
  readonly effectId: string;
  /** Whether an earlier claim with this key may have had its effect already. */
  readonly isTakenOver: boolean;
  /** When the key was first seen, by the database's clock. */
  readonly since: Date;
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'other_request' }
  | { readonly kind: 'in_progress'; readonly retryAfterSeconds: number };

export interface IdempotencyDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** Where a kept answer is sealed for. */
export function answerContext({ applicationId, keyMac }: SealedPlace): string {
  return `idempotency_keys.answer:${applicationId}:${keyMac.toString('hex')}`;
}

interface SealedPlace {
  readonly applicationId: number;
  readonly keyMac: Buffer;
}
