/** The price list, and what an application has, owes and was charged. */
import type { ImportOutcome } from '../../billing/import-prices.ts';
import { countryName } from '../../kernel/countries.ts';
import { actorOf } from '../../operators/operator.ts';
import * as billing from './billing-schemas.ts';
import { findApplication, findManagedApplication } from './find-application.ts';
import { operation } from './operation.ts';
import { pageSize } from './page.ts';
import { ApplicationParams, type View } from './schemas.ts';

const priceOperations = [
  operation(
    {
      name: 'listPrices',
      method: 'GET',
      path: '/admin/prices',
      summary: 'The price list by channel, country, network and carrier',
      access: 'applications.read',
      query: billing.PriceFilter,
      answer: billing.PricePage,
    },
    async (call) => {
      const { limit, ...filter } = call.query;
      const page = await call.deps.core.listPrices({ ...filter, limit: pageSize(limit) });
      return { items: page.items.map(withCountryName), next: page.next };
    },
  ),
  operation(
    {
      name: 'importPrices',
      method: 'POST',
      path: '/admin/prices/import',
      summary: 'Take a price file into the list, or see what it would change',
      access: 'prices.manage',
      body: billing.PriceImport,
      answer: billing.PriceImportResult,
    },
    async (call) => {
      const actor = actorOf(call.signedIn.operator);
      return importView(await call.deps.core.importPrices({ ...call.body, actor }));
    },
  ),
];

const fundsOperations = [
  operation(
    {
      name: 'getFunds',
      method: 'GET',
      path: '/admin/applications/:applicationId/funds',
      summary: 'Balance and credit of an application',
      access: 'applications.read',
      params: ApplicationParams,
      answer: billing.Funds,
    },
    async (call) => fundsView(await findApplication(call.deps, call.params.applicationId)),
  ),
  operation(
    {
      name: 'topUp',
      method: 'POST',
      path: '/admin/applications/:applicationId/top-up',
      summary: 'Add to a balance, or correct it by an amount below zero',
      access: 'applications.read',
      params: ApplicationParams,
      body: billing.TopUp,
      answer: billing.Funds,
    },
    async (call) => {
      const { id } = await findManagedApplication(call, call.params.applicationId);
      const { amount, note = '' } = call.body;
      const actor = actorOf(call.signedIn.operator);
      await call.deps.core.topUp({ applicationId: id, amount, note, actor });
      return fundsView(await findApplication(call.deps, String(id)));
    },
  ),
  operation(
    {
      name: 'changeCredit',
      method: 'PUT',
      path: '/admin/applications/:applicationId/credit',
      summary: 'Set how far below zero a balance may go',
      access: 'applications.read',
      params: ApplicationParams,
      body: billing.CreditChange,
      answer: billing.Funds,
    },
    async (call) => {
      const { id } = await findManagedApplication(call, call.params.applicationId);
      const actor = actorOf(call.signedIn.operator);
      await call.deps.core.changeCredit({ applicationId: id, credit: call.body.credit, actor });
      return fundsView(await findApplication(call.deps, String(id)));
    },
  ),
  operation(
    {
      name: 'listLedger',
      method: 'GET',
      path: '/admin/applications/:applicationId/ledger',
      summary: 'What was booked on a balance, newest first',
      access: 'applications.read',
      params: ApplicationParams,
      query: billing.LedgerFilter,
      answer: billing.LedgerPage,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const { limit, ...filter } = call.query;
      const page = await call.deps.core.listLedger({
        ...filter,
        applicationId: application.id,
        limit: pageSize(limit),
      });
      return {
        items: page.items.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
        next: page.next,
      };
    },
  ),
];

export const billingOperations = [...priceOperations, ...fundsOperations];

function fundsView(application: {
  balance: string;
  credit: string;
  currency: string;
}): View<typeof billing.Funds> {
  const { balance, credit, currency } = application;
  return { balance, credit, currency };
}

function withCountryName<Line extends { readonly country: string }>(
  line: Line,
): Line & { countryName: string } {
  return { ...line, countryName: countryName(line.country) };
}

function importView(outcome: ImportOutcome): View<typeof billing.PriceImportResult> {
  if (outcome.kind === 'refused') {
    const problems = [...outcome.problems];
    return { kind: 'refused', problems, changes: [], unchanged: 0, version: null };
  }
  const { kind, unchanged, version } = outcome;
  const changes = outcome.changes.map(({ line, before, after }) => ({
    ...withCountryName(line),
    before,
    after,
  }));
  return { kind, problems: [], changes, unchanged, version };
}
