/**
 * What the classic search knows of a message: by its id, or by recipient and day. Whole numbers and
 * words, because the application itself asks; a code is never said again.
 */
import type { Application } from '../../applications/application.ts';
import type { Database } from '../../db/client.ts';
import { contexts, type MessagePart } from '../../delivery/contract.ts';
import { contexts as inboundContexts } from '../../inbound/inbound.ts';
import { parseId } from '../../kernel/ids.ts';
import type { KeyRing } from '../../kernel/secret-box.ts';
import { parseTemplate } from '../../kernel/template.ts';
import { windowNear, windowOf } from './id-window.ts';
import { addressAsGiven } from './record-rejection.ts';
import {
  type FoundDispatchRow,
  type FoundInboundRow,
  findDispatch,
  findDispatchesTo,
  findInbound,
  findInboundFrom,
} from './store.ts';

export interface FoundMessage {
  readonly direction: 'outbound' | 'inbound';
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Empty when it was redacted, or when nothing of it may be said again. */
  readonly body: string;
  readonly network: string | null;
  /** Decimal with eight places; null for an inbound one. */
  readonly price: string | null;
  readonly receivedAt: Date;
  /** Outbound only, as the dispatch's state. */
  readonly state: string | null;
  readonly closedAt: Date | null;
  readonly errorCode: number;
  readonly reference: string | null;
  /** Of a reply with a code. */
  readonly checked: { readonly outcome: string; readonly dispatchId: string | null } | null;
}

export interface FindDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

export interface FindMessages {
  byId(application: Application, id: string): Promise<FoundMessage | undefined>;
  /** Of one day in UTC, the oldest first. */
  byRecipient(
    application: Application,
    search: { day: Date; to: string },
  ): Promise<readonly FoundMessage[]>;
}

const dayMilliseconds = 86_400_000;
const foundMax = 100;

export function createFindMessages(deps: FindDeps): FindMessages {
  return {
    byId: (application, id) => findById(deps, application.id, id),
    byRecipient: (application, search) => findByRecipient(deps, application.id, search),
  };
}

async function findById(
  { db, keyRing }: FindDeps,
  applicationId: number,
  text: string,
): Promise<FoundMessage | undefined> {
  const id = parseId(text);
  if (id) {
    const [row] = await findDispatch(db, windowNear(applicationId, id), id);
    if (row) return outbound(keyRing, row);
  }
  const [row] = await findInbound(db, applicationId, id ?? null, text);
  return row ? inbound(keyRing, row) : undefined;
}

async function findByRecipient(
  { db, keyRing }: FindDeps,
  applicationId: number,
  { day, to }: { day: Date; to: string },
): Promise<readonly FoundMessage[]> {
  const addressMac = keyRing.mac('address', addressAsGiven(to));
  const start = day.getTime();
  const window = windowOf(applicationId, start, start + dayMilliseconds);
  const [sent, received] = await Promise.all([
    findDispatchesTo(db, window, addressMac, foundMax),
    findInboundFrom(db, window, addressMac, foundMax),
  ]);
  return [
    ...sent.map((row) => outbound(keyRing, row)),
    ...received.map((row) => inbound(keyRing, row)),
  ]
    .toSorted((one, two) => one.receivedAt.getTime() - two.receivedAt.getTime())
    .slice(0, foundMax);
}

function outbound(keyRing: KeyRing, row: FoundDispatchRow): FoundMessage {
  const context = row.is_part ? contexts.messageAddress : contexts.address;
  return {
    direction: 'outbound',
    id: row.id,
    from: row.sender,
    to: keyRing.open(row.address_sealed, context(row.verification_id)).toString('utf8'),
    body: row.is_part ? partText(keyRing, row) : codeText(keyRing, row),
    network: row.network,
    price: row.cost,
    receivedAt: row.created_at,
    state: row.state,
    closedAt: row.ended_at,
    errorCode: row.error_code ?? 0,
    reference: row.reference,
    checked: null,
  };
}

function inbound(keyRing: KeyRing, row: FoundInboundRow): FoundMessage {
  const open = (sealed: Buffer, context: string) => keyRing.open(sealed, context).toString('utf8');
  const content = row.content_sealed && open(row.content_sealed, inboundContexts.content(row.id));
  const { text, data } = (content ? JSON.parse(content) : {}) as { text?: string; data?: string };
  return {
    direction: 'inbound',
    id: row.message_id,
    from: open(row.address_sealed, inboundContexts.address(row.id)),
    to: row.recipient,
    // A guess tells of the code what the code would.
    body: row.checked === null ? (text ?? data ?? '') : (text ?? '').replaceAll(/\p{Nd}/gu, '*'),
    network: row.network,
    price: null,
    receivedAt: row.received_at,
    state: null,
    closedAt: null,
    errorCode: 0,
    reference: null,
    checked:
      row.checked === null ? null : { outcome: row.checked, dispatchId: row.checked_dispatch_id },
  };
}

function partText(keyRing: KeyRing, row: FoundDispatchRow): string {
  if (!row.content_sealed) return '';
  const context = contexts.messageContent(row.verification_id);
  const parts: readonly MessagePart[] = JSON.parse(
    keyRing.open(row.content_sealed, context).toString('utf8'),
  );
  const part = parts[row.step];
  return part?.encoding === 'binary' ? (part.data ?? '') : (part?.text ?? '');
}

/** The words a code was sent in, with stars where it stood. */
function codeText(keyRing: KeyRing, row: FoundDispatchRow): string {
  if (!row.template_sealed) return '';
  const context = contexts.template(row.verification_id);
  const { text, parameters = {} } = JSON.parse(
    keyRing.open(row.template_sealed, context).toString('utf8'),
  ) as { text: string; parameters?: Readonly<Record<string, string>> };
  const stars = '*'.repeat(row.code_length ?? 4);
  const isCode = (name: string) => name === 'pin' || name === 'code';
  return parseTemplate(text)
    .map((piece) => {
      if (piece.kind === 'literal') return piece.text;
      if (isCode(piece.name)) return stars;
      return parameters[piece.name] ?? (piece.name === 'brand' ? (row.brand ?? '') : '');
    })
    .join('');
}
