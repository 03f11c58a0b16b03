/** Prices, balances and the ledger, bound for the console. */
import type { BillingCore } from '../apis/admin/billing-core.ts';
import { changeCredit } from '../billing/change-credit.ts';
import { importPrices } from '../billing/import-prices.ts';
import { listLedger } from '../billing/list-ledger.ts';
import { listPrices } from '../billing/list-prices.ts';
import { topUp } from '../billing/top-up.ts';
import type { Core, CoreDeps } from '../core.ts';
import * as transports from '../transports/index.ts';

export function bindBilling(core: Core, { db }: CoreDeps): BillingCore {
  const known = {
    // An email goes to no country, so no line of the list could ever be about it.
    channels: [...core.channels.values()]
      .filter(({ addressKind }) => addressKind === 'phone-number')
      .map(({ name }) => name),
    transports: Object.values(transports).map(({ name }) => name),
  };
  const money = { db, directory: core.directory };
  return {
    listPrices: (query) => listPrices({ db }, query),
    importPrices: (request) => importPrices({ db, prices: core.prices, known }, request),
    listLedger: (query) => listLedger({ db }, query),
    topUp: (request) => topUp(money, request),
    changeCredit: (request) => changeCredit(money, request),
  };
}
