/** What the console needs of the core for prices, balances and the ledger. */
import type { ImportOutcome } from '../../billing/import-prices.ts';
import type { LedgerPage } from '../../billing/list-ledger.ts';
import type { PricePage } from '../../billing/list-prices.ts';

export interface BillingCore {
  listPrices(query: {
    channel?: string;
    country?: string;
    before?: string;
    limit: number;
  }): Promise<PricePage>;
  /** @throws PlatformError `conflict` when the list is not the one the dry run saw. */
  importPrices(request: {
    text: string;
    mode: 'merge' | 'replace';
    isDryRun: boolean;
    version?: number;
    actor: string;
  }): Promise<ImportOutcome>;
  listLedger(query: {
    applicationId: number;
    kind?: string;
    before?: string;
    limit: number;
  }): Promise<LedgerPage>;
  /** @throws PlatformError `conflict` when a correction would overdraw. */
  topUp(request: {
    applicationId: number;
    /** EUR, below zero for a correction. */
    amount: string;
    note: string;
    actor: string;
  }): Promise<string>;
  changeCredit(request: { applicationId: number; credit: string; actor: string }): Promise<void>;
}
