/** Binds what the room Fraud reads and does. */
import type { FraudCore } from '../apis/admin/fraud-core.ts';
import { getApplication } from '../applications/manage-application.ts';
import type { Core, CoreDeps } from '../core.ts';
import { allowNumber } from '../fraud/allow-number.ts';
import { describeBudgets } from '../fraud/describe-budgets.ts';
import { dryRun } from '../fraud/dry-run.ts';
import { liftBlock } from '../fraud/lift-block.ts';
import { listBlocks } from '../fraud/list-blocks.ts';
import { listDecisions } from '../fraud/list-decisions.ts';

export function bindFraud(core: Core, { db, keyRing, clock }: CoreDeps): FraudCore {
  const managing = { db, keyRing, directory: core.directory };
  const find = (id: number) => getApplication(managing, id);
  return {
    describeBudgets: async ({ applicationId }) =>
      describeBudgets({ db, clock }, await find(applicationId)),
    listBlocks: ({ applicationId }) => listBlocks({ db }, applicationId),
    listDecisions: (query) => listDecisions({ db }, query),
    liftBlock: (request) => liftBlock({ db }, request),
    async dryRunBudgets({ applicationId, settings }) {
      const application = await find(applicationId);
      const { priceOf } = core.prices;
      return dryRun({ db, keyRing, clock, priceOf }, { application, settings });
    },
    async allowNumber({ applicationId, number, actor }) {
      const application = await find(applicationId);
      await allowNumber(managing, { application, number, actor });
    },
  };
}
