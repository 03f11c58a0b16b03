/**
 * Lets the sandbox's virtual carrier say something on request, so that receipts and messages from
 * subscribers can be tested as a real carrier brings them: repeated, in parts, binary, for nothing.
 */
import { Type } from 'typebox';
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import { type InboundMessage, receiptStatuses } from '../../transports/contract.ts';
import { readJson } from '../classic/read-json.ts';
import type { ApiRequest, ApiResponse } from '../contract.ts';
import { jsonOf } from '../problem.ts';

const receiptSchema = Type.Object(
  {
    messageId: Type.String({ minLength: 1, maxLength: 100 }),
    status: Type.Union(receiptStatuses.map((status) => Type.Literal(status))),
    errorCode: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
    network: Type.Optional(Type.String({ pattern: '^[0-9]{5,6}$' })),
    /** The carrier's own words. */
    raw: Type.Optional(Type.String({ maxLength: 500, pattern: '^[\\x20-\\x7e]*$' })),
  },
  { additionalProperties: false },
);

const inboundSchema = Type.Object(
  {
    messageId: Type.String({ minLength: 1, maxLength: 100 }),
    from: Type.String({ minLength: 5, maxLength: 32 }),
    to: Type.String({ minLength: 1, maxLength: 16 }),
    type: Type.Optional(
      Type.Union([Type.Literal('text'), Type.Literal('unicode'), Type.Literal('binary')]),
    ),
    text: Type.Optional(Type.String()),
    data: Type.Optional(Type.String()),
    header: Type.Optional(Type.String()),
    network: Type.Optional(Type.String({ pattern: '^[0-9]{5,6}$' })),
    concat: Type.Optional(
      Type.Object(
        { reference: Type.String(), total: Type.Integer(), part: Type.Integer() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** 200: recorded. 404: this application sent no such message, or has not handed it over yet. */
export async function carrierReceipt(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { errorCode = 0, ...receipt } = readJson(receiptSchema, request.body);
  await core.reportSandboxReceipt(application.id, { ...receipt, errorCode });
  return jsonOf(200, { messageId: receipt.messageId, status: receipt.status });
}

const statusOf = { handled: 201, received: 202, duplicate: 200 } as const;

export async function carrierInbound(
  core: Core,
  application: Application,
  request: ApiRequest,
): Promise<ApiResponse> {
  const { type = 'text', ...body } = readJson(inboundSchema, request.body);
  const from = normalisePhoneNumber(body.from, { acceptPossible: true });
  if (from.kind !== 'ok') {
    throw new PlatformError('invalid_parameter', { parameter: 'from', reason: 'no phone number' });
  }
  const message: InboundMessage = { ...body, type, from: from.number.e164 };
  const received = await core.receiveSandboxInbound(application.id, message);
  return jsonOf(statusOf[received.kind], received);
}
