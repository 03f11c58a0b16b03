/**
 * The sandbox: what the handset shows (codes included), answering from it, and moving time. Members are
 * named as on the handset. For sandbox applications only; a live key is refused before anything else.
 */
import { type Static, Type } from 'typebox';
import type { HandsetMessage } from '../../sandbox/handset-message.ts';
import { answer, input, Json, Nullable, oneOf, Timestamp } from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { addressOf, Uuid } from './parts.ts';

const tag = 'Sandbox';
const access = 'sandbox';

const Message = answer('HandsetMessage', {
  id: Uuid,
  direction: oneOf(['to-handset', 'from-handset'], 'HandsetDirection'),
  channel: Type.String(),
  to: Type.String(),
  from: Type.String(),
  text: Type.String(),
  subject: Type.Optional(Type.String()),
  ssml: Type.Optional(Type.String()),
  code: Nullable(Type.String()),
  choices: Type.Optional(answer('HandsetChoices', { yes: Type.String(), no: Type.String() })),
  verificationId: Nullable(Uuid),
  sentAt: Timestamp,
  parts: Type.Optional(Type.Integer()),
  flash: Type.Optional(Type.Boolean()),
  binary: Type.Optional(answer('HandsetBinary', { data: Type.String(), header: Type.String() })),
});

const listMax = 100;
const HandsetFilter = input({
  to: Type.Optional(Type.String({ minLength: 3, maxLength: 320 })),
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]?|100)$',
      description: `1 to ${listMax}; 50 when absent.`,
    }),
  ),
});

const ReplyBody = Type.Object(
  {
    from: Type.String({ minLength: 5, maxLength: 32 }),
    to: Type.String({ minLength: 1, maxLength: 15 }),
    text: Type.String({ minLength: 1, maxLength: 1_600 }),
  },
  { title: 'HandsetReply' },
);

const AdvanceBody = Type.Object(
  { seconds: Type.Integer({ minimum: 1, maximum: 7_776_000, description: 'At most 90 days.' }) },
  { title: 'AdvanceClock' },
);

export const sandboxOperations = [
  operation(
    {
      operationId: 'listMagicNumbers',
      tag,
      method: 'GET',
      path: '/v1/sandbox/numbers',
      summary: 'Numbers whose outcome is known',
      access,
      status: 200,
      answer: answer('MagicNumbers', {
        numbers: Type.Array(
          answer('MagicNumber', {
            number: Type.String(),
            outcome: Type.String(),
            description: Type.String(),
            receipts: Type.Optional(Type.Array(Json)),
            refusal: Type.Optional(Type.String()),
          }),
        ),
      }),
      errors: [],
    },
    async ({ core }) => ({
      body: {
        numbers: core.magicNumbers.map(({ receipts, ...number }) => ({
          ...number,
          ...(receipts && { receipts: receipts.map((receipt) => ({ ...receipt })) }),
        })),
      },
    }),
  ),
  operation(
    {
      operationId: 'listHandsetMessages',
      tag,
      method: 'GET',
      path: '/v1/sandbox/messages',
      summary: 'What the handset shows, newest first',
      access,
      query: HandsetFilter,
      status: 200,
      answer: answer('HandsetMessages', { messages: Type.Array(Message) }),
      errors: [],
    },
    async ({ core, application, query }) => {
      const messages = await core.handset.list({
        applicationId: application.id,
        ...(query.to !== undefined && { to: addressOf(query.to, 'to') }),
        limit: Number(query.limit ?? 50),
      });
      return { body: { messages: messages.map(encode) } };
    },
  ),
  operation(
    {
      operationId: 'replyFromHandset',
      tag,
      method: 'POST',
      path: '/v1/sandbox/replies',
      summary: 'Answer from the handset, as a person would',
      access,
      body: ReplyBody,
      status: 201,
      answer: Message,
      errors: [],
    },
    async ({ core, application, body, effect }) => {
      const from = addressOf(body.from, 'from');
      const { earlier } = effect ?? {};
      const filter = { applicationId: application.id, to: from, limit: listMax };
      const shown = earlier ? await core.handset.list(filter) : [];
      const sent = shown.find(
        (message) =>
          earlier &&
          message.sentAt >= earlier &&
          message.direction === 'from-handset' &&
          message.to === body.to &&
          message.text === body.text,
      );
      const { to, text } = body;
      const message = sent ?? (await core.replyFromHandset(application.id, { from, to, text }));
      return { body: encode(message) };
    },
  ),
  operation(
    {
      operationId: 'advanceClock',
      tag,
      method: 'POST',
      path: '/v1/sandbox/clock/advance',
      summary: 'Bring everything that is pending closer in time',
      description:
        'Should the server die in the middle, a repetition with the same key may move time twice.',
      access,
      body: AdvanceBody,
      status: 200,
      answer: answer('ClockAdvanced', { seconds: Type.Integer(), moved: Type.Integer() }),
      errors: [],
    },
    async ({ core, application, body: { seconds } }) => {
      const moved = await core.advanceClock({ application, seconds });
      return { body: { seconds, moved } };
    },
  ),
];

function encode({ sentAt, ...message }: HandsetMessage): Static<typeof Message> {
  const { binary, choices, ...rest } = message;
  return {
    ...rest,
    ...(choices && { choices: { ...choices } }),
    ...(binary && { binary: { ...binary } }),
    sentAt: sentAt.toISOString(),
  };
}
