/** Rows of messages as the core would have left them, with the times and states a test wants. */
import { type Queryable, sql } from '../src/db/client.ts';
import { contexts } from '../src/delivery/contract.ts';
import { newId } from '../src/kernel/ids.ts';
import type { KeyRing } from '../src/kernel/secret-box.ts';
import { freshNumber } from './workbench.ts';

export interface MessageRowsDeps {
  readonly db: Queryable;
  readonly keyRing: KeyRing;
  readonly applicationId: number;
}

export interface EffortFacts {
  readonly at?: Date;
  readonly to?: string;
  readonly country?: string;
  readonly lane?: 0 | 1;
  readonly status?: 'in_progress' | 'verified' | 'expired';
  /** Between the request and the end. */
  readonly seconds?: number;
  readonly price?: string;
  readonly reference?: string;
  readonly dispatches?: readonly DispatchFacts[];
}

export interface DispatchFacts {
  readonly channel?: string;
  readonly sender?: string;
  readonly state?: string;
  readonly network?: string | null;
  readonly errorCode?: number | null;
  readonly cost?: string;
  readonly carrierId?: string;
  readonly isSent?: boolean;
}

/** A verification (or a message with the caller's own code) and its dispatches. */
export async function insertEffort(
  deps: MessageRowsDeps,
  facts: EffortFacts = {},
): Promise<{ id: string; dispatchIds: string[] }> {
  const at = facts.at ?? new Date();
  const id = newId(at);
  const to = facts.to ?? freshNumber();
  const status = facts.status ?? 'in_progress';
  const ended = status === 'in_progress' ? null : new Date(at.getTime() + secondsOf(facts));
  await deps.db.query(sql`
    insert into verifications (application_id, id, dialect, lane, address_mac, address_sealed,
      country, brand, sender, locale, workflow, code_length, has_own_code, code_life_seconds,
      checks_max, reference, status, price, created_at, ended_at)
    values (${deps.applicationId}, ${id}::uuid, 'test', ${facts.lane ?? 0},
      ${deps.keyRing.mac('address', to)}, ${deps.keyRing.seal(to, contexts.address(id))},
      ${facts.country ?? 'GB'}, 'Acme', 'Acme', 'en-us', '[]', 4, false, 300, 3,
      ${facts.reference ?? null}, ${status}, ${facts.price ?? '0'}, ${at}, ${ended})`);
  return { id, dispatchIds: await insertDispatches(deps, { id, at }, facts.dispatches ?? [{}]) };
}

function secondsOf({ seconds = 20 }: EffortFacts): number {
  return seconds * 1_000;
}

export interface TextFacts {
  readonly at?: Date;
  readonly to?: string;
  readonly country?: string;
  readonly texts?: readonly string[];
  readonly reference?: string;
  readonly dispatches?: readonly DispatchFacts[];
}

/** A message without a code, a dispatch for each part. */
export async function insertText(
  deps: MessageRowsDeps,
  facts: TextFacts = {},
): Promise<{ id: string; dispatchIds: string[] }> {
  const at = facts.at ?? new Date();
  const id = newId(at);
  const to = facts.to ?? freshNumber();
  const parts = (facts.texts ?? ['Hello']).map((text) => ({ text, encoding: 'gsm-7' }));
  const content = deps.keyRing.seal(JSON.stringify(parts), contexts.messageContent(id));
  await deps.db.query(sql`
    insert into messages (application_id, id, dialect, address_mac, address_sealed, country, sender,
      encoding, content_sealed, parts, reference, validity_seconds, created_at)
    values (${deps.applicationId}, ${id}::uuid, 'test', ${deps.keyRing.mac('address', to)},
      ${deps.keyRing.seal(to, contexts.messageAddress(id))}, ${facts.country ?? 'GB'}, 'Acme',
      'gsm-7', ${content}, ${parts.length}, ${facts.reference ?? null}, 86400, ${at})`);
  const dispatches = facts.dispatches ?? parts.map(() => ({}));
  return { id, dispatchIds: await insertDispatches(deps, { id, at }, dispatches) };
}

async function insertDispatches(
  deps: MessageRowsDeps,
  parent: { id: string; at: Date },
  dispatches: readonly DispatchFacts[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const [step, facts] of dispatches.entries()) {
    const at = new Date(parent.at.getTime() + step);
    const id = newId(at);
    const sentAt = facts.isSent === false ? null : at;
    await deps.db.query(sql`
      insert into dispatches (application_id, id, verification_id, step, code_number, channel,
        transport, sender, state, network, segments, cost, error_code, message_id, wants_receipts,
        created_at, sent_at, tries)
      values (${deps.applicationId}, ${id}::uuid, ${parent.id}::uuid, ${step}, 1,
        ${facts.channel ?? 'sms'}, 'inbox', ${facts.sender ?? 'Acme'},
        ${facts.state ?? 'delivered'}, ${facts.network === undefined ? '23410' : facts.network}, 1,
        ${facts.cost ?? '0.04'}, ${facts.errorCode ?? null}, ${facts.carrierId ?? id}, true,
        ${at}, ${sentAt}, 1)`);
    ids.push(id);
  }
  return ids;
}

/** A text from a subscriber. */
export async function insertInbound(
  deps: MessageRowsDeps,
  facts: { at?: Date; from?: string; meaning?: string; text?: string; isHandled?: boolean } = {},
): Promise<string> {
  const at = facts.at ?? new Date();
  const id = newId(at);
  const from = facts.from ?? freshNumber();
  const content = JSON.stringify({ text: facts.text ?? 'STOP' });
  await deps.db.query(sql`
    insert into inbound_messages (application_id, id, transport, message_id, address_mac,
      address_sealed, recipient, type, content_sealed, meaning, state, received_at, handled_at)
    values (${deps.applicationId}, ${id}::uuid, 'inbox', ${id}, ${deps.keyRing.mac('address', from)},
      ${deps.keyRing.seal(from, `inbound_messages.address:${id}`)}, '98765', 'text',
      ${deps.keyRing.seal(content, `inbound_messages.content:${id}`)}, ${facts.meaning ?? 'stop'},
      ${facts.isHandled === false ? 'received' : 'handled'}, ${at}, ${at})`);
  return id;
}
