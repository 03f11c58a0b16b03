/**
 * The document an application gets of an event, by webhook and by `GET /v1/events` alike: made anew
 * from facts that no longer change, so that every attempt and every reading says the same. The
 * number stands there in full, as the application gave it; a redacted one is null.
 */
import { contexts } from '../delivery/contract.ts';
import { detailsOf, type EventType, eventIdOf } from './event.ts';

/** Columns of an event and of what it happened to. */
export interface EventFacts {
  readonly type: EventType;
  readonly sequence: number;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Name of the application outside (a UUID). */
  readonly wireId: string;
  readonly owner: 'verification' | 'message';
  readonly verificationId: string;
  readonly addressSealed: Buffer | null;
  readonly sender: string | null;
  readonly reference: string | null;
  readonly beganAt: Date | null;
  /** Type of the event that had ended the verification by then. */
  readonly endedBy: string | null;
}

export interface EventPayload {
  readonly id: string;
  readonly type: EventType;
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly application: { readonly id: string };
  readonly verification?: VerificationPart;
  readonly message?: MessagePart;
  /** What the type adds; see the catalogue. */
  readonly details: Readonly<Record<string, unknown>>;
}

interface VerificationPart {
  readonly id: string;
  /** As of this event. */
  readonly status: string;
  /** E.164 without plus, or email; null once it is erased. */
  readonly to: string | null;
  readonly reference: string | null;
  readonly started_at: string | null;
}

interface MessagePart {
  readonly id: string;
  readonly to: string | null;
  readonly from: string | null;
  readonly reference: string | null;
  readonly created_at: string | null;
}

export function eventPayload(
  open: (sealed: Buffer, context: string) => string,
  facts: EventFacts,
): EventPayload {
  const { type, sequence, at, owner } = facts;
  const to = addressOf(open, facts);
  return {
    id: eventIdOf(facts),
    type,
    sequence,
    at: at.toISOString(),
    application: { id: facts.wireId },
    ...(owner === 'message'
      ? { message: messagePart(facts, to) }
      : { verification: verificationPart(facts, to) }),
    details: detailsOf(type, facts.data),
  };
}

function verificationPart(facts: EventFacts, to: string | null): VerificationPart {
  return {
    id: facts.verificationId,
    status: facts.endedBy?.replace('verification.', '') ?? 'in_progress',
    to,
    reference: facts.reference,
    started_at: facts.beganAt?.toISOString() ?? null,
  };
}

function messagePart(facts: EventFacts, to: string | null): MessagePart {
  return {
    id: facts.verificationId,
    to,
    from: facts.sender,
    reference: facts.reference,
    created_at: facts.beganAt?.toISOString() ?? null,
  };
}

function addressOf(
  open: (sealed: Buffer, context: string) => string,
  { owner, addressSealed, verificationId }: EventFacts,
): string | null {
  if (addressSealed === null) return null;
  const context = owner === 'message' ? contexts.messageAddress : contexts.address;
  // Nothing is sealed in the place of an address that was erased.
  return open(addressSealed, context(verificationId)) || null;
}
