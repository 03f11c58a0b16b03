/** Shapes of the room Consent. */
import { Type } from 'typebox';
import { consentChanges, consentSources } from '../../consent/consent.ts';
import { answer, input, LimitText, Nullable, oneOf, Text, Timestamp } from './schema-parts.ts';

const Change = oneOf(consentChanges, 'ConsentChange');
const Source = oneOf(consentSources, 'ConsentSource');
const Sender = Type.String({ pattern: '^(\\*|[A-Za-z0-9]{1,15})$' });
const Cursor = Type.String({ maxLength: 200 });
const Standing = Type.String({ pattern: '^[0-9a-f]{16,128}_(\\*|[A-Za-z0-9]{1,15})$' });

export const StandingFilter = Type.Partial(
  input({
    number: Text(40),
    sender: Sender,
    state: oneOf(['opted_out', 'opted_in'] as const, 'ConsentState'),
    before: Cursor,
    limit: LimitText,
  }),
  { additionalProperties: false },
);

export const EntryFilter = Type.Partial(
  input({
    number: Text(40),
    /** The number of this row of the list of opt-outs. */
    standing: Standing,
    change: Change,
    before: Cursor,
    limit: LimitText,
  }),
  { additionalProperties: false },
);

export const StandingView = answer('ConsentStanding', {
  /** Stands for number and sender. */
  id: Type.String(),
  maskedNumber: Type.String(),
  /** `*`: every sender of the application. */
  sender: Type.String(),
  isOptedOut: Type.Boolean(),
  optedOutAt: Nullable(Timestamp),
  optedInAt: Nullable(Timestamp),
});
export const StandingPage = answer('ConsentStandingPage', {
  items: Type.Array(StandingView),
  next: Nullable(Type.String()),
});

export const EntryView = answer('ConsentEntry', {
  id: Type.Integer(),
  at: Timestamp,
  maskedNumber: Type.String(),
  sender: Type.String(),
  change: Change,
  source: Source,
  /** `subscriber`, `application` or `operator:<id>`. */
  actor: Type.String(),
  /** What the person wrote, said or was shown. */
  text: Nullable(Type.String()),
  page: Nullable(Type.String()),
  clientAddress: Nullable(Type.String()),
});
export const EntryPage = answer('ConsentEntryPage', {
  items: Type.Array(EntryView),
  next: Nullable(Type.String()),
});

export const ConsentChangeRequest = input(
  {
    change: oneOf(['opt-in', 'opt-out'] as const, 'ConsentWord'),
    /** A row of the list; or a number, and a sender unless all are meant. */
    standing: Type.Optional(Standing),
    number: Type.Optional(Text(40)),
    sender: Type.Optional(Sender),
    /** What the person said or agreed to, and how it was heard. */
    text: Text(2_000, 5),
    page: Type.Optional(Text(500)),
  },
  'ConsentChangeRequest',
);
export const ConsentChanged = answer('ConsentChanged', { isNew: Type.Boolean() });
