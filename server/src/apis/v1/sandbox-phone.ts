/**
 * The virtual phone beyond messages: it goes online over its network, taps a button of a message, and
 * its network answers a device that was sent there by silent authentication.
 */
import { Type } from 'typebox';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { parseId } from '../../kernel/ids.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import type { ApiRequest, ApiResponse, Route } from '../contract.ts';
import { answer, input, oneOf, Timestamp } from '../described/schema-parts.ts';
import { withProblems } from '../problem.ts';
import { operation } from './operation.ts';
import { Uuid } from './parts.ts';

const tag = 'Sandbox';
const access = 'sandbox';
const secondsDefault = 600;

const MobileDataBody = input(
  {
    number: Type.String({ minLength: 5, maxLength: 32 }),
    clientAddress: Type.Optional(
      Type.String({
        maxLength: 45,
        description:
          'IP address of the device that counts as the phone; the caller’s own when absent.',
      }),
    ),
    seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 3_600,
        default: secondsDefault,
        description: 'For how long; 0 switches mobile data off.',
      }),
    ),
  },
  'MobileData',
);

const ChoiceBody = input(
  {
    verificationId: Type.String({ minLength: 32, maxLength: 36 }),
    choice: oneOf(['yes', 'no'], 'Choice'),
  },
  'ChooseButton',
);

export const sandboxPhoneOperations = [
  operation(
    {
      operationId: 'chooseButton',
      tag,
      method: 'POST',
      path: '/v1/sandbox/choices',
      summary: 'Tap a button of a message that asks for no code',
      access,
      body: ChoiceBody,
      status: 200,
      answer: answer('ButtonChosen', { verificationId: Uuid, outcome: Type.String() }),
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, body: { choice, verificationId: text } }) => {
      const verificationId = parseId(text);
      if (verificationId === undefined) throw new PlatformError('not_found');
      const { kind } = await core.answerChoice({ application, verificationId, choice });
      return { body: { verificationId, outcome: kind } };
    },
  ),
  operation(
    {
      operationId: 'setMobileData',
      tag,
      method: 'POST',
      path: '/v1/sandbox/mobile-data',
      summary: 'Let a device go online as a phone, for silent authentication',
      access,
      body: MobileDataBody,
      status: 200,
      answer: answer('MobileDataSet', {
        number: Type.String(),
        clientAddress: Type.String(),
        expiresAt: Timestamp,
      }),
      errors: [],
    },
    async ({ core, application, body, request }) => {
      const normalised = normalisePhoneNumber(body.number, { acceptPossible: true });
      if (normalised.kind !== 'ok') {
        const reason = 'no phone number';
        throw new PlatformError('invalid_parameter', { parameter: 'number', reason });
      }
      const { e164: number } = normalised.number;
      const { clientAddress = request.clientAddress, seconds = secondsDefault } = body;
      const applicationId = application.id;
      const set = { applicationId, number, clientAddress, seconds };
      const { expiresAt } = await core.mobileNetwork.setMobileData(set);
      return { body: { number, clientAddress, expiresAt: expiresAt.toISOString() } };
    },
  ),
];

/** Where a device is sent to; no part of the described API, for it has no caller of ours. */
export function networkRoute(core: Core): Route {
  return {
    method: 'GET',
    path: '/v1/sandbox/network/authorise',
    handle: (request) => withProblems(() => authorise(core, request)),
  };
}

/** Without credentials: the device has none, and the question says all there is to say. */
async function authorise(core: Core, request: ApiRequest): Promise<ApiResponse> {
  const question = new URLSearchParams(request.query).get('question') ?? '';
  const { clientAddress } = request;
  const answered = await core.mobileNetwork.answer({ question, clientAddress });
  if (!answered) throw new PlatformError('not_found');
  const location = `${answered.returnTo}?answer=${answered.answer}`;
  const headers = { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { status: 302, headers, body: '' };
}
