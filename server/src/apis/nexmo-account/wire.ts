/**
 * The wire of the account API: balance, settings, top-up. Source: the vendor's documentation; choices
 * where it is silent are in docs/compatibility/nexmo-account.md.
 */
import type { Application } from '../../applications/application.ts';
import type { ReloadOutcome } from '../../billing/reload-balance.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Parameters } from '../classic/parameters.ts';
import { AccountRefusal, labelled } from '../classic/serve-account.ts';

/** A real number and a real boolean, unlike everywhere else in the classic APIs. */
export function encodeBalance({ balance, settings }: Application): object {
  return { value: Number(balance), autoReload: settings.autoReload !== null };
}

export interface SettingsChange {
  readonly newSecret?: string;
  /** Null clears it. */
  readonly inboundUrl?: string | null;
  readonly receiptsUrl?: string | null;
}

/** @throws PlatformError `invalid_parameter` */
export function decodeSettings(parameters: Parameters): SettingsChange {
  const newSecret = parameters.text('newSecret');
  const inboundUrl = decodeUrl(parameters, 'moCallBackUrl');
  const receiptsUrl = decodeUrl(parameters, 'drCallBackUrl');
  return {
    ...(newSecret !== undefined && { newSecret }),
    ...(inboundUrl !== undefined && { inboundUrl }),
    ...(receiptsUrl !== undefined && { receiptsUrl }),
  };
}

const urlLengthMax = 500;

/** Some clients write `Callback` in one word. */
function decodeUrl(parameters: Parameters, name: string): string | null | undefined {
  const spellings = [name, name.replace('CallBack', 'Callback')];
  const given = spellings.find((each) => parameters.has(each));
  if (given === undefined) return undefined;
  const text = parameters.text(given);
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (text.length > urlLengthMax || !url || !/^https?:$/.test(url.protocol)) {
    throw new PlatformError('invalid_parameter', { parameter: name });
  }
  return text;
}

/** What the wire says where nothing limits: the highest limit that can be set. */
const unlimitedPerSecond = 10_000;

export function encodeSettings({ settings }: Application): object {
  const perSecond = settings.requestsPerSecond ?? unlimitedPerSecond;
  return {
    'mo-callback-url': settings.inbound.url ?? '',
    'dr-callback-url': settings.receipts.url ?? '',
    'max-outbound-request': perSecond,
    'max-inbound-request': perSecond,
    'max-calls-per-second': perSecond,
  };
}

const wireNames: Readonly<Record<string, string>> = {
  receiptsUrl: 'drCallBackUrl',
  inboundUrl: 'moCallBackUrl',
  secret: 'newSecret',
};

/** A change that is refused for what it is, not for its spelling, in the old code of the wire. */
export function settingsRefusal(error: unknown): unknown {
  if (!(error instanceof PlatformError) || error.code !== 'invalid_parameter') return error;
  const { parameter = 'request', reason = 'is not accepted' } = error.publicDetail;
  return new AccountRefusal(420, `${wireNames[parameter] ?? parameter}: ${reason}`);
}

const transactionIdMax = 100;

/** @throws PlatformError `missing_parameter`, `invalid_parameter` */
export function decodeTransaction(parameters: Parameters): string {
  const id = parameters.required('trx');
  if (id.length > transactionIdMax) {
    throw new PlatformError('invalid_parameter', { parameter: 'trx' });
  }
  return id;
}

/** @throws AccountRefusal */
export function encodeReload(outcome: ReloadOutcome): object {
  if (outcome === 'not-enabled') throw new AccountRefusal(401, 'not auto-reload enabled');
  if (outcome === 'refused') throw new AccountRefusal(420, 'topup failed');
  return labelled(200, 'success');
}

/** What the pricing paths call our channels; `sms-transit` is text on its way through. */
const channelOf: Readonly<Record<string, string>> = {
  sms: 'sms',
  'sms-transit': 'sms',
  voice: 'voice',
};

/** The legacy path names no product: it means text. */
export function decodeProduct(product: string | undefined): string | undefined {
  return Object.hasOwn(channelOf, product ?? 'sms') ? channelOf[product ?? 'sms'] : undefined;
}
