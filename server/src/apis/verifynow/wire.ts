/**
 * The wire of VerifyNow: parameters and their ranges, the table of response codes, the shapes of
 * answers. Source: the vendor's public documentation and its 2FA guide; what they say, and the choices
 * made where they are silent or disagree, are listed in docs/compatibility/verifynow.md.
 */
import type { Application } from '../../applications/application.ts';
import type { NumberedVerification } from '../../history/find-by-number.ts';
import { callingCodeOf, countries, isCountry } from '../../kernel/countries.ts';
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import { numberOfId } from '../../kernel/ids.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import type { SendMessageRequest } from '../../messages/send-message.ts';
import type { CheckOutcome } from '../../verification/check.ts';
import type { StartOutcome, StartRequest } from '../../verification/start.ts';
import { lanes } from '../../verification/verification.ts';
import type { WorkflowStep } from '../../verification/workflows.ts';
import { decodeClient } from '../classic/client.ts';
import type { Parameters } from '../classic/parameters.ts';

const dialect = 'verifynow';
/** The fifth wrong code ends a verification: "max 5 per session" of the guide's checklist. */
const checksMax = 5;
const codeLengthDefault = 4;
/** Life of a code after the last message of its workflow, seconds. */
const lifeAfterLastStep = 300;
/** NIST SP 800-63B §3.1.3: a code sent out of band is good for ten minutes at the most. */
const lifeMax = 600;
const fallbackDefault = 30;
const fallbackMax = 240;
const stepsMax = 6;
/** How long after the last message the subscriber waits before another send replaces it. */
const resendSeconds = 60;
const messageValiditySeconds = 259_200;
const brandLengthMax = 18;

/** Wire names to channels. */
const channelOf: Readonly<Record<string, string>> = {
  SMS: 'sms',
  WHATSAPP: 'whatsapp',
  VOICE: 'voice',
  CALL: 'voice',
  EMAIL: 'email',
  RCS: 'rcs',
};

const callingCodes = new Set(countries.map(callingCodeOf));

const names = {
  200: 'SUCCESS',
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'DUPLICATE_RESOURCE',
  413: 'PAYLOAD_TOO_LARGE',
  500: 'SERVER_ERROR',
  501: 'INVALID_CUSTOMER_ID',
  505: 'INVALID_VERIFICATION_ID',
  506: 'REQUEST_ALREADY_EXISTS',
  511: 'INVALID_COUNTRY_CODE',
  700: 'VERIFICATION_FAILED',
  702: 'WRONG_OTP_PROVIDED',
  703: 'ALREADY_VERIFIED',
  705: 'VERIFICATION_EXPIRED',
  800: 'MAXIMUM_LIMIT_REACHED',
} as const;
export type ResponseCode = keyof typeof names;

/** What one call is answered with. */
export interface WireAnswer {
  readonly code: ResponseCode;
  /** Why, in words; null when all is well. */
  readonly reason?: string;
  readonly verificationId?: string;
  readonly mobileNumber?: string;
  readonly verificationStatus?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly sender?: string;
  readonly transactionId?: string;
}

/** `data` is an object in failures too: the guide's sample reads `data.verificationStatus` of each. */
export function envelope(answer: WireAnswer): Record<string, unknown> {
  const { code } = answer;
  const isFailure = code !== 200;
  return {
    responseCode: code,
    message: names[code],
    data: {
      verificationId: answer.verificationId ?? null,
      mobileNumber: answer.mobileNumber ?? null,
      responseCode: String(code),
      errorMessage: isFailure ? (answer.reason ?? names[code]) : null,
      verificationStatus: answer.verificationStatus ?? (isFailure ? statusOfFailure(code) : null),
      timeout: answer.timeout === undefined ? null : String(answer.timeout),
      smsCLI: answer.sender ?? null,
      transactionId: answer.transactionId ?? null,
      authToken: null,
    },
  };
}

/** Never a word that a client takes for success. */
function statusOfFailure(code: ResponseCode): string {
  return code === 703 || code === 705 ? names[code] : names[700];
}

/** The API key that a customer id is, with or without `C-` before it; undefined when it is none. */
export function readCustomerId(text: string): string | undefined {
  return /^(?:C-)?([0-9a-f]{8})$/i.exec(text)?.[1]?.toLowerCase();
}

/** @throws WireRefusal 501 for another's customer id than the one that was authenticated. */
export function assertCustomer(parameters: Parameters, application: Application): void {
  const given = parameters.text('customerId');
  if (given !== undefined && readCustomerId(given) !== application.apiKey) {
    throw new WireRefusal({ code: 501 });
  }
}

/** A refusal in the wire's own terms. */
export class WireRefusal extends Error {
  readonly answer: WireAnswer;
  constructor(answer: WireAnswer) {
    super(names[answer.code]);
    this.answer = answer;
  }
}

/** Whether a send asks for a message in the caller's own words instead of a code. */
export function isOwnText(parameters: Parameters): boolean {
  const type = (parameters.text('type') ?? 'OTP').toUpperCase();
  if (type !== 'OTP' && type !== 'SMS') throw invalid('type');
  return type === 'SMS';
}

/** Undefined for a channel that is not installed. */
type AddressKindOf = (channel: string) => 'phone-number' | 'email' | undefined;

/** Seconds until another send to the number is accepted. */
export function timeoutOf({ workflow }: Pick<StartRequest, 'workflow'>): number {
  return waitsBefore(workflow) + resendSeconds;
}

/** A send. @throws PlatformError, WireRefusal */
export function decodeSend(
  parameters: Parameters,
  application: Application,
  addressKindOf: AddressKindOf,
): StartRequest {
  const channels = decodeChannels(parameters, addressKindOf);
  const kinds = new Set(channels.map(addressKindOf));
  const phone = kinds.has('phone-number') ? decodeNumber(parameters) : undefined;
  const email = kinds.has('email') ? parameters.required('email') : undefined;
  const addressOf = (channel: string) => (addressKindOf(channel) === 'email' ? email : phone);
  const [first] = channels as [string];
  const to = addressOf(first) as string;
  const steps = decodeSteps(parameters, channels);
  const workflow = steps.map((step) => {
    const own = addressOf(step.channel) as string;
    return own === to ? step : { ...step, to: own };
  });
  const locale = decodeLanguage(parameters);
  return {
    application,
    dialect,
    lane: lanes.verification,
    to,
    brand: decodeBrand(parameters, application),
    ...(locale !== undefined && { locale }),
    workflow,
    codeLength: parameters.integer('otpLength', 4, 8) ?? codeLengthDefault,
    codeLifeSeconds: Math.min(lifeMax, waitsBefore(workflow) + lifeAfterLastStep),
    checksMax,
    ...decodeClient(parameters),
  };
}

/** `type=SMS` with a `message`. @throws PlatformError, WireRefusal */
export function decodeMessage(
  parameters: Parameters,
  application: Application,
): SendMessageRequest {
  const text = parameters.exact('message');
  if (text === undefined) throw new PlatformError('missing_parameter', { parameter: 'message' });
  const flowType = parameters.text('flowType') ?? 'SMS';
  if (flowType.toUpperCase() !== 'SMS') throw invalid('flowType');
  const sender = parameters.text('senderId') ?? application.settings.sender;
  if (!/^(\d{1,15}|[A-Za-z0-9]{1,11})$/.test(sender)) throw invalid('senderId');
  const kind = (parameters.text('messageType') ?? 'TRANSACTION').toUpperCase();
  if (!/^(TRANSACTION(AL)?|PROMOTION(AL)?)$/.test(kind)) throw invalid('messageType');
  const hasTemplate = parameters.text('templateId') !== undefined;
  if (hasTemplate !== (parameters.text('entityId') !== undefined)) {
    throw invalid(hasTemplate ? 'entityId' : 'templateId');
  }
  return {
    application,
    dialect,
    to: decodeNumber(parameters),
    sender,
    text,
    // This wire has no receipts that could tell a refusal later.
    refusesOptOut: true,
    wantsReceipts: false,
    validitySeconds: messageValiditySeconds,
  };
}

/** One name, a comma list, a repeated key or a JSON array; in order of preference. */
function decodeChannels(
  parameters: Parameters,
  addressKindOf: AddressKindOf,
): readonly [string, ...string[]] {
  const given = parameters
    .all('flowType')
    .flatMap((value) => value.split(','))
    .map((value) => value.trim().toUpperCase())
    .filter((value) => value !== '');
  if (given.length === 0) {
    throw new PlatformError('missing_parameter', { parameter: 'flowType' });
  }
  if (given.length > stepsMax) throw invalid('flowType');
  const channels = given.map((name) => {
    const channel = Object.hasOwn(channelOf, name) ? channelOf[name] : undefined;
    if (channel === undefined || !addressKindOf(channel)) throw invalid('flowType');
    return channel;
  });
  return channels as unknown as readonly [string, ...string[]];
}

function decodeSteps(parameters: Parameters, channels: readonly string[]): WorkflowStep[] {
  const wait = parameters.integer('fallbackTimeoutSeconds', 15, fallbackMax) ?? fallbackDefault;
  const waits = wait * (channels.length - 1);
  // A fallback repeats the code, so all of them must lie well within its life.
  if (waits > lifeMax - resendSeconds) throw invalid('fallbackTimeoutSeconds');
  const last = Math.min(lifeMax, waits + lifeAfterLastStep) - waits;
  return channels.map((channel, index) => ({
    channel,
    waitSeconds: index < channels.length - 1 ? wait : last,
    code: 'same' as const,
  }));
}

/** Seconds from the first message to the last one. */
function waitsBefore(workflow: readonly WorkflowStep[]): number {
  return workflow.slice(0, -1).reduce((sum, { waitSeconds }) => sum + waitSeconds, 0);
}

/** In international form. @throws WireRefusal 511 for a code of no country */
function decodeNumber(parameters: Parameters): string {
  const countryCode = decodeCountryCode(parameters.required('countryCode'));
  const number = parameters.required('mobileNumber');
  if (!/^\+?[\d ().-]{3,32}$/.test(number)) throw invalid('mobileNumber');
  const digits = number.replace(/\D/g, '');
  if (number.startsWith('+')) {
    if (!digits.startsWith(countryCode)) throw invalid('mobileNumber');
    return `+${digits}`;
  }
  const national = `+${countryCode}${digits}`;
  // Some callers hold the whole number and send its country code along.
  const isWhole = digits.startsWith(countryCode) && !isValid(national) && isValid(`+${digits}`);
  return isWhole ? `+${digits}` : national;
}

function isValid(number: string): boolean {
  return normalisePhoneNumber(number, { acceptPossible: false }).kind !== 'invalid';
}

/** Dial code with or without plus, or the two letters of a country. */
function decodeCountryCode(text: string): string {
  const alpha2 = text.toUpperCase();
  const code = isCountry(alpha2) ? callingCodeOf(alpha2) : text.replace(/^(\+|00)/, '');
  if (!callingCodes.has(code)) throw new WireRefusal({ code: 511 });
  return code;
}

function decodeLanguage(parameters: Parameters): string | undefined {
  const language = parameters.text('langId') ?? parameters.text('langID');
  // The vendor takes English only, in any spelling; what is no language changes nothing.
  return language !== undefined && /^[a-z]{2}([-_][a-z]{2})?$/i.test(language)
    ? language.toLowerCase().replace('_', '-')
    : undefined;
}

/** The wire has no name for who sends: the approved campaign's company, or the application's own. */
function decodeBrand(parameters: Parameters, application: Application): string {
  const brand = parameters.text('brand');
  if (brand !== undefined) {
    const isFit = [...brand].length <= brandLengthMax && !/[\p{Cc}\p{Cs}]/u.test(brand);
    if (!isFit) throw invalid('brand');
    return brand;
  }
  const campaign = application.campaigns.find(({ use }) => use === 'two-factor');
  return campaign?.company ?? application.name;
}

function invalid(parameter: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter });
}

export interface DecodedValidation {
  /** As it was sent; empty when it was not. */
  readonly number: string;
  /** Undefined for what can be no code: it is wrong without being compared. */
  readonly code: string | undefined;
  readonly mobileNumber: string | undefined;
}

/** A validation. What a subscriber may have typed is never a fault of the request. */
export function decodeValidation(parameters: Parameters): DecodedValidation {
  const mobileNumber = parameters.text('mobileNumber');
  if (!parameters.has('code')) {
    throw new PlatformError('missing_parameter', { parameter: 'code' });
  }
  const code = parameters.text('code') ?? '';
  return {
    number: parameters.text('verificationId') ?? '',
    code: /^[A-Za-z0-9-]{1,16}$/.test(code) ? code : undefined,
    mobileNumber,
  };
}

/** Every code of the core in this wire; a new code does not compile until it has its row. */
const codeOf: Record<ErrorCode, ResponseCode> = {
  missing_parameter: 400,
  invalid_parameter: 400,
  invalid_template: 400,
  invalid_credentials: 401,
  forbidden: 700,
  not_found: 505,
  conflict: 409,
  rate_limited: 800,
  sandbox_only: 400,
  unroutable: 400,
  barred: 700,
  opted_out: 700,
  quota_exceeded: 700,
  unavailable: 500,
};

const reasons: Partial<Record<ErrorCode, string>> = {
  invalid_credentials: 'authToken is invalid',
  rate_limited: 'too many requests',
  barred: 'the number is barred',
  opted_out: 'the subscriber wants no messages',
  quota_exceeded: 'the balance or a spend cap does not allow the message',
};

/** The core's names of parameters in this wire. */
const wireNames: Readonly<Record<string, string>> = {
  number: 'mobileNumber',
  to: 'email',
  text: 'message',
  from: 'senderId',
  sender: 'senderId',
};

export function encodeError(error: PlatformError | WireRefusal): WireAnswer {
  if (error instanceof WireRefusal) return error.answer;
  const { code, publicDetail } = error;
  const { parameter, reason } = publicDetail;
  if (code === 'unroutable' && reason === 'country') return { code: 511 };
  const name = parameter === undefined ? undefined : (wireNames[parameter] ?? parameter);
  const said =
    name === undefined
      ? reasons[code]
      : `${name} is ${code === 'missing_parameter' ? 'missing' : 'invalid'}`;
  return { code: codeOf[code], ...(said !== undefined && { reason: said }) };
}

/** Business errors answer HTTP 200: clients that throw on a 4xx would never read the code. */
export function httpStatusOf(code: ResponseCode): number {
  return code <= 500 ? code : 200;
}

export function encodeStart(
  outcome: StartOutcome,
  facts: { readonly mobileNumber: string | undefined; readonly timeout: number },
): WireAnswer {
  const mobileNumber = facts.mobileNumber === undefined ? {} : { mobileNumber: facts.mobileNumber };
  switch (outcome.kind) {
    case 'started':
      return {
        ...{ code: 200, ...mobileNumber, timeout: facts.timeout, sender: outcome.sender },
        verificationId: numberOfId(outcome.verificationId),
        transactionId: outcome.verificationId,
      };
    case 'concurrent':
      return {
        ...{ code: 506, ...mobileNumber, timeout: facts.timeout },
        verificationId: numberOfId(outcome.verificationId),
      };
    case 'address_locked':
      return {
        ...{ code: 800, ...mobileNumber, timeout: outcome.retryAfterSeconds },
        reason: 'too many wrong codes',
      };
    case 'too_many_sends':
      return {
        ...{ code: 800, ...mobileNumber, timeout: outcome.retryAfterSeconds },
        reason: 'too many messages to the number',
      };
  }
}

/** Undefined: it is over, and only its state tells how (`encodeEnded`). */
export function encodeCheck(outcome: CheckOutcome, successWord: string): WireAnswer | undefined {
  switch (outcome.kind) {
    case 'verified':
      return { code: 200, verificationStatus: successWord };
    case 'mismatch':
      return { code: 702 };
    case 'code_expired':
      return { code: 705 };
    case 'exhausted':
      return { code: 800, reason: 'the wrong code was given too often' };
    case 'locked':
      return { code: 800, reason: 'too many wrong codes to the number' };
    case 'not_live':
      return undefined;
  }
}

/** How a verification stands that takes no code any more. */
export function encodeEnded(status: NumberedVerification['status']): WireAnswer {
  switch (status) {
    case 'verified':
      return { code: 703 };
    case 'failed':
      return { code: 800, reason: 'the wrong code was given too often' };
    case 'cancelled':
      return { code: 700, reason: 'it was cancelled, or replaced by another send' };
    case 'expired':
    case 'in_progress':
      return { code: 705 };
  }
}
