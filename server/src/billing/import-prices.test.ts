/** Prices from a file to what a message costs, and a list that changes as a whole or not at all. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { settingsInForce } from '../applications/application.ts';
import { sql } from '../db/client.ts';
import { formatAmount } from '../kernel/money.ts';
import { type ImportRequest, importPrices } from './import-prices.ts';
import { listPrices } from './list-prices.ts';
import { createPriceList, type PriceList, type PriceRequest } from './price-list.ts';

const header = 'channel,transport,country,network,network_name,price';
const file = (...lines: string[]) => [header, ...lines].join('\n');

let database: TestDatabase;
let prices: PriceList;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.query(sql`delete from prices`);
  await database.db.query(sql`update price_list_version set version = version + 1`);
  prices = createPriceList({ db: database.db });
  await prices.refresh();
});

const known = { channels: ['sms', 'voice'], transports: ['acme', 'inbox'] };
const take = (text: string, changes: Partial<ImportRequest> = {}) =>
  importPrices(
    { db: database.db, prices, known },
    { text, mode: 'merge', isDryRun: false, actor: 'operator:1', ...changes },
  );
const settings = settingsInForce('live', {});
const priceOf = (request: Omit<PriceRequest, 'settings'>, list = prices) =>
  formatAmount(list.priceOf({ settings, ...request }));
const countLines = async () => (await listPrices({ db: database.db }, { limit: 200 })).items.length;

test('without a list an application pays what its settings say, by channel', () => {
  expect(priceOf({ channel: 'sms', country: 'GB' })).toBe('0.03330000');
  expect(priceOf({ channel: 'voice', country: 'GB' })).toBe('0.06000000');
  expect(priceOf({ channel: 'pigeon', country: 'GB' })).toBe('0.00000000');
});

test('the most exact line wins: network before carrier, carrier before any', async () => {
  await take(
    file(
      'sms,,GB,,,0.01',
      'sms,acme,GB,,,0.02',
      'sms,,GB,23410,O2,0.03',
      'sms,acme,GB,23410,O2,0.04',
      'sms,,FR,20801,Orange,0.05',
    ),
  );
  const gb = { channel: 'sms', country: 'GB' };
  expect(priceOf(gb)).toBe('0.01000000');
  expect(priceOf({ ...gb, transport: 'acme' })).toBe('0.02000000');
  expect(priceOf({ ...gb, transport: 'inbox' })).toBe('0.01000000');
  expect(priceOf({ ...gb, network: '23410' })).toBe('0.03000000');
  expect(priceOf({ ...gb, network: '23410', transport: 'acme' })).toBe('0.04000000');
  expect(priceOf({ ...gb, network: '23415', transport: 'acme' })).toBe('0.02000000');
  // A line about a network says nothing of the rest of the country.
  expect(priceOf({ channel: 'sms', country: 'FR' })).toBe('0.03330000');
  expect(priceOf({ channel: 'voice', country: 'GB' })).toBe('0.06000000');
  expect(priceOf({ channel: 'sms', country: null })).toBe('0.03330000');
});

test('another node sees a change when it looks again, and the importing one at once', async () => {
  const elsewhere = createPriceList({ db: database.db });
  await elsewhere.refresh();
  await take(file('sms,,GB,,,0.01'));
  const gb = { channel: 'sms', country: 'GB' };
  expect(priceOf(gb)).toBe('0.01000000');
  expect(priceOf(gb, elsewhere)).toBe('0.03330000');
  await elsewhere.refresh();
  expect(priceOf(gb, elsewhere)).toBe('0.01000000');
});

test('a dry run tells old and new price of each line, and changes nothing', async () => {
  await take(file('sms,,GB,,,0.01', 'sms,,FR,,,0.02', 'sms,,DE,,,0.03'));
  const text = file('sms,,GB,,,0.01', 'sms,,FR,,,0.025', 'sms,,ES,,,0.04');
  const line = (country: string) => ({
    channel: 'sms',
    transport: '',
    country,
    network: '',
    networkName: '',
  });
  const merged = {
    kind: 'planned',
    unchanged: 1,
    version: expect.any(Number),
    changes: [
      { line: line('FR'), before: '0.02000000', after: '0.02500000' },
      { line: line('ES'), before: null, after: '0.04000000' },
    ],
  };
  expect(await take(text, { isDryRun: true })).toEqual(merged);
  expect(await take(text, { isDryRun: true, mode: 'replace' })).toEqual({
    ...merged,
    changes: [...merged.changes, { line: line('DE'), before: '0.03000000', after: null }],
  });
  expect(priceOf({ channel: 'sms', country: 'FR' })).toBe('0.02000000');
  expect(await countLines()).toBe(3);
});

test('replacing removes what the file does not name, merging keeps it', async () => {
  await take(file('sms,,GB,,,0.01', 'sms,,FR,,,0.02'));
  await take(file('sms,,DE,,,0.03'));
  expect(await countLines()).toBe(3);
  expect(await take(file('sms,,DE,,,0.03'), { mode: 'replace' })).toMatchObject({
    kind: 'imported',
    unchanged: 1,
  });
  expect(await countLines()).toBe(1);
  expect(await take(header, { mode: 'replace' })).toMatchObject({ kind: 'imported' });
  expect(await countLines()).toBe(0);
});

test('one wrong row refuses the whole file, by its row and column', async () => {
  await take(file('sms,,GB,,,0.01'));
  const wrong = file('sms,,GB,,,0.09', 'sms,,FR,,,0.02', 'sms,,Germany,,,0.03');
  for (const mode of ['merge', 'replace'] as const) {
    expect(await take(wrong, { mode })).toMatchObject({
      kind: 'refused',
      problems: [{ row: 4, column: 'country' }],
    });
  }
  expect(priceOf({ channel: 'sms', country: 'GB' })).toBe('0.01000000');
  expect(await countLines()).toBe(1);
});

test('an import is refused when the list is not the one its dry run saw', async () => {
  const text = file('sms,,GB,,,0.01');
  const planned = await take(text, { isDryRun: true });
  if (planned.kind !== 'planned') throw new Error(planned.kind);
  const { version } = planned;
  await take(file('sms,,GB,,,0.99'));
  await expect(take(text, { version })).rejects.toMatchObject({ code: 'conflict' });
  expect(priceOf({ channel: 'sms', country: 'GB' })).toBe('0.99000000');
  await take(text, { version: version + 1 });
  expect(priceOf({ channel: 'sms', country: 'GB' })).toBe('0.01000000');
});

test('of imports at once each is whole: the list is one of the files', async () => {
  const countries = ['GB', 'FR', 'DE', 'ES'];
  const fileOf = (price: string) =>
    file(...countries.map((country) => `sms,,${country},,,${price}`));
  await Promise.all(
    ['1', '2', '3', '4', '5', '6'].map((price) => take(fileOf(price), { mode: 'replace' })),
  );
  const { items } = await listPrices({ db: database.db }, { limit: 200 });
  expect(items).toHaveLength(4);
  expect(new Set(items.map(({ price }) => price)).size).toBe(1);
});

test('the list pages through all lines, each once, and by channel and country', async () => {
  await take(
    file('sms,,GB,,,1', 'sms,acme,GB,,,2', 'sms,,GB,23410,,3', 'voice,,GB,,,4', 'sms,,FR,,,5'),
  );
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page = await listPrices({ db: database.db }, { limit: 2, ...(before && { before }) });
    seen.push(...page.items.map(({ price }) => price.slice(0, 1)));
    before = page.next ?? undefined;
  } while (before);
  expect(seen).toEqual(['5', '1', '2', '3', '4']);
  const found = await listPrices({ db: database.db }, { channel: 'sms', country: 'GB', limit: 9 });
  expect(found.items.map(({ price }) => price.slice(0, 1))).toEqual(['1', '2', '3']);
  await expect(
    listPrices({ db: database.db }, { before: "' or 1=1", limit: 2 }),
  ).rejects.toMatchObject({
    code: 'invalid_parameter',
  });
});
