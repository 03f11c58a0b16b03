/**
 * Lets the sandbox's virtual carrier say something on request, so that receipts and messages from
 * subscribers can be tested as a real carrier brings them: repeated, in parts, binary, for nothing.
 * Each names the carrier's own id, so that a repetition changes nothing.
 */
import { Type } from 'typebox';
import { PlatformError } from '../../kernel/errors.ts';
import { normalisePhoneNumber } from '../../kernel/phone-number.ts';
import { type InboundMessage, receiptStatuses } from '../../transports/contract.ts';
import { answer, input, Json, oneOf } from '../described/schema-parts.ts';
import { operation } from './operation.ts';

const tag = 'Sandbox';
const access = 'sandbox';

const ReceiptStatus = oneOf(receiptStatuses, 'ReceiptStatus');
const Network = Type.String({ pattern: '^[0-9]{5,6}$' });
const MessageId = Type.String({ minLength: 1, maxLength: 100 });

const ReceiptBody = input(
  {
    messageId: MessageId,
    status: ReceiptStatus,
    errorCode: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
    network: Type.Optional(Network),
    raw: Type.Optional(
      Type.String({
        maxLength: 500,
        pattern: '^[\\x20-\\x7e]*$',
        description: 'The carrier’s own words.',
      }),
    ),
  },
  'CarrierReceipt',
);

const InboundBody = input(
  {
    messageId: MessageId,
    from: Type.String({ minLength: 5, maxLength: 32 }),
    to: Type.String({ minLength: 1, maxLength: 16 }),
    type: Type.Optional(oneOf(['text', 'unicode', 'binary'], 'InboundType')),
    text: Type.Optional(Type.String()),
    data: Type.Optional(Type.String()),
    header: Type.Optional(Type.String()),
    network: Type.Optional(Network),
    concat: Type.Optional(
      input({ reference: Type.String(), total: Type.Integer(), part: Type.Integer() }),
    ),
  },
  'CarrierMessage',
);

const statusOf = { handled: 201, received: 202, duplicate: 200 } as const;

export const sandboxCarrierOperations = [
  operation(
    {
      operationId: 'reportCarrierReceipt',
      tag,
      method: 'POST',
      path: '/v1/sandbox/carrier/receipts',
      summary: 'The carrier reports on a message',
      access,
      body: ReceiptBody,
      status: 200,
      answer: answer('CarrierReceiptTaken', { messageId: Type.String(), status: ReceiptStatus }),
      errors: ['not_found'],
    },
    async ({ core, application, body }) => {
      const { errorCode = 0, ...receipt } = body;
      await core.reportSandboxReceipt(application.id, { ...receipt, errorCode });
      return { body: { messageId: receipt.messageId, status: receipt.status } };
    },
  ),
  operation(
    {
      operationId: 'bringCarrierMessage',
      tag,
      method: 'POST',
      path: '/v1/sandbox/carrier/inbound',
      summary: 'The carrier brings a message from a person',
      description: '201: it was handled; 202: it is kept and will be; 200: it had come before.',
      access,
      body: InboundBody,
      status: 201,
      otherStatuses: [200, 202],
      answer: answer('CarrierMessageTaken', {
        kind: oneOf(['handled', 'received', 'duplicate'], 'InboundKind'),
        id: Type.String(),
        meaning: Type.Optional(Type.String()),
        outcome: Type.Optional(Json),
      }),
      errors: [],
    },
    async ({ core, application, body }) => {
      const { type = 'text', ...brought } = body;
      const from = normalisePhoneNumber(brought.from, { acceptPossible: true });
      if (from.kind !== 'ok') {
        const reason = 'no phone number';
        throw new PlatformError('invalid_parameter', { parameter: 'from', reason });
      }
      const message: InboundMessage = { ...brought, type, from: from.number.e164 };
      const received = await core.receiveSandboxInbound(application.id, message);
      const taken = { ...received };
      return { body: taken, status: statusOf[received.kind] };
    },
  ),
];
