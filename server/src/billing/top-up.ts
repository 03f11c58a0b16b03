/** An operator moves money: a top-up, or a correction that takes as much as balance and credit hold. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { findFunds, moveFunds } from './store.ts';

const unitsMax = parseAmount('1000000');

/**
 * @param request.amount EUR as decimal text, below zero for a correction; up to a million.
 * @returns the balance after, decimal with eight places.
 * @throws PlatformError `invalid_parameter`, `conflict` when a correction would overdraw, `not_found`
 */
export async function topUp(
  deps: { db: Database; directory: { forget(): void } },
  request: { applicationId: number; amount: string; note: string; actor: string },
): Promise<string> {
  const { applicationId, actor, note } = request;
  const amount = acceptAmount(request.amount);
  const isTopUp = !amount.startsWith('-');
  const moved = await deps.db.transaction(async (tx) => {
    const kind = isTopUp ? 'top-up' : 'correction';
    const [funds] = await moveFunds(tx, { applicationId, kind, amount });
    if (!funds) {
      const [known] = await findFunds(tx, applicationId);
      if (!known) throw new PlatformError('not_found');
      throw new PlatformError('conflict', { reason: isTopUp ? 'balance-limit' : 'overdrawn' });
    }
    await recordAudit(tx, {
      actor,
      action: isTopUp ? 'application.topped_up' : 'application.balance_corrected',
      applicationId,
      data: { amount, balance: funds.amount, ...(note !== '' && { note }) },
    });
    return funds;
  });
  deps.directory.forget();
  return moved.amount;
}

function acceptAmount(text: string): string {
  const refusal = new PlatformError('invalid_parameter', { parameter: 'amount' });
  let units: number;
  try {
    units = parseAmount(text);
  } catch {
    throw refusal;
  }
  if (units === 0 || Math.abs(units) > unitsMax) throw refusal;
  return formatAmount(units);
}
