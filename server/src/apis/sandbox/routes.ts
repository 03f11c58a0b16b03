/**
 * The sandbox by API: magic numbers, what the handset shows (codes included), answering from it, and
 * moving time. For sandbox applications only; a live key is refused before anything is looked at.
 */
import { Type } from 'typebox';
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import type { HandsetMessage } from '../../sandbox/handset-message.ts';
import { readBasic } from '../classic/credentials.ts';
import { readJson } from '../classic/read-json.ts';
import type { Api, ApiRequest, ApiResponse } from '../contract.ts';
import { faultAnswer, jsonOf, withProblems } from '../problem.ts';
import { carrierInbound, carrierReceipt } from './carrier.ts';

const replySchema = Type.Object({
  from: Type.String({ minLength: 5, maxLength: 32 }),
  to: Type.String({ minLength: 1, maxLength: 15 }),
  text: Type.String({ minLength: 1, maxLength: 1600 }),
});

const advanceSchema = Type.Object({
  /** At most 90 days. */
  seconds: Type.Integer({ minimum: 1, maximum: 7_776_000 }),
});

const listMax = 100;

export function createSandboxApi(core: Core): Api {
  const serve =
    (handler: (application: Application, request: ApiRequest) => Promise<ApiResponse>) =>
    (request: ApiRequest) =>
      withProblems(async () => handler(await authenticateSandbox(core, request), request));
  return {
    name: 'sandbox',
    prefixes: ['/v1/sandbox'],
    routes: [
      {
        method: 'GET',
        path: '/v1/sandbox/numbers',
        handle: serve(async () => jsonOf(200, { numbers: core.magicNumbers })),
      },
      {
        method: 'GET',
        path: '/v1/sandbox/messages',
        handle: serve((application, request) => listMessages(core, application, request)),
      },
      {
        method: 'POST',
        path: '/v1/sandbox/replies',
        handle: serve((application, request) => reply(core, application, request)),
      },
      {
        method: 'POST',
        path: '/v1/sandbox/carrier/receipts',
        handle: serve((application, request) => carrierReceipt(core, application, request)),
      },
      {
        method: 'POST',
        path: '/v1/sandbox/carrier/inbound',
        handle: serve((application, request) => carrierInbound(core, application, request)),
      },
      {
        method: 'POST',
        path: '/v1/sandbox/clock/advance',
        handle: serve((application, request) => advance(core, application, request)),
      },
    ],
    refuse: (fault) => faultAnswer(fault),
  };
}

async function authenticateSandbox(core: Core, request: ApiRequest): Promise<Application> {
  const credentials = readBasic(request.headers.authorization);
  if (!credentials) throw new PlatformError('invalid_credentials');
  const { application } = await core.authenticate(credentials);
  if (application.kind !== 'sandbox') throw new PlatformError('sandbox_only');
  return application;
}

async function listMessages(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const query = new URLSearchParams(request.query);
  const to = query.get('to');
  const limit = Number(query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > listMax) {
    throw new PlatformError('invalid_parameter', { parameter: 'limit', reason: `1 to ${listMax}` });
  }
  const messages = await core.handset.list({
    applicationId: application.id,
    ...(to !== null && { to: addressOf(to, 'to') }),
    limit,
  });
  return jsonOf(200, { messages: messages.map(toWire) });
}

async function reply(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const body = readJson(replySchema, request.body);
  const from = addressOf(body.from, 'from');
  const message = await core.replyFromHandset(application.id, { ...body, from });
  return jsonOf(201, toWire(message));
}

async function advance(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { seconds } = readJson(advanceSchema, request.body);
  const moved = await core.advanceClock({ application, seconds });
  return jsonOf(200, { seconds, moved });
}

/** A phone number in any spelling, or an email address. */
function addressOf(text: string, parameter: string): string {
  if (/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text)) return text.toLowerCase();
  const normalised = normalisePhoneNumber(text, { acceptPossible: true });
  if (normalised.kind === 'ok') return normalised.number.e164;
  throw new PlatformError('invalid_parameter', { parameter, reason: 'is no phone number' });
}

function toWire(message: HandsetMessage): object {
  const { sentAt, ...rest } = message;
  return { ...rest, sentAt: sentAt.toISOString() };
}
