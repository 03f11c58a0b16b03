/**
 * The three unmodified vendor clients behind one surface, so that each guarantee is written once
 * and checked with all of them. What a client hands to its caller is passed on untouched: the
 * adapters translate arguments only.
 */
import { Vonage } from '@vonage/server-sdk';
import nexmoModule from 'nexmo';
import vonage2Module from 'vonage-server-sdk-2';
import { host, port, sandbox } from './server.ts';

type WireParams = Record<string, unknown>;
type Callback = (error: unknown, result: unknown) => void;

/** The part of the legacy clients used here; their own typings do not describe it truthfully. */
export interface LegacyClient {
  readonly verify: {
    request(params: WireParams, callback: Callback): void;
    psd2(params: WireParams, callback: Callback): void;
    check(params: WireParams, callback: Callback): void;
    control(params: WireParams, callback: Callback): void;
    search(requestIds: string | readonly string[], callback: Callback): void;
  };
  readonly message: {
    shortcode2FA(to: string, params: WireParams, options: WireParams, callback: Callback): void;
    search(ids: string | readonly string[], callback: Callback): void;
    searchRejections(to: string, date: string, callback: Callback): void;
    shortcodeAlert(to: string, params: WireParams, options: WireParams, callback: Callback): void;
    shortcodeMarketing(
      to: string,
      params: WireParams,
      options: WireParams,
      callback: Callback,
    ): void;
    sendSms(from: string, to: string, text: string, options: WireParams, callback: Callback): void;
    sendBinaryMessage(
      from: string,
      to: string,
      body: string,
      udh: string,
      options: WireParams,
      callback: Callback,
    ): void;
  };
  readonly account: {
    checkBalance(callback: Callback): void;
    updatePassword(secret: string, callback: Callback): void;
    updateSMSCallback(url: string, callback: Callback): void;
    updateDeliveryReceiptCallback(url: string, callback: Callback): void;
    topUp(transactionId: string, callback: Callback): void;
    listSecrets(apiKey: string, callback: Callback): void;
    getSecret(apiKey: string, id: string, callback: Callback): void;
    createSecret(apiKey: string, secret: string, callback: Callback): void;
    deleteSecret(apiKey: string, id: string, callback: Callback): void;
  };
  readonly pricing: {
    get(type: string, country: string, callback: Callback): void;
    getFull(type: string, callback: Callback): void;
    getPrefix(type: string, prefix: string, callback: Callback): void;
    getPhone(type: string, phone: string, callback: Callback): void;
  };
  readonly conversion: {
    sms(messageId: string, delivered: unknown, timestamp: string, callback: Callback): void;
    voice(messageId: string, delivered: unknown, timestamp: string, callback: Callback): void;
  };
  generateSignature(params: Readonly<Record<string, string>>): string;
}

export interface LegacyCredentials {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly signatureSecret?: string;
  readonly signatureMethod?: string;
}

export interface LegacyConstructor {
  new (credentials: LegacyCredentials, options: WireParams): LegacyClient;
  generateSignature(
    method: string,
    secret: string,
    params: Readonly<Record<string, string>>,
  ): string;
}

// Both packages are CommonJS whose `module.exports` is the class itself.
export const Nexmo = nexmoModule as unknown as LegacyConstructor;
export const Vonage2 = vonage2Module as unknown as LegacyConstructor;

export const legacyConstructors = [
  { name: 'nexmo 2.9.1', Client: Nexmo },
  { name: '@vonage/server-sdk 2.11.3', Client: Vonage2 },
] as const;

/** Facts 3.2: a port other than 443 makes the legacy clients speak plain HTTP. */
export function openLegacy(
  Client: LegacyConstructor,
  credentials: LegacyCredentials = sandbox,
): LegacyClient {
  // The later one asks for balance, settings and conversions at `host`, which the earlier one takes
  // for a name to look up.
  const hosts = {
    apiHost: host,
    restHost: host,
    ...(Client === Vonage2 && { host: `http://${host}` }),
  };
  return new Client({ ...credentials }, { ...hosts, port });
}

export function openVonage3(credentials: { apiKey: string; apiSecret: string } = sandbox): Vonage {
  return new Vonage(
    { apiKey: credentials.apiKey, apiSecret: credentials.apiSecret },
    { apiHost: sandbox.baseUrl, restHost: sandbox.baseUrl },
  );
}

/** What the caller of a client ends up with: a callback's two arguments, or a promise's outcome. */
export interface Handed {
  readonly error: unknown;
  readonly result: unknown;
}

export interface StartParams {
  readonly number: string;
  readonly brand: string;
  readonly country?: string;
  readonly senderId?: string;
  readonly codeLength?: number;
  readonly lg?: string;
  readonly pinExpiry?: number;
  readonly nextEventWait?: number;
  readonly workflowId?: number;
  readonly pinCode?: string;
}

export interface Psd2Params {
  readonly number: string;
  readonly payee: string;
  readonly amount: number;
  readonly workflowId?: number;
}

export interface VerifyClient {
  readonly name: string;
  request(params: StartParams): Promise<Handed>;
  psd2(params: Psd2Params): Promise<Handed>;
  check(requestId: string, code: string): Promise<Handed>;
  search(requestIds: string | readonly string[]): Promise<Handed>;
  cancel(requestId: string): Promise<Handed>;
  triggerNextEvent(requestId: string): Promise<Handed>;
  /** The wire answer as this client shows it: 3.x adds camelCase copies, the legacy ones nothing. */
  shown(wire: unknown): unknown;
}

export type OpenVerifyClient = (credentials?: {
  apiKey: string;
  apiSecret: string;
}) => VerifyClient;

export const verifyClients: readonly { name: string; open: OpenVerifyClient }[] = [
  ...legacyConstructors.map(({ name, Client }) => ({
    name,
    open: (credentials?: { apiKey: string; apiSecret: string }) =>
      legacyVerify(name, openLegacy(Client, credentials)),
  })),
  {
    name: '@vonage/server-sdk 3.30.1',
    open: (credentials) => vonage3Verify(openVonage3(credentials)),
  },
];

function legacyVerify(name: string, client: LegacyClient): VerifyClient {
  const { verify } = client;
  return {
    name,
    request: (params) => handed((callback) => verify.request(snakeCased(params), callback)),
    psd2: (params) => handed((callback) => verify.psd2(snakeCased(params), callback)),
    check: (requestId, code) =>
      handed((callback) => verify.check({ request_id: requestId, code }, callback)),
    search: (requestIds) => handed((callback) => verify.search(requestIds, callback)),
    cancel: (requestId) =>
      handed((callback) => verify.control({ request_id: requestId, cmd: 'cancel' }, callback)),
    triggerNextEvent: (requestId) =>
      handed((callback) =>
        verify.control({ request_id: requestId, cmd: 'trigger_next_event' }, callback),
      ),
    shown: (wire) => wire,
  };
}

function vonage3Verify({ verify }: Vonage): VerifyClient {
  return {
    name: '@vonage/server-sdk 3.30.1',
    // The client's enums are plain strings on the wire; callers pass those strings.
    request: (params) => settled(() => verify.start(params as never)),
    psd2: (params) => settled(() => verify.start(params as never)),
    check: (requestId, code) => settled(() => verify.check(requestId, code)),
    // Typed for one id, but an array is what users pass: it goes out comma-joined.
    search: (requestIds) => settled(() => verify.search(requestIds as string)),
    cancel: (requestId) => settled(() => verify.cancel(requestId)),
    triggerNextEvent: (requestId) => settled(() => verify.trigger(requestId)),
    shown: withCamelCopies,
  };
}

export function handed(call: (callback: Callback) => void): Promise<Handed> {
  return new Promise((resolve) => call((error, result) => resolve({ error, result })));
}

export async function settled(call: () => Promise<unknown>): Promise<Handed> {
  try {
    return { error: null, result: await call() };
  } catch (error) {
    return { error, result: undefined };
  }
}

function snakeCased(params: object): WireParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

function camelCased(name: string): string {
  return name
    .split(/[-_\s]+/)
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** Plain objects only: the matchers a test puts in as values are passed through. */
function withCamelCopies(wire: unknown): unknown {
  if (Array.isArray(wire)) return wire.map(withCamelCopies);
  if (typeof wire !== 'object' || wire === null) return wire;
  if (Object.getPrototypeOf(wire) !== Object.prototype) return wire;
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wire)) {
    // 3.30.1 keeps the original value under the wire name and a deep copy under the camelCase one.
    shown[name] = value;
    shown[camelCased(name)] = withCamelCopies(value);
  }
  return shown;
}
