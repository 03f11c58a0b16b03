/**
 * The wire of Verify v2: what a start and its channels hold, and which channel of ours each is.
 * Source: the vendor's OpenAPI document of Verify v2 and its guides; choices where they are silent or
 * disagree are in docs/compatibility/vonage-verify-v2.md.
 */
import { isIP } from 'node:net';
import type { Application } from '../../applications/application.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import type { StartRequest } from '../../verification/start.ts';
import type { Members, TextRule } from './members.ts';

export const silentAuth = 'silent-auth';
export const textMessage = 'sms';

/** Their names and ours. Not every one must be there: what this server lacks is refused. */
const channelNames: Readonly<Record<string, string>> = {
  sms: 'sms',
  whatsapp: 'whatsapp',
  whatsapp_interactive: 'whatsapp-interactive',
  voice: 'voice',
  email: 'email',
  silent_auth: silentAuth,
  rcs: 'rcs',
};

/** Where a channel without a text of its own finds one: rich messages say what text messages say. */
export const textsBorrowedFrom: Readonly<Record<string, string>> = { rcs: 'sms' };

/** What fragments can be written for. */
export const fragmentChannels: readonly string[] = ['sms', 'voice'];

export interface WireChannel {
  readonly channel: string;
  /** Digits, or an email address. */
  readonly to: string;
  readonly from: string | undefined;
  readonly reusesCode: boolean;
  readonly options: Readonly<Record<string, string>>;
}

export interface WireStart {
  readonly brand: string;
  readonly channels: readonly WireChannel[];
  readonly locale: string | undefined;
  readonly channelTimeoutSeconds: number;
  readonly clientRef: string | undefined;
  readonly codeLength: number;
  readonly code: string | undefined;
  readonly templateId: string | undefined;
  readonly isFraudChecked: boolean;
  /** Of the end user's device, and whether they passed a challenge of the caller's (docs/fraud.md). */
  readonly client: Pick<StartRequest, 'clientAddress' | 'isChallengePassed'>;
}

const channelTimeoutDefault = 180;
const channelsMax = 3;

const rules = {
  brand: {
    pattern: /^[^/{}:$\p{Cc}\p{Cs}]{1,18}$/u,
    reason: 'must have 1 to 18 characters and none of / { } : $',
  },
  locale: {
    pattern: /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/,
    reason: 'must be a language tag such as en-us',
  },
  // Dashes stand in the vendor's own examples.
  clientRef: {
    pattern: /^[A-Za-z0-9._-]{1,40}$/,
    reason: 'must have 1 to 40 letters and digits',
  },
  code: { pattern: /^[A-Za-z0-9]{4,10}$/, reason: 'must have 4 to 10 letters and digits' },
  uuid: { pattern: /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i, reason: 'must be an UUID' },
  channel: { pattern: /^[a-z_]{1,30}$/, reason: 'is invalid' },
  phone: { pattern: /^[+0-9 ().-]{1,50}$/, reason: 'Phone number is invalid' },
  email: {
    pattern: /^[^\s@<>"\p{Cc}]{1,64}@[^\s@<>"\p{Cc}]{1,189}$/u,
    reason: 'Email address is invalid',
  },
  sender: {
    pattern: /^([A-Za-z0-9 ]{1,11}|\+?\d{1,15})$/,
    reason: 'must have 1 to 11 letters and digits, or 1 to 15 digits',
  },
  dlt: { pattern: /^[A-Za-z0-9_-]{1,20}$/, reason: 'must have 1 to 20 characters' },
  appHash: { pattern: /^[A-Za-z0-9+/]{11}$/, reason: 'must have exactly 11 characters' },
  agent: { pattern: /^[A-Za-z0-9_-]{1,15}$/, reason: 'must have 1 to 15 characters' },
  url: { pattern: /^https?:\/\/[^\s\p{Cc}]{1,480}$/u, reason: 'must be a URL' },
  whatsappMode: { pattern: /^(otp_code|zero_tap)$/, reason: 'must be otp_code or zero_tap' },
  silentMode: { pattern: /^(standard|advanced)$/, reason: 'must be standard or advanced' },
} satisfies Record<string, TextRule>;

/** What can be told apart from the body alone. @throws WireProblem with all that is wrong. */
export function decodeStart(body: Members, application: Application): WireStart {
  const start = {
    brand: body.required('brand', rules.brand) ?? '',
    channels: decodeChannels(body, application),
    locale: body.text('locale', rules.locale)?.toLowerCase().replaceAll('_', '-'),
    channelTimeoutSeconds: body.integer('channel_timeout', 15, 900) ?? channelTimeoutDefault,
    clientRef: body.text('client_ref', rules.clientRef),
    codeLength: body.integer('code_length', 4, 10) ?? 4,
    code: body.text('code', rules.code),
    templateId: body.text('template_id', rules.uuid),
    isFraudChecked: body.boolean('fraud_check') ?? true,
    client: decodeClient(body),
  };
  body.assertNoneNoted();
  return start;
}

/** Both are extensions of ours: what cannot be read is as good as not said, and refuses nothing. */
function decodeClient(body: Members): WireStart['client'] {
  const address = body.raw('client_address') ?? body.raw('client-address');
  const passed = body.raw('challenge_passed') ?? body.raw('challenge-passed');
  return {
    ...(typeof address === 'string' && isIP(address) !== 0 && { clientAddress: address }),
    ...([true, 'true', 1, '1'].includes(passed as never) && { isChallengePassed: true }),
  };
}

function decodeChannels(body: Members, application: Application): readonly WireChannel[] {
  return body.objects('workflow', channelsMax).map((members, index) => {
    const name = members.required('channel', rules.channel);
    const decode = name !== undefined && Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (name !== undefined && !decode) {
      members.note('channel', `must be one of ${Object.keys(decoders).join(', ')}`);
    }
    const channel = channelNames[name ?? ''] ?? '';
    if (channel === silentAuth && index > 0) members.note('channel', 'must be the first one');
    const isReused = members.boolean('reuse_code') ?? false;
    const decoded = decode?.(members, application) ?? { to: '', options: {} };
    return { from: undefined, ...decoded, channel, reusesCode: isReused };
  });
}

type DecodedChannel = Pick<WireChannel, 'to' | 'options'> & { readonly from?: string | undefined };

const decoders: Readonly<
  Record<string, (members: Members, application: Application) => DecodedChannel>
> = {
  sms: (members, application) => ({
    to: phoneNumber(members, application),
    from: members.text('from', rules.sender),
    options: texts({
      app_hash: members.text('app_hash', rules.appHash),
      entity_id: members.text('entity_id', rules.dlt),
      content_id: members.text('content_id', rules.dlt),
    }),
  }),
  whatsapp: (members, application) => ({
    to: phoneNumber(members, application),
    from: members.required('from', rules.phone),
    options: texts({ mode: members.text('mode', rules.whatsappMode) }),
  }),
  whatsapp_interactive: (members, application) => ({
    to: phoneNumber(members, application),
    from: members.text('from', rules.phone),
    options: {},
  }),
  voice: (members, application) => ({ to: phoneNumber(members, application), options: {} }),
  email: (members) => ({
    to: members.required('to', rules.email) ?? '',
    from: members.text('from', rules.email),
    options: {},
  }),
  silent_auth: (members, application) => ({
    to: phoneNumber(members, application),
    options: texts({
      redirect_url: members.text('redirect_url', rules.url),
      coverage_check: flag(members.boolean('coverage_check')),
      sandbox: flag(members.boolean('sandbox')),
      mode: members.text('mode', rules.silentMode),
    }),
  }),
  rcs: (members, application) => ({
    to: phoneNumber(members, application),
    from: members.required('from', rules.agent),
    options: {},
  }),
};

/** Judged here for each channel, so that the answer can say which one is wrong. */
function phoneNumber(members: Members, { kind, settings }: Application): string {
  const to = members.required('to', rules.phone);
  if (to === undefined) return '';
  const found = normalisePhoneNumber(to, { acceptPossible: kind === 'sandbox' });
  if (found.kind === 'invalid') members.note('to', rules.phone.reason);
  if (found.kind === 'refused-type') members.note('to', `cannot be reached: ${found.type}`);
  if (found.kind !== 'ok') return '';
  const { e164, country } = found.number;
  if (settings.countries && !settings.countries.includes(country)) {
    members.note('to', 'cannot be reached: country');
  }
  return e164;
}

function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function texts(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A check brings a code, or the token of an advanced silent authentication; undefined: malformed. */
export function decodeCheck(body: Members): { code: string } | { token: string } | undefined {
  const [code, token] = [body.raw('code'), body.raw('token')];
  if (code !== undefined && token !== undefined) body.note('token', 'must not stand beside code');
  if (code === undefined && token === undefined) body.note('code', 'is required');
  body.assertNoneNoted();
  if (token !== undefined) {
    return tokenPattern.test(String(token)) ? { token: String(token) } : undefined;
  }
  // Some send a number; one with leading zeros has lost them already.
  return typeof code !== 'object' && rules.code.pattern.test(String(code))
    ? { code: String(code) }
    : undefined;
}

const tokenPattern = /^[A-Za-z0-9._~+/=-]{4,2048}$/;
