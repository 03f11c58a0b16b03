/**
 * Forgets whom a message went to and what it said, at the application's wish. What was sent, when, at
 * what price and how it went stays, and so does the record of consent, which is proof.
 */
import type { Application } from '../../applications/application.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import type { Database } from '../../db/client.ts';
import { contexts } from '../../delivery/contract.ts';
import { contexts as inboundContexts } from '../../inbound/inbound.ts';
import { parseId } from '../../kernel/ids.ts';
import type { KeyRing } from '../../kernel/secret-box.ts';
import { parentOfDispatch } from '../classic/parent-of-dispatch.ts';
import {
  deleteHandsetMessages,
  eraseEvents,
  eraseInbound,
  eraseMessage,
  eraseVerification,
  findInboundState,
  findRedactable,
} from './store.ts';

export interface RedactRequest {
  readonly application: Application;
  /** What `id` names: a message that was sent, one that came in, or a whole verification. */
  readonly kind: 'outbound' | 'inbound' | 'verification';
  readonly id: string;
}

/** Too early: it lives, it is yet to be sent or handled, or a receipt may come within the hour. */
export type RedactOutcome = 'done' | 'not-found' | 'too-early';

export type RedactMessage = (request: RedactRequest) => Promise<RedactOutcome>;

interface RedactDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

export function createRedactMessage(deps: RedactDeps): RedactMessage {
  return async ({ application, kind, id: text }) => {
    const id = parseId(text);
    if (kind === 'inbound') return redactInbound(deps, application.id, id ?? null, text);
    if (!id) return 'not-found';
    const parent =
      kind === 'verification'
        ? id
        : await parentOfDispatch(deps, { applicationId: application.id, dispatchId: id });
    return parent ? redactOutbound(deps, application.id, parent) : 'not-found';
  };
}

async function redactOutbound(
  { db, keyRing }: RedactDeps,
  applicationId: number,
  id: string,
): Promise<RedactOutcome> {
  const [found] = await findRedactable(db, applicationId, id);
  if (!found) return 'not-found';
  if (found.is_under_way) return 'too-early';
  const context = found.is_verification ? contexts.address(id) : contexts.messageAddress(id);
  const erasure = { applicationId, id, addressSealed: keyRing.seal('', context) };
  await db.transaction(async (tx) => {
    await (found.is_verification ? eraseVerification : eraseMessage)(tx, erasure);
    await eraseEvents(tx, applicationId, id);
    await deleteHandsetMessages(tx, applicationId, id);
    await recordAudit(tx, { ...redacted, applicationId, subject: id });
  });
  return 'done';
}

async function redactInbound(
  { db, keyRing }: RedactDeps,
  applicationId: number,
  id: string | null,
  messageId: string,
): Promise<RedactOutcome> {
  const [found] = await findInboundState(db, applicationId, id, messageId);
  if (!found) return 'not-found';
  if (!found.is_handled) return 'too-early';
  const addressSealed = keyRing.seal('', inboundContexts.address(found.id));
  await db.transaction(async (tx) => {
    await eraseInbound(tx, { applicationId, id: found.id, addressSealed });
    await recordAudit(tx, { ...redacted, applicationId, subject: found.id });
  });
  return 'done';
}

const redacted = { actor: 'application', action: 'message.redacted' };
