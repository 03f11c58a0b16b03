/** How far below zero an application may go: set by an operator, with its trace in the audit. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { setCredit } from './store.ts';

/**
 * @param request.credit EUR as decimal text, 0 to 999999.
 * @throws PlatformError `invalid_parameter`, `not_found`
 */
export async function changeCredit(
  deps: { db: Database; directory: { forget(): void } },
  request: { applicationId: number; credit: string; actor: string },
): Promise<void> {
  const { applicationId, actor } = request;
  if (!/^\d{1,6}(\.\d{1,8})?$/.test(request.credit)) {
    throw new PlatformError('invalid_parameter', { parameter: 'credit' });
  }
  const credit = formatAmount(parseAmount(request.credit));
  await deps.db.transaction(async (tx) => {
    const [changed] = await setCredit(tx, applicationId, credit);
    if (!changed) throw new PlatformError('not_found');
    const data = { before: changed.before, credit };
    await recordAudit(tx, { actor, action: 'application.credit_changed', applicationId, data });
  });
  deps.directory.forget();
}
