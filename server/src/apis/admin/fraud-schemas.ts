/** Requests and answers of the room Fraud. */
import { Type } from 'typebox';
import { applicationSettingsSchema } from '../../applications/application.ts';
import { pumpingActions, pumpingRules } from '../../applications/pumping-settings.ts';
import { scopes } from '../../fraud/traffic.ts';
import {
  answer,
  IdText,
  input,
  LimitText,
  Nullable,
  oneOf,
  Text,
  Timestamp,
} from './schema-parts.ts';

const ScopeName = oneOf(scopes, 'FraudScope');
const ActionName = oneOf(pumpingActions, 'FraudAction');
const RuleName = oneOf(pumpingRules, 'FraudRule');

export const BlockParams = input({
  applicationId: IdText,
  scope: ScopeName,
  key: Type.String({ pattern: '^[A-Za-z0-9_-]{2,22}$' }),
});

export const DecisionFilter = input({
  action: Type.Optional(ActionName),
  before: Type.Optional(Text(64)),
  limit: Type.Optional(LimitText),
});

const BudgetLine = answer('FraudBudget', {
  scope: ScopeName,
  key: Type.String(),
  unverifiedHour: Type.Integer(),
  allowedHour: Type.Integer(),
  unverifiedDay: Type.Integer(),
  allowedDay: Type.Integer(),
  sentDay: Type.Integer(),
  verifiedDay: Type.Integer(),
  isBlocked: Type.Boolean(),
});
const SpendLine = answer('FraudSpending', {
  window: oneOf(['hour', 'day'], 'FraudWindow'),
  spent: Type.String(),
  cap: Nullable(Type.String()),
  endsAt: Nullable(Timestamp),
});
export const BudgetsView = answer('FraudBudgets', {
  lines: Type.Array(BudgetLine),
  spending: Type.Array(SpendLine),
  decided: Type.Array(
    Type.Object({ action: ActionName, count: Type.Integer(), saved: Type.String() }),
  ),
});

const FraudBlock = answer('FraudBlock', {
  scope: ScopeName,
  key: Type.String(),
  rule: RuleName,
  openedAt: Timestamp,
  until: Timestamp,
  isActive: Type.Boolean(),
  times: Type.Integer(),
  liftedAt: Nullable(Timestamp),
  refused: Type.Integer(),
  saved: Type.String(),
});
export const BlockList = answer('FraudBlockList', { items: Type.Array(FraudBlock) });

const FraudDecision = answer('FraudDecision', {
  id: Type.Integer(),
  at: Timestamp,
  rule: RuleName,
  scope: ScopeName,
  key: Type.String(),
  country: Nullable(Type.String()),
  action: ActionName,
  isBlocked: Type.Boolean(),
  counted: Type.Number(),
  allowed: Type.Number(),
  count: Type.Integer(),
  saved: Type.String(),
});
export const DecisionPage = answer('FraudDecisionPage', {
  items: Type.Array(FraudDecision),
  next: Nullable(Type.String()),
});

const { pumping, spendCaps } = applicationSettingsSchema.properties;
export const ProposedBudgets = input(
  { pumping: Type.Optional(pumping), spendCaps: Type.Optional(spendCaps) },
  'ProposedBudgets',
);

const RuleOutcome = answer('FraudRuleOutcome', {
  rule: oneOf([...pumpingRules, 'spendCaps'], 'FraudCause'),
  stopped: Type.Integer(),
  honest: Type.Integer(),
  recorded: Type.Integer(),
  saved: Type.String(),
});
export const DryRunView = answer('FraudDryRun', {
  from: Timestamp,
  to: Timestamp,
  isPartial: Type.Boolean(),
  messages: Type.Integer(),
  verified: Type.Integer(),
  inForce: Type.Array(RuleOutcome),
  proposed: Type.Array(RuleOutcome),
});

export const AllowedNumber = input({ number: Text(32, 5) }, 'AllowedNumber');
