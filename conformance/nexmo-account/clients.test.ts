/** Balance, settings, top-up, prices and secrets as the vendor's own clients ask for them. */
import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { handed, legacyConstructors, openLegacy, openVonage3 } from '../support/clients.ts';
import { Receiver } from '../support/receiver.ts';
import { MONEY } from '../support/verify.ts';

const country = (code: string, name: string, dialingPrefix: string) => ({
  countryCode: code,
  countryName: name,
  countryDisplayName: name,
  currency: 'EUR',
  defaultPrice: expect.stringMatching(MONEY),
  dialingPrefix,
  networks: expect.any(Array),
});
const settingsAnswer = {
  'mo-callback-url': '',
  'dr-callback-url': '',
  'max-outbound-request': expect.any(Number),
  'max-inbound-request': expect.any(Number),
  'max-calls-per-second': expect.any(Number),
};

describe.each(legacyConstructors)('$name', ({ Client }) => {
  const open = async () => {
    const application = await createApplication();
    return { application, client: openLegacy(Client, application) };
  };

  test('reads a balance that is a number, beside a boolean', async () => {
    const { client } = await open();
    const { error, result } = await handed((callback) => client.account.checkBalance(callback));
    expect(error).toBeNull();
    expect(result).toEqual({ value: 10_000, autoReload: true });
  });

  test('tops up once by each transaction', async () => {
    const { client } = await open();
    const topUp = (id: string) => handed((callback) => client.account.topUp(id, callback));
    const { error, result } = await topUp('trx 1');
    expect(error).toBeNull();
    expect(result).toEqual({ 'error-code': '200', 'error-code-label': 'success' });
    expect((await topUp('trx 1')).error).toMatchObject({
      body: { 'error-code': '420', 'error-code-label': 'topup failed' },
    });
    const balance = await handed((callback) => client.account.checkBalance(callback));
    expect(balance.result).toMatchObject({ value: 10_010 });
  });

  test('sets both webhook URLs, which are called first', async () => {
    await using receiver = await Receiver.open();
    const { client } = await open();
    const inbound = await handed((callback) =>
      client.account.updateSMSCallback(receiver.url('/mo'), callback),
    );
    expect(inbound).toEqual({
      error: null,
      result: { ...settingsAnswer, 'mo-callback-url': receiver.url('/mo') },
    });
    const receipts = await handed((callback) =>
      client.account.updateDeliveryReceiptCallback(receiver.url('/dr'), callback),
    );
    expect(receipts.result).toMatchObject({
      'mo-callback-url': receiver.url('/mo'),
      'dr-callback-url': receiver.url('/dr'),
    });
    expect(receiver.deliveries.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /mo',
      'GET /dr',
    ]);
  });

  test('changes its secret: the old one is worth nothing from then on', async () => {
    const { application, client } = await open();
    const changed = await handed((callback) =>
      client.account.updatePassword('N3wSecret-of-mine', callback),
    );
    expect(changed).toEqual({ error: null, result: settingsAnswer });
    const stale = await handed((callback) => client.account.checkBalance(callback));
    expect(stale.error).toMatchObject({ statusCode: 401 });
    const fresh = openLegacy(Client, { ...application, apiSecret: 'N3wSecret-of-mine' });
    const balance = await handed((callback) => fresh.account.checkBalance(callback));
    expect(balance.error).toBeNull();
  });

  test('asks for prices in each of its forms', async () => {
    const { client } = await open();
    const { pricing } = client;
    const one = await handed((callback) => pricing.get('sms', 'GB', callback));
    expect(one).toEqual({ error: null, result: country('GB', 'United Kingdom', '44') });
    const full = await handed((callback) => pricing.getFull('voice', callback));
    const { count, countries } = full.result as { count: number; countries: object[] };
    expect(count).toBe(countries.length);
    expect(count).toBeGreaterThan(200);
    expect(countries).toContainEqual(country('FR', 'France', '33'));
    const prefix = await handed((callback) => pricing.getPrefix('sms', '33', callback));
    expect(prefix.result).toEqual({ count: 1, countries: [country('FR', 'France', '33')] });
    const phone = await handed((callback) => pricing.getPhone('sms', '447700900123', callback));
    expect(phone.result).toEqual({
      phone: '447700900123',
      ...country('GB', 'United Kingdom', '44'),
    });
  });

  test('rotates secrets: a second one, no third, and never the last away', async () => {
    const { application, client } = await open();
    const { apiKey } = application;
    const list = () => handed((callback) => client.account.listSecrets(apiKey, callback));
    const create = (secret: string) =>
      handed((callback) => client.account.createSecret(apiKey, secret, callback));
    const remove = (id: string) =>
      handed((callback) => client.account.deleteSecret(apiKey, id, callback));
    const made = await create('An0ther-secret');
    expect(made).toEqual({
      error: null,
      result: {
        _links: { self: { href: expect.stringMatching(`^/accounts/${apiKey}/secrets/\\d+$`) } },
        id: expect.stringMatching(/^\d+$/),
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    });
    const { id } = made.result as { id: string };
    expect((await create('Y3t-another')).error).toMatchObject({ statusCode: 403 });
    const listed = await list();
    const { secrets } = (listed.result as { _embedded: { secrets: { id: string }[] } })._embedded;
    expect(secrets.map((secret) => secret.id)).toContain(id);
    expect(secrets).toHaveLength(2);
    const one = await handed((callback) => client.account.getSecret(apiKey, id, callback));
    expect(one.result).toEqual(made.result);
    // What this client asks with, goes last: it is the only one that is left.
    expect((await remove(id)).error).toBeNull();
    const [last] = secrets.filter((secret) => secret.id !== id);
    expect((await remove(last?.id ?? '')).error).toMatchObject({ statusCode: 403 });
  });
});

describe('@vonage/server-sdk 3.30.1', () => {
  test('reads and changes the account', async () => {
    await using receiver = await Receiver.open();
    const application = await createApplication();
    const { accounts, pricing } = openVonage3(application);
    expect(await accounts.getBalance()).toMatchObject({ value: 10_000, autoReload: true });
    expect(await accounts.topUpBalance('trx 1')).toMatchObject({ 'error-code': '200' });
    expect(
      await accounts.updateAccountCallbacks({
        moCallBackUrl: receiver.url('/mo'),
        drCallBackUrl: receiver.url('/dr'),
      }),
    ).toMatchObject({
      'mo-callback-url': receiver.url('/mo'),
      'dr-callback-url': receiver.url('/dr'),
    });
    expect(receiver.deliveries).toHaveLength(2);
    const prices = pricing as unknown as Record<string, (...args: string[]) => Promise<unknown>>;
    expect(await prices.listCountryPricing?.('sms', 'GB')).toMatchObject({ countryCode: 'GB' });
    expect(await prices.listPrefixPricing?.('sms', '33')).toMatchObject({ count: 1 });
    expect(await prices.listAllCountriesPricing?.('sms')).toMatchObject({
      countries: expect.any(Array),
    });
  });
});
