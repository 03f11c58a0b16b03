/** Requests and answers of the rooms Messages and Quality. */
import { Type } from 'typebox';
import { holdCauses } from '../../history/address-hold.ts';
import { messageStates } from '../../history/message.ts';
import { dimensions, periodNames } from '../../quality/quality.ts';
import {
  answer,
  Id,
  IdText,
  input,
  LimitText,
  Nullable,
  oneOf,
  Text,
  Timestamp,
} from './schema-parts.ts';

const Moment = Type.String({ format: 'date-time', maxLength: 40 });
const Country = Type.String({ pattern: '^[A-Z]{2}$' });
const Network = Type.String({ pattern: '^[0-9]{3,8}$' });
const Channel = Type.String({ pattern: '^[a-z0-9-]{1,30}$' });
const Direction = oneOf(['outbound', 'inbound'], 'MessageDirection');
/** What is known of a message's way; `received` is a text from a subscriber. */
const State = oneOf(messageStates, 'MessageState');

export const MessageFilter = input({
  address: Type.Optional(Text(254)),
  id: Type.Optional(Text(128)),
  reference: Type.Optional(Text(200)),
  state: Type.Optional(State),
  channel: Type.Optional(Channel),
  direction: Type.Optional(Direction),
  country: Type.Optional(Country),
  network: Type.Optional(Network),
  since: Type.Optional(Moment),
  until: Type.Optional(Moment),
  before: Type.Optional(Text(64)),
  limit: Type.Optional(LimitText),
});

/** What became of a message, and what to do about it. */
export const Explanation = answer('Explanation', { meaning: Type.String(), advice: Type.String() });

const summary = {
  id: Type.String(),
  applicationId: Id,
  direction: Direction,
  dialect: Nullable(Type.String()),
  channel: Type.String(),
  state: Type.String(),
  maskedAddress: Type.String(),
  sender: Type.String(),
  country: Nullable(Type.String()),
  network: Nullable(Type.String()),
  transport: Nullable(Type.String()),
  segments: Nullable(Type.Integer()),
  cost: Type.String(),
  currency: Type.String(),
  reference: Nullable(Type.String()),
  errorCode: Nullable(Type.Integer()),
  explanation: Explanation,
  /** Receipts come from the carrier only and say nothing about the phone. */
  isCarrierOnly: Type.Boolean(),
  createdAt: Timestamp,
  sentAt: Nullable(Timestamp),
  endedAt: Nullable(Timestamp),
  verificationId: Nullable(Type.String()),
};
export const MessageSummaryView = answer('MessageSummary', summary);
export const MessagePage = answer('MessagePage', {
  items: Type.Array(MessageSummaryView),
  next: Nullable(Type.String()),
  /** How far back was looked when the page is not full though there is more. */
  searchedTo: Nullable(Timestamp),
});
export const MessageView = answer('Message', {
  ...summary,
  tries: Type.Integer(),
  carrierMessageId: Nullable(Type.String()),
  error: Nullable(Type.String()),
  steps: Type.Array(
    answer('MessageStep', {
      at: Timestamp,
      kind: Type.String(),
      explanation: Nullable(Explanation),
      errorCode: Nullable(Type.Integer()),
      raw: Nullable(Type.String()),
    }),
  ),
  conversion: Nullable(
    answer('Conversion', {
      isConverted: Type.Boolean(),
      at: Timestamp,
      reportedAt: Timestamp,
    }),
  ),
  content: Nullable(
    answer('MessageContent', {
      encoding: Type.String(),
      characters: Nullable(Type.Integer()),
      part: Type.Integer(),
      parts: Type.Integer(),
      isFlash: Type.Boolean(),
    }),
  ),
  siblings: Type.Array(
    answer('MessageSibling', {
      id: Type.String(),
      channel: Type.String(),
      state: Type.String(),
    }),
  ),
  inReplyTo: Nullable(Type.String()),
  replyId: Nullable(Type.String()),
});
export const MessageParams = input({ applicationId: IdText, messageId: Text(64) });

export const QualityFilter = input({
  period: oneOf(periodNames, 'QualityPeriod'),
  by: oneOf(dimensions, 'QualityDimension'),
  country: Type.Optional(Country),
  network: Type.Optional(Network),
  channel: Type.Optional(Channel),
});
const Figures = answer('QualityFigures', {
  sent: Type.Integer(),
  delivered: Type.Integer(),
  /** Messages whose receipts can come from the phone: `delivered` is a share of these. */
  deliverable: Type.Integer(),
  converted: Type.Integer(),
  /** Messages whose end can be known: `converted` is a share of these. */
  convertible: Type.Integer(),
  medianSeconds: Nullable(Type.Number()),
  cost: Type.String(),
  costPerConverted: Nullable(Type.String()),
});
export const QualityView = answer('Quality', {
  since: Timestamp,
  until: Timestamp,
  asOf: Nullable(Timestamp),
  currency: Type.String(),
  slotHours: Type.Integer(),
  total: Figures,
  before: Figures,
  groups: Type.Array(
    answer('QualityGroup', {
      key: Type.String(),
      name: Nullable(Type.String()),
      figures: Figures,
      before: Figures,
    }),
  ),
  slots: Type.Array(
    answer('QualitySlot', {
      at: Timestamp,
      sent: Type.Integer(),
      delivered: Type.Integer(),
      converted: Type.Integer(),
    }),
  ),
});

export const AddressQuestion = input({ address: Text(254) });
export const ExplainedAddressView = answer('ExplainedAddress', {
  maskedAddress: Type.String(),
  country: Nullable(Type.String()),
  /** What holds messages back, what holds now first. */
  holds: Type.Array(
    answer('AddressHold', {
      cause: oneOf(holdCauses, 'AddressHoldCause'),
      /** One sentence: what holds messages back. */
      meaning: Type.String(),
      advice: Type.String(),
      /** When it ends, or ended, by itself. */
      until: Nullable(Timestamp),
      isOver: Type.Boolean(),
    }),
  ),
  /** The verification that is live for it. */
  verificationId: Nullable(Type.String()),
});
