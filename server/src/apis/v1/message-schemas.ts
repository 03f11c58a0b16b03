/** What goes in and comes out of messages, receipts and conversions. */
import { Type } from 'typebox';
import { messageStates } from '../../history/message.ts';
import { answer, input, Nullable, oneOf, Text, Timestamp } from '../described/schema-parts.ts';
import { Moment, pageOf, paging, Uuid } from './parts.ts';

export const MessageParams = input({ message_id: Uuid });

export const SendBody = input(
  {
    to: Type.String({ minLength: 3, maxLength: 32 }),
    text: Text(3_200),
    from: Type.Optional(
      Type.String({
        pattern: '^([A-Za-z0-9 ]{1,11}|[0-9]{1,15})$',
        description: 'A number or name of yours; the application’s sender when absent.',
      }),
    ),
    encoding: Type.Optional(oneOf(['auto', 'ucs-2'], 'Encoding')),
    flash: Type.Optional(Type.Boolean()),
    reference: Type.Optional(Text(100)),
    validity_seconds: Type.Optional(
      Type.Integer({ minimum: 20, maximum: 604_800, default: 172_800 }),
    ),
  },
  'SendMessage',
);
export const validitySecondsDefault = 172_800;

export const SentMessage = answer('SentMessage', {
  id: Uuid,
  to: Nullable(Type.String()),
  from: Type.String(),
  reference: Nullable(Type.String()),
  currency: Type.String(),
  parts: Type.Array(
    answer('SentPart', {
      id: Type.String({ description: 'Named by receipts and conversions.' }),
      cost: Type.String(),
    }),
  ),
});

const message = {
  id: Uuid,
  direction: oneOf(['outbound', 'inbound'], 'MessageDirection'),
  channel: Type.String(),
  state: oneOf(messageStates, 'MessageState'),
  to: Nullable(Type.String()),
  from: Nullable(Type.String()),
  country: Nullable(Type.String()),
  network: Nullable(Type.String()),
  segments: Nullable(Type.Integer()),
  cost: Type.String(),
  currency: Type.String(),
  reference: Nullable(Type.String()),
  error_code: Nullable(Type.Integer()),
  meaning: Type.String({ description: 'What became of it, in plain words.' }),
  verification_id: Nullable(Uuid),
  created_at: Timestamp,
  sent_at: Nullable(Timestamp),
  ended_at: Nullable(Timestamp),
};
export const Message = answer('Message', message);
export const MessageWithParts = answer('MessageDetails', {
  ...message,
  tries: Type.Integer(),
  parts: Type.Array(
    answer('MessagePart', { id: Uuid, channel: Type.String(), state: Type.String() }),
  ),
  conversion: Nullable(
    answer('Conversion', { is_converted: Type.Boolean(), at: Timestamp, reported_at: Timestamp }),
  ),
});

export const Receipts = answer('Receipts', {
  items: Type.Array(
    answer('Receipt', {
      state: Type.String(),
      at: Timestamp,
      error_code: Nullable(Type.Integer()),
      meaning: Nullable(Type.String()),
      carrier_text: Nullable(Type.String()),
    }),
  ),
});

export const MessageFilter = input({
  ...paging,
  to: Type.Optional(Type.String({ minLength: 3, maxLength: 254 })),
  reference: Type.Optional(Text(100)),
  state: Type.Optional(oneOf(messageStates, 'MessageState')),
  channel: Type.Optional(Type.String({ pattern: '^[a-z][a-z-]{0,31}$' })),
  direction: Type.Optional(oneOf(['outbound', 'inbound'], 'MessageDirection')),
  since: Type.Optional(Moment),
  until: Type.Optional(Moment),
});

export const ConversionBody = input(
  {
    message_id: Uuid,
    is_converted: Type.Boolean({ description: 'Whether the code was used.' }),
    at: Type.Optional(Moment),
  },
  'ReportConversion',
);
export const ConversionAnswer = answer('ConversionReported', {
  message_id: Uuid,
  is_converted: Type.Boolean(),
});

export const MessagePage = pageOf('MessagePage', Message);
