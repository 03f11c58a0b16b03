/**
 * An application is the holder of an API key: it owns settings, verifications and a balance.
 * A sandbox application reaches the virtual handset only; a live one never does.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { CampaignDetails } from '../campaigns/campaign-details.ts';
import * as channels from '../channels/index.ts';
import { PlatformError } from '../kernel/errors.ts';
import { destinationOf, isNetwork, type OutgoingRequestError } from '../kernel/http-client.ts';
import { livePumping, pumpingSettingsSchema, sandboxPumping } from './pumping-settings.ts';

const money = Type.String({ pattern: '^\\d{1,6}(\\.\\d{1,8})?$' });
const rate = Type.Union([Type.Integer({ minimum: 1, maximum: 10_000 }), Type.Null()]);

const webhookSettings = Type.Object({
  url: Type.Union([Type.String({ pattern: '^https?://', maxLength: 500 }), Type.Null()]),
  method: Type.Union([Type.Literal('GET'), Type.Literal('POST'), Type.Literal('POST-JSON')]),
  signature: Type.Union([
    Type.Literal('none'),
    Type.Literal('md5hash'),
    Type.Literal('md5'),
    Type.Literal('sha1'),
    Type.Literal('sha256'),
    Type.Literal('sha512'),
  ]),
});

/** Settings an operator may edit; absent ones take the defaults of the application's kind. */
export const applicationSettingsSchema = Type.Object(
  {
    /** API requests a second over all nodes; null: no limit. */
    requestsPerSecond: rate,
    /** Searches a second over all nodes; null: no limit. */
    searchesPerSecond: rate,
    /** Messages to one address in a window; null: no limit. */
    sendsPerAddress: Type.Union([
      Type.Object({
        count: Type.Integer({ minimum: 1, maximum: 100 }),
        windowSeconds: Type.Integer({ minimum: 60, maximum: 86_400 }),
      }),
      Type.Null(),
    ]),
    /** ISO 3166 alpha-2 codes numbers may belong to; null: every country. */
    countries: Type.Union([Type.Array(Type.String({ pattern: '^[A-Z]{2}$' })), Type.Null()]),
    /** Whether the caller may choose the code itself (`pin_code`). */
    customCodes: Type.Boolean(),
    /** Whether blocked networks may be opened by API (`network-unblock`). */
    networkUnblock: Type.Boolean(),
    /** Default sender outside the United States and Canada. */
    sender: Type.String({ pattern: '^([A-Za-z0-9]{1,11}|\\d{1,15})$' }),
    /** Where delivery receipts go, how, and whether they are signed. */
    receipts: webhookSettings,
    /** Where messages from subscribers go, how, and whether they are signed. */
    inbound: webhookSettings,
    /** Where Verify v2 tells of its verifications: JSON by POST, signed. */
    verifyEvents: Type.Object({
      url: Type.Union([Type.String({ pattern: '^https?://', maxLength: 500 }), Type.Null()]),
    }),
    /** What messages may cost in an hour and in a day, in EUR; null: no cap. */
    spendCaps: Type.Object({
      hour: Type.Union([money, Type.Null()]),
      day: Type.Union([money, Type.Null()]),
    }),
    /** What one call of the classic top-up adds, in EUR, and how often in a day; null: refused. */
    autoReload: Type.Union([
      Type.Object({ amount: money, timesADay: Type.Integer({ minimum: 1, maximum: 100 }) }),
      Type.Null(),
    ]),
    /** How hosted pages look: the colour of buttons and links, and a picture at the top. */
    hostedPage: Type.Object({
      colour: Type.Union([Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }), Type.Null()]),
      logo: Type.Union([Type.String({ pattern: '^https://', maxLength: 500 }), Type.Null()]),
    }),
    /** Budgets of messages that nobody verifies; docs/fraud.md has the formulas. */
    pumping: pumpingSettingsSchema,
    /** Internal networks (CIDR) outgoing webhooks may reach nevertheless. */
    allowedNetworks: Type.Array(Type.String({ maxLength: 49 }), { maxItems: 20 }),
    /** Price of a successful verification and of one message part per channel, in EUR. */
    prices: Type.Object({ verification: money, message: Type.Record(Type.String(), money) }),
  },
  { additionalProperties: false },
);
export type ApplicationSettings = Static<typeof applicationSettingsSchema>;

/** What an application may send with from one number, as its review approved it. */
export interface ApprovedCampaign {
  readonly id: number;
  readonly use: 'two-factor' | 'alerts' | 'marketing';
  /** The short code or number messages come from. */
  readonly code: string;
  /** ISO 3166 alpha-2 of the number. */
  readonly country: string;
  readonly numberKind: string;
  readonly company: string;
  /** Texts in force, chosen by their place (0 to 5). */
  readonly templates: readonly string[];
  /** What the campaign answers to HELP, STOP and START, how often it writes, and its links. */
  readonly details: Readonly<CampaignDetails>;
}

export type ApplicationKind = 'sandbox' | 'live';

export interface Application {
  readonly id: number;
  readonly name: string;
  readonly kind: ApplicationKind;
  /** Eight hexadecimal characters. */
  readonly apiKey: string;
  /** UUID: what tokens and callbacks call `application_id`. */
  readonly wireId: string;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
  /** Whether its endpoints are told of what happens (docs/webhooks.md). */
  readonly wantsEvents: boolean;
  readonly settings: ApplicationSettings;
  /** The one approved last comes first. */
  readonly campaigns: readonly ApprovedCampaign[];
  /** Numbers and names a registry has registered, whether or not a campaign is on them. */
  readonly registeredSenders: readonly string[];
  /** Decimal with eight places. */
  readonly balance: string;
  /** How far below zero the balance may go, decimal with eight places. */
  readonly credit: string;
  readonly currency: 'EUR';
}

const messagePrices: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(channels)
    .map(({ name, defaultPrice }): [string, string] => [name, defaultPrice])
    .sort(),
);

const liveDefaults: ApplicationSettings = {
  requestsPerSecond: 30,
  searchesPerSecond: 1,
  sendsPerAddress: { count: 5, windowSeconds: 600 },
  countries: ['US', 'CA'],
  customCodes: false,
  networkUnblock: false,
  sender: 'VERIFY',
  receipts: { url: null, method: 'GET', signature: 'none' },
  inbound: { url: null, method: 'GET', signature: 'none' },
  verifyEvents: { url: null },
  spendCaps: { hour: null, day: null },
  pumping: livePumping,
  autoReload: null,
  hostedPage: { colour: null, logo: null },
  allowedNetworks: [],
  prices: { verification: '0.05', message: { ...messagePrices } },
};

const sandboxDefaults: ApplicationSettings = {
  ...liveDefaults,
  requestsPerSecond: null,
  searchesPerSecond: null,
  sendsPerAddress: null,
  countries: null,
  customCodes: true,
  networkUnblock: true,
  pumping: sandboxPumping,
  autoReload: { amount: '10', timesADay: 100 },
  allowedNetworks: ['127.0.0.0/8', '::1/128'],
};

/**
 * The settings in force: what was stored over the defaults of the kind. Prices are kept channel by
 * channel, so that a channel added later costs what it says, not nothing.
 */
export function settingsInForce(
  kind: ApplicationKind,
  stored: Partial<ApplicationSettings>,
): ApplicationSettings {
  const settings = { ...(kind === 'sandbox' ? sandboxDefaults : liveDefaults), ...stored };
  const { prices } = stored;
  if (prices === undefined) return settings;
  return { ...settings, prices: { ...prices, message: { ...messagePrices, ...prices.message } } };
}

/** The name without surrounding space. @throws PlatformError `invalid_parameter`. */
export function acceptName(text: string): string {
  const name = text.trim();
  if (name.length < 1 || name.length > 100 || /\p{Cc}/u.test(name)) {
    throw new PlatformError('invalid_parameter', { parameter: 'name', reason: '1 to 100 letters' });
  }
  return name;
}

/** @throws PlatformError `invalid_parameter` naming the first setting that is wrong. */
export function assertSettings(kind: ApplicationKind, stored: Partial<ApplicationSettings>): void {
  // Stored as JSON, in which the database takes every character but this one.
  if (JSON.stringify(stored).includes('\\u0000')) {
    throw new PlatformError('invalid_parameter', { parameter: 'settings', reason: 'holds a NUL' });
  }
  const problem = Value.Errors(applicationSettingsSchema, settingsInForce(kind, stored))[0];
  if (!problem) {
    assertDestinations(settingsInForce(kind, stored));
    return;
  }
  const path = 'instancePath' in problem ? String(problem.instancePath) : '';
  const parameter = path.slice(1).replaceAll('/', '.') || 'settings';
  throw new PlatformError('invalid_parameter', { parameter, reason: problem.message });
}

/** A URL nobody can call and a network that is none would be noticed only when receipts are missed. */
function assertDestinations(settings: ApplicationSettings): void {
  const { receipts, inbound, verifyEvents, allowedNetworks } = settings;
  const wrong = allowedNetworks.findIndex((network) => !isNetwork(network));
  if (wrong >= 0) {
    const parameter = `allowedNetworks.${wrong}`;
    throw new PlatformError('invalid_parameter', { parameter, reason: 'no network (CIDR)' });
  }
  if (receipts.url) assertDestination('receipts.url', receipts.url, allowedNetworks);
  if (inbound.url) assertDestination('inbound.url', inbound.url, allowedNetworks);
  if (verifyEvents.url) {
    assertDestination('verifyEvents.url', verifyEvents.url, allowedNetworks);
  }
}

/** A name is judged only when it is called: what it stands for may change at any time. */
function assertDestination(parameter: string, url: string, allowedNetworks: readonly string[]) {
  try {
    destinationOf(url, allowedNetworks);
  } catch (error) {
    const { kind } = error as OutgoingRequestError;
    const reason = kind === 'invalid-url' ? 'no URL' : 'leads to an internal or reserved address';
    throw new PlatformError('invalid_parameter', { parameter, reason });
  }
}
