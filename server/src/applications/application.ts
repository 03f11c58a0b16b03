/**
 * An application is the holder of an API key: it owns settings, verifications and a balance.
 * A sandbox application reaches the virtual handset only; a live one never does.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { PlatformError } from '../kernel/errors.ts';
import { isNetwork } from '../kernel/http-client.ts';
import { parseTemplate } from '../kernel/template.ts';

const money = Type.String({ pattern: '^\\d{1,6}(\\.\\d{1,8})?$' });
const rate = Type.Union([Type.Integer({ minimum: 1, maximum: 10_000 }), Type.Null()]);

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
    /** The short code and its approved two-factor campaign; null: none (status 101). */
    shortCode: Type.Union([
      Type.Object({
        code: Type.String({ pattern: '^\\d{3,15}$' }),
        company: Type.String({ minLength: 1, maxLength: 40 }),
        template: Type.String({ minLength: 1, maxLength: 480 }),
      }),
      Type.Null(),
    ]),
    /** Where delivery receipts go, how, and whether they are signed. */
    receipts: Type.Object({
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
    }),
    /** Internal networks (CIDR) outgoing webhooks may reach nevertheless. */
    allowedNetworks: Type.Array(Type.String({ maxLength: 49 }), { maxItems: 20 }),
    /** Price of a successful verification and of one message part per channel, in EUR. */
    prices: Type.Object({ verification: money, message: Type.Record(Type.String(), money) }),
  },
  { additionalProperties: false },
);
export type ApplicationSettings = Static<typeof applicationSettingsSchema>;

export type ApplicationKind = 'sandbox' | 'live';

export interface Application {
  readonly id: number;
  readonly name: string;
  readonly kind: ApplicationKind;
  /** Eight hexadecimal characters. */
  readonly apiKey: string;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
  readonly settings: ApplicationSettings;
  /** Decimal with eight places. */
  readonly balance: string;
  readonly currency: 'EUR';
}

const messagePrices = { sms: '0.0333', voice: '0.06', whatsapp: '0.04', email: '0.0005' };

const liveDefaults: ApplicationSettings = {
  requestsPerSecond: 30,
  searchesPerSecond: 1,
  sendsPerAddress: { count: 5, windowSeconds: 600 },
  countries: ['US', 'CA'],
  customCodes: false,
  networkUnblock: false,
  sender: 'VERIFY',
  shortCode: null,
  receipts: { url: null, method: 'GET', signature: 'none' },
  allowedNetworks: [],
  prices: { verification: '0.05', message: messagePrices },
};

const sandboxDefaults: ApplicationSettings = {
  ...liveDefaults,
  requestsPerSecond: null,
  searchesPerSecond: null,
  sendsPerAddress: null,
  countries: null,
  customCodes: true,
  networkUnblock: true,
  shortCode: {
    code: '98765',
    company: 'Acme',
    template: '${company} code: ${pin}. Reply STOP to opt out, HELP for help.',
  },
  allowedNetworks: ['127.0.0.0/8', '::1/128'],
};

/** The settings in force: what was stored over the defaults of the kind. */
export function settingsInForce(
  kind: ApplicationKind,
  stored: Partial<ApplicationSettings>,
): ApplicationSettings {
  return { ...(kind === 'sandbox' ? sandboxDefaults : liveDefaults), ...stored };
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
  assertTemplate(stored.shortCode?.template);
  const problem = Value.Errors(applicationSettingsSchema, settingsInForce(kind, stored))[0];
  if (!problem) {
    assertDestinations(stored);
    return;
  }
  const path = 'instancePath' in problem ? String(problem.instancePath) : '';
  const parameter = path.slice(1).replaceAll('/', '.') || 'settings';
  throw new PlatformError('invalid_parameter', { parameter, reason: problem.message });
}

/** A URL nobody can call and a network that is none would be noticed only when receipts are missed. */
function assertDestinations({
  receipts,
  allowedNetworks = [],
}: Partial<ApplicationSettings>): void {
  if (receipts?.url && !URL.canParse(receipts.url)) {
    throw new PlatformError('invalid_parameter', { parameter: 'receipts.url', reason: 'no URL' });
  }
  const wrong = allowedNetworks.findIndex((network) => !isNetwork(network));
  if (wrong >= 0) {
    const parameter = `allowedNetworks.${wrong}`;
    throw new PlatformError('invalid_parameter', { parameter, reason: 'no network (CIDR)' });
  }
}

/** A two-factor text without the code, or with a parameter that cannot be read, is of no use. */
function assertTemplate(template: string | undefined): void {
  if (typeof template !== 'string') return;
  const parameter = 'shortCode.template';
  let codes = 0;
  try {
    const names = parseTemplate(template).flatMap((piece) =>
      piece.kind === 'parameter' ? [piece.name] : [],
    );
    codes = names.filter((name) => name === 'pin' || name === 'code').length;
  } catch {
    throw new PlatformError('invalid_parameter', { parameter, reason: 'a ${…} cannot be read' });
  }
  if (codes !== 1) {
    throw new PlatformError('invalid_parameter', {
      parameter,
      reason: 'needs ${pin} exactly once',
    });
  }
}
