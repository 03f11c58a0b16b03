/** Start, check, next channel and cancel: decode, use case, encode. */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { parseId } from '../../kernel/ids.ts';
import { languageOfCountry } from '../../kernel/language.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import type { CheckOutcome } from '../../verification/check.ts';
import type { StartOutcome } from '../../verification/start.ts';
import type { ApiRequest, ApiResponse } from '../contract.ts';
import { jsonOf } from '../problem.ts';
import { readMembers } from './members.ts';
import { WireProblem } from './problems.ts';
import type { Call } from './serve.ts';
import { assertCovered, checkUrlOf } from './silent-auth.ts';
import { planStart } from './start-plan.ts';
import { decodeCheck, decodeStart, textsBorrowedFrom, type WireStart } from './wire.ts';

export async function startVerification(core: Core, call: Call): Promise<ApiResponse> {
  const { application, request } = call;
  const wire = decodeStart(readMembers(request), application);
  assertAllowed(wire, application);
  assertCovered(core, application, wire.channels);
  const texts = await findTexts(core, application, wire);
  const outcome = await core.startVerification(planStart(call, wire, texts));
  return encodeStart(outcome, (id) => checkUrlOf(core, wire.channels, id));
}

/** What an account must be allowed, as the vendor's must. */
function assertAllowed({ code, isFraudChecked }: WireStart, { settings }: Application): void {
  const isAllowed =
    (code === undefined || settings.customCodes) && (isFraudChecked || settings.networkUnblock);
  if (!isAllowed) throw new WireProblem('forbidden');
}

/** Of the template asked for, else of the default one. @throws WireProblem for an unknown one. */
async function findTexts(
  core: Core,
  application: Application,
  { templateId, channels, locale }: WireStart,
): Promise<ReadonlyMap<string, string>> {
  const names = channels.map(({ channel }) => textsBorrowedFrom[channel] ?? channel);
  try {
    const found = await core.templates.resolveTemplate({
      applicationId: application.id,
      ...(templateId !== undefined && { template: { id: templateId } }),
      channels: [...new Set(names)],
      locale: locale ?? localeOf(channels.map(({ to }) => to)),
    });
    return found?.texts ?? new Map();
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'not_found') throw error;
    const invalid = [{ name: 'template_id', reason: 'Template was not found' }];
    throw new WireProblem('invalid-params', { invalid });
  }
}

/** As the core chooses it: by the country of the first number. */
function localeOf(addresses: readonly string[]): string {
  const [first = ''] = addresses;
  const found = normalisePhoneNumber(first, { acceptPossible: true });
  return languageOfCountry(found.kind === 'ok' ? found.number.country : '');
}

function encodeStart(outcome: StartOutcome, extrasOf: (id: string) => object): ApiResponse {
  switch (outcome.kind) {
    case 'started': {
      const { verificationId: id } = outcome;
      return jsonOf(202, { request_id: id, ...extrasOf(id) });
    }
    case 'concurrent':
      throw new WireProblem('concurrent', { members: { request_id: outcome.verificationId } });
    case 'address_locked':
    case 'too_many_sends':
      throw new WireProblem('throttled', { retryAfterSeconds: outcome.retryAfterSeconds });
  }
}

export async function checkCode(core: Core, { application, request }: Call): Promise<ApiResponse> {
  const proof = decodeCheck(readMembers(request));
  const verificationId = requestIdOf(request);
  // What can be no code is wrong without being a try.
  if (proof === undefined) throw new WireProblem('invalid-code');
  const outcome =
    'token' in proof
      ? await core.silentAuth.checkToken({ application, verificationId, ...proof })
      : await core.checkVerification({ application, verificationId, ...proof });
  const isUnread =
    outcome.kind === 'mismatch' && (await asksForNoCode(core, application, verificationId));
  if (isUnread) throw new WireProblem('no-code');
  return encodeCheck(outcome, request, verificationId);
}

/** Whether nobody can have read a code: the message under way has buttons in its place. */
async function asksForNoCode(core: Core, application: Application, id: string): Promise<boolean> {
  const [found] = await core.searchVerifications({ application, ids: [id] });
  const channel = core.channels.get(found?.dispatches.at(-1)?.channel ?? '');
  return channel?.confirmedBy === 'choice';
}

function encodeCheck(outcome: CheckOutcome, request: ApiRequest, id: string): ApiResponse {
  switch (outcome.kind) {
    case 'verified':
      return jsonOf(200, { request_id: id, status: 'completed' });
    case 'mismatch':
    case 'code_expired':
      throw new WireProblem('invalid-code');
    case 'exhausted':
    case 'locked':
      throw new WireProblem('expired');
    case 'not_live':
      throw unknownRequest(request);
  }
}

export async function nextChannel(
  core: Core,
  { application, request }: Call,
): Promise<ApiResponse> {
  const verificationId = requestIdOf(request);
  const outcome = await core.triggerNextStep({ applicationId: application.id, verificationId });
  if (outcome.kind === 'no_more_steps') throw new WireProblem('no-events');
  if (outcome.kind === 'not_live') throw unknownRequest(request);
  if (outcome.kind === 'address_locked') {
    throw new WireProblem('throttled', { retryAfterSeconds: outcome.retryAfterSeconds });
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
}

/** At any time: the vendor's 30 seconds protect its bill, not the caller. */
export async function cancel(core: Core, { application, request }: Call): Promise<ApiResponse> {
  const outcome = await core.cancelVerification({
    application,
    verificationId: requestIdOf(request),
    ageSecondsMin: 0,
    isAfterSecondStepAllowed: true,
  });
  if (outcome.kind !== 'cancelled') throw unknownRequest(request);
  return { status: 204, body: '' };
}

/** @throws WireProblem for what can be no id of ours, as for one that nobody has. */
function requestIdOf(request: ApiRequest): string {
  const id = parseId(request.params.requestId ?? '');
  if (id === undefined) throw unknownRequest(request);
  return id;
}

function unknownRequest({ params }: ApiRequest): WireProblem {
  const { requestId = '' } = params;
  const isName = /^[0-9A-Za-z-]{1,64}$/.test(requestId);
  const detail = `Request '${requestId}' was not found or it has been verified already.`;
  return new WireProblem('request-not-found', isName ? { detail } : {});
}
