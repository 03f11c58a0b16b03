/** Requests and answers about prices, balances and the ledger. */
import { Type } from 'typebox';
import { answer, Id, input, LimitText, Nullable, oneOf, Text, Timestamp } from './schema-parts.ts';

const Decimal = Type.String({ pattern: '^-?\\d{1,9}(\\.\\d{1,8})?$' });
const ImportMode = oneOf(['merge', 'replace'] as const, 'PriceImportMode');

export const PriceFilter = input({
  channel: Type.Optional(Text(40)),
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  before: Type.Optional(Text(200)),
  limit: Type.Optional(LimitText),
});
const place = {
  channel: Type.String(),
  transport: Type.String(),
  country: Type.String(),
  countryName: Type.String(),
  network: Type.String(),
  networkName: Type.String(),
};
const PriceView = answer('Price', { ...place, price: Type.String() });
export const PricePage = answer('PricePage', {
  items: Type.Array(PriceView),
  next: Nullable(Type.String()),
});

/** The longest file: about 5,000 lines. */
const fileTextMax = 240_000;
export const PriceImport = input(
  {
    text: Type.String({ maxLength: fileTextMax }),
    mode: ImportMode,
    isDryRun: Type.Boolean(),
    /** Of the dry run that was looked at: the import is refused when the list changed since. */
    version: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  'PriceImport',
);
export const PriceImportResult = answer('PriceImportResult', {
  kind: oneOf(['refused', 'planned', 'imported'] as const, 'PriceImportKind'),
  problems: Type.Array(
    answer('PriceProblem', {
      row: Type.Integer(),
      column: Type.String(),
      reason: Type.String(),
    }),
  ),
  changes: Type.Array(
    answer('PriceChange', {
      ...place,
      before: Nullable(Type.String()),
      after: Nullable(Type.String()),
    }),
  ),
  unchanged: Type.Integer(),
  version: Nullable(Type.Integer()),
});

export const Funds = answer('Funds', {
  balance: Type.String(),
  /** How far below zero the balance may go. */
  credit: Type.String(),
  currency: Type.String(),
});
export const TopUp = input(
  { amount: Decimal, note: Type.Optional(Type.String({ maxLength: 200 })) },
  'TopUp',
);
export const CreditChange = input({ credit: Decimal }, 'CreditChange');

export const LedgerFilter = input({
  kind: Type.Optional(Text(40)),
  before: Type.Optional(Text(200)),
  limit: Type.Optional(LimitText),
});
const LedgerEntryView = answer('LedgerEntry', {
  id: Id,
  at: Timestamp,
  kind: Type.String(),
  count: Type.Integer(),
  amount: Type.String(),
});
export const LedgerPage = answer('LedgerPage', {
  items: Type.Array(LedgerEntryView),
  next: Nullable(Type.String()),
});
