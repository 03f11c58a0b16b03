/** The tests there are, in their order on the card. */
import type { ScorecardTest } from './contract.ts';
import { parallelGuesses } from './tests/t01-parallel-guesses.ts';
import { parallelSuccess } from './tests/t02-parallel-success.ts';
import { guessBudget } from './tests/t03-guess-budget.ts';
import { expiry } from './tests/t08-expiry.ts';
import { codeBinding } from './tests/t09-code-binding.ts';
import { randomness } from './tests/t10-randomness.ts';
import { serverKilled } from './tests/t15-server-killed.ts';
import { databaseKilled } from './tests/t16-database-killed.ts';
import { leases } from './tests/t18-leases.ts';
import { webhookChaos } from './tests/t19-webhook-chaos.ts';
import { webhookSchedule } from './tests/t20-webhook-schedule.ts';
import { silentEndpoint } from './tests/t21-silent-endpoint.ts';
import { receiptsInAnyOrder } from './tests/t22-receipts.ts';
import { idempotency } from './tests/t25-idempotency.ts';
import { databaseAway } from './tests/t26-database-away.ts';
import { keyRotation } from './tests/t31-key-rotation.ts';
import { enumeration } from './tests/t36-enumeration.ts';
import { serverSideForgery } from './tests/t37-ssrf.ts';
import { fuzz } from './tests/t38-fuzz.ts';
import { canaryScan } from './tests/t39-canary-scan.ts';
import { tenants } from './tests/t40-tenants.ts';
import { pumping } from './tests/t41-pumping.ts';
import { hostileText } from './tests/t42-hostile-text.ts';
import { modelTest } from './tests/t44-model.ts';

export const tests: readonly ScorecardTest[] = [
  parallelGuesses,
  parallelSuccess,
  guessBudget,
  expiry,
  codeBinding,
  randomness,
  serverKilled,
  databaseKilled,
  leases,
  webhookChaos,
  webhookSchedule,
  silentEndpoint,
  receiptsInAnyOrder,
  idempotency,
  databaseAway,
  keyRotation,
  enumeration,
  serverSideForgery,
  fuzz,
  canaryScan,
  tenants,
  pumping,
  hostileText,
  modelTest,
];
