/** Budgets against pumping: how full they are, what was blocked, lifting it, and trying other limits. */
import type { PumpingAction, PumpingRule } from '../../applications/pumping-settings.ts';
import { actorOf } from '../../operators/operator.ts';
import { findApplication, findManagedApplication } from './find-application.ts';
import * as schema from './fraud-schemas.ts';
import { operation } from './operation.ts';
import { pageSize } from './page.ts';
import { ApplicationParams, Done } from './schemas.ts';

const readOperations = [
  operation(
    {
      name: 'describeBudgets',
      method: 'GET',
      path: '/admin/applications/:applicationId/fraud',
      summary: 'Budgets of countries, prefixes and clients, spending, and what was decided',
      access: 'verifications.read',
      params: ApplicationParams,
      answer: schema.BudgetsView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const budgets = await call.deps.core.describeBudgets({ applicationId: application.id });
      return {
        lines: [...budgets.lines],
        spending: budgets.spending.map(({ endsAt, ...line }) => ({
          ...line,
          endsAt: endsAt?.toISOString() ?? null,
        })),
        // Both are written by the judge, from these unions.
        decided: budgets.decided.map((row) => ({ ...row, action: row.action as PumpingAction })),
      };
    },
  ),
  operation(
    {
      name: 'listFraudBlocks',
      method: 'GET',
      path: '/admin/applications/:applicationId/fraud/blocks',
      summary: 'Blocks in force, then those that ended within a week',
      access: 'verifications.read',
      params: ApplicationParams,
      answer: schema.BlockList,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const blocks = await call.deps.core.listBlocks({ applicationId: application.id });
      return {
        items: blocks.map((block) => ({
          ...block,
          rule: block.rule as PumpingRule,
          openedAt: block.openedAt.toISOString(),
          until: block.until.toISOString(),
          liftedAt: block.liftedAt?.toISOString() ?? null,
        })),
      };
    },
  ),
  operation(
    {
      name: 'listFraudDecisions',
      method: 'GET',
      path: '/admin/applications/:applicationId/fraud/decisions',
      summary: 'Decisions other than to let pass, newest first',
      access: 'verifications.read',
      params: ApplicationParams,
      query: schema.DecisionFilter,
      answer: schema.DecisionPage,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const { limit, ...filter } = call.query;
      const page = await call.deps.core.listDecisions({
        ...filter,
        applicationId: application.id,
        limit: pageSize(limit),
      });
      return {
        items: page.items.map((item) => ({
          ...item,
          at: item.at.toISOString(),
          rule: item.rule as PumpingRule,
          action: item.action as PumpingAction,
        })),
        next: page.next,
      };
    },
  ),
  operation(
    {
      name: 'dryRunBudgets',
      method: 'POST',
      path: '/admin/applications/:applicationId/fraud/dry-run',
      summary: 'What other limits would have done to the last seven days; changes nothing',
      access: 'verifications.read',
      params: ApplicationParams,
      body: schema.ProposedBudgets,
      answer: schema.DryRunView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const run = await call.deps.core.dryRunBudgets({
        applicationId: application.id,
        settings: call.body,
      });
      return {
        ...run,
        from: run.from.toISOString(),
        to: run.to.toISOString(),
        inForce: [...run.inForce],
        proposed: [...run.proposed],
      };
    },
  ),
];

const changeOperations = [
  operation(
    {
      name: 'liftFraudBlock',
      method: 'POST',
      path: '/admin/applications/:applicationId/fraud/blocks/:scope/:key/lift',
      summary: 'End a block at once; its key has its whole allowance again',
      access: 'blocks.lift',
      params: schema.BlockParams,
      answer: Done,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const { scope, key } = call.params;
      await call.deps.core.liftBlock({
        applicationId: application.id,
        scope,
        key,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'allowNumber',
      method: 'POST',
      path: '/admin/applications/:applicationId/fraud/allowed-numbers',
      summary: 'Never judge this number; it is kept masked',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.AllowedNumber,
      answer: Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.allowNumber({
        applicationId: application.id,
        number: call.body.number,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
];

export const fraudOperations = [...readOperations, ...changeOperations];
