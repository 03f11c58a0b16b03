/**
 * The classic top-up: an application adds the amount its settings allow, each transaction id once
 * and only so often a day, so that nobody who holds its key can spend without end.
 */
import type { Application } from '../applications/application.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { insertTopUp, lockFunds, moveFunds } from './store.ts';

export type ReloadOutcome = 'done' | 'not-enabled' | 'refused';

export async function reloadBalance(
  deps: { db: Database; directory: { forget(): void } },
  request: { application: Application; transactionId: string },
): Promise<ReloadOutcome> {
  const { application, transactionId } = request;
  const { autoReload } = application.settings;
  if (!autoReload) return 'not-enabled';
  const { amount, timesADay } = autoReload;
  const applicationId = application.id;
  const isDone = await deps.db.transaction(async (tx) => {
    await lockFunds(tx, applicationId);
    const row = { applicationId, transactionId, amount, timesADay };
    if ((await insertTopUp(tx, row)).length === 0) return false;
    await moveFunds(tx, { applicationId, kind: 'top-up', amount });
    const action = 'application.topped_up';
    await recordAudit(tx, { actor: 'application', action, applicationId, data: { amount } });
    return true;
  });
  if (isDone) deps.directory.forget();
  return isDone ? 'done' : 'refused';
}
