/**
 * Takes in what subscribers write, from every carrier and from the virtual handset. A message is kept
 * before anything is done about it, once by the carrier's id of it; the node that keeps it handles it,
 * and when that node dies another one does. Must never lose one, nor let one act twice.
 */
import { getApplication, type ManageDeps } from '../applications/manage-application.ts';
import { newId } from '../kernel/ids.ts';
import { maskAddress } from '../kernel/redact.ts';
import type { InboundMessage } from '../transports/contract.ts';
import { findRecipient } from './find-recipient.ts';
import { handleInbound } from './handle-inbound.ts';
import { acceptInbound, contexts, type InboundMeaning, type InboundOutcome } from './inbound.ts';
import type { HandleDeps } from './open-inbound.ts';
import { claimInbound, findInboundId, type InboundRow, insertInbound } from './store.ts';

export interface InboundRequest {
  /** Name of the transport it came by: message ids are its own. */
  readonly transport: string;
  readonly message: InboundMessage;
  /** Where the transport belongs to one application; else it is found by the number. */
  readonly applicationId?: number;
}

export type InboundReceived =
  | {
      readonly kind: 'handled';
      readonly id: string;
      readonly meaning: InboundMeaning;
      readonly outcome: InboundOutcome;
    }
  /** It is kept; a node will handle it in a moment. */
  | { readonly kind: 'received'; readonly id: string }
  /** It had been kept before, and nothing happened now. */
  | { readonly kind: 'duplicate'; readonly id: string };

/** @throws PlatformError `invalid_parameter` with the reason, when nothing is kept. */
export type ReceiveInbound = (request: InboundRequest) => Promise<InboundReceived>;

export type InboundDeps = HandleDeps & Pick<ManageDeps, 'directory'>;

export interface Inbound {
  readonly receive: ReceiveInbound;
  /** Takes up messages whose node died; answers how many there were. */
  handleDue(limit: number): Promise<number>;
}

/** A killed node delays a message by no more. */
const leaseSeconds = 15;
/** Nobody's: kept, so that it can be looked for. */
const noApplication = 0;
/** Then something is wrong with it that time does not heal. */
const triesMax = 10;

export function createInbound(deps: InboundDeps): Inbound {
  return {
    async receive(request) {
      const message = acceptInbound(request.message);
      const addressMac = deps.keyRing.mac('address', message.from);
      const applicationId =
        request.applicationId ??
        (await findRecipient(deps, { to: message.to, addressMac })) ??
        noApplication;
      const key = { applicationId, transport: request.transport, messageId: message.messageId };
      const [row] = await insertInbound(deps.db, newRow(deps, { ...key, message, addressMac }));
      if (row) return handleKept(deps, row);
      const [known] = await findInboundId(deps.db, key);
      return { kind: 'duplicate', id: known?.id ?? '' };
    },
    async handleDue(limit) {
      const rows = await claimInbound(deps.db, limit, leaseSeconds);
      for (const row of rows) await handleKept(deps, row);
      return rows.length;
    },
  };
}

async function handleKept(deps: InboundDeps, row: InboundRow): Promise<InboundReceived> {
  const { id } = row;
  try {
    if (row.application_id === noApplication) {
      // Told of at this level because somebody may be waiting for an answer.
      deps.logger.warn({ inboundId: id, to: maskAddress(row.recipient) }, 'message to nobody');
    }
    const application =
      row.application_id === noApplication
        ? undefined
        : await getApplication(deps, row.application_id);
    const handled = await handleInbound(deps, { row, application, isLast: row.tries >= triesMax });
    return handled ? { kind: 'handled', id, ...handled } : { kind: 'received', id };
  } catch (error) {
    // It keeps its lease; when that has run out a node tries again.
    deps.logger.warn({ error: String(error), inboundId: id }, 'inbound message not handled');
    return { kind: 'received', id };
  }
}

function newRow(
  { keyRing, clock }: InboundDeps,
  kept: {
    readonly applicationId: number;
    readonly transport: string;
    readonly messageId: string;
    readonly message: InboundMessage;
    readonly addressMac: Buffer;
  },
): Parameters<typeof insertInbound>[1] {
  const { message, ...key } = kept;
  const { type, text, data, header, concat } = message;
  const id = newId(clock.now());
  const content = JSON.stringify({ text, data, header });
  return {
    ...key,
    id,
    addressSealed: keyRing.seal(message.from, contexts.address(id)),
    recipient: message.to,
    network: message.network ?? null,
    type,
    contentSealed: keyRing.seal(content, contexts.content(id)),
    concatReference: concat?.reference ?? null,
    concatTotal: concat?.total ?? null,
    concatPart: concat?.part ?? null,
    leaseSeconds,
  };
}
