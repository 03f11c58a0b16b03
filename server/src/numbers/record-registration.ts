/** Writes down what a registry said about a number: toll-free verification, a registered name. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { toNumber } from './list-numbers.ts';
import type { NumberRegistration, OwnedNumber } from './number.ts';
import { listNumberRows, updateRegistration } from './store.ts';

/** @throws PlatformError `not_found`. */
export async function recordRegistration(
  deps: { db: Database },
  request: {
    applicationId: number;
    numberId: number;
    registration: NumberRegistration;
    actor: string;
  },
): Promise<OwnedNumber> {
  const { applicationId, numberId, registration, actor } = request;
  return deps.db.transaction(async (tx) => {
    const changed = await updateRegistration(tx, { applicationId, id: numberId, ...registration });
    if (changed.length === 0) throw new PlatformError('not_found');
    await recordAudit(tx, {
      actor,
      action: 'number.registration-recorded',
      applicationId,
      subject: String(numberId),
      data: { state: registration.state, registryId: registration.registryId },
    });
    const [row] = await listNumberRows(tx, applicationId, numberId);
    if (!row) throw new PlatformError('not_found');
    return toNumber(row);
  });
}
