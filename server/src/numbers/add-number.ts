/**
 * Gives an application a number to send from: a shared short code of the pool at once, any other as
 * the carrier gave it to the owner. A number of its own belongs to one application of a kind at a time.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { acceptSender } from './accept-sender.ts';
import { toNumber } from './list-numbers.ts';
import type { NumberKind, OwnedNumber } from './number.ts';
import { maskSender } from './sender.ts';
import {
  findOwnNumber,
  insertNumber,
  listNumberRows,
  lockCode,
  lockOwner,
  lockShared,
} from './store.ts';

export interface AddNumberRequest {
  readonly applicationId: number;
  readonly kind: NumberKind;
  readonly sender: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly actor: string;
}

/** @throws PlatformError `invalid_parameter`, or `conflict` when it is taken. */
export async function addNumber(
  deps: { db: Database },
  request: AddNumberRequest,
): Promise<OwnedNumber> {
  const { applicationId, kind, actor } = request;
  return deps.db.transaction(async (tx) => {
    const [owner] = await lockOwner(tx, applicationId);
    if (!owner) throw new PlatformError('not_found');
    const isSandbox = owner.kind === 'sandbox';
    const sender = acceptSender({ ...request, isSandbox });
    await lockCode(tx, sender);
    await assertPool(tx, { ...request, sender, ownerKind: owner.kind });
    const [made] = await insertNumber(tx, { ...request, sender, isSandbox });
    if (!made) throw await explainTaken(tx, applicationId, sender);
    await recordAudit(tx, {
      actor,
      action: 'number.added',
      applicationId,
      subject: String(made.id),
      data: { kind, sender: maskSender(sender), country: request.country },
    });
    const [row] = await listNumberRows(tx, applicationId, made.id);
    if (!row) throw new PlatformError('not_found');
    return toNumber(row);
  });
}

/** A shared code has to be in the pool of its kind and country; no other number may be in any. */
async function assertPool(
  tx: Queryable,
  request: AddNumberRequest & { ownerKind: 'sandbox' | 'live' },
): Promise<void> {
  const [shared] = await lockShared(tx, request.sender);
  if (request.kind === 'shared-short-code') {
    const isThere = shared?.kind === request.ownerKind && shared.country === request.country;
    if (!isThere) {
      throw new PlatformError('invalid_parameter', { parameter: 'sender', reason: 'not-in-pool' });
    }
  } else if (shared && request.kind !== 'alphanumeric') {
    throw new PlatformError('conflict', { parameter: 'sender', reason: 'number-shared' });
  }
}

async function explainTaken(
  tx: Queryable,
  applicationId: number,
  sender: string,
): Promise<PlatformError> {
  const [own] = await findOwnNumber(tx, applicationId, sender);
  const reason = own ? 'number-known' : 'number-taken';
  return new PlatformError('conflict', { parameter: 'sender', reason });
}
