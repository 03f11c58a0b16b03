/** Requests and answers of the room Developers. */
import { Type } from 'typebox';
import { Finding } from './opt-in-schemas.ts';
import { answer, IdText, input, LimitText, Nullable, Text, Timestamp } from './schema-parts.ts';

const CallId = Type.String({ pattern: '^[1-9][0-9]{0,17}$' });

export const ApiCallParams = input({ applicationId: IdText, callId: CallId });
export const ApiCallFilter = input({
  dialect: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
  /** `true`: refused calls only. */
  failuresOnly: Type.Optional(Type.String({ pattern: '^(true|false)$' })),
  before: Type.Optional(CallId),
  limit: Type.Optional(LimitText),
});

const summary = {
  id: Type.String(),
  at: Timestamp,
  dialect: Type.String(),
  method: Type.String(),
  route: Type.String(),
  /** Of HTTP. */
  status: Type.Integer(),
  milliseconds: Type.Integer(),
  isFailure: Type.Boolean(),
  /** False: it only named this application. */
  isProven: Type.Boolean(),
  /** Why it was refused; null for what was not. */
  explanation: Nullable(
    answer('CallExplanation', {
      meaning: Type.String(),
      advice: Type.String(),
      /** Path of the page that says more. */
      page: Nullable(Type.String()),
    }),
  ),
};
export const ApiCallSummary = answer('ApiCallSummary', summary);
export const ApiCallPage = answer('ApiCallPage', {
  items: Type.Array(ApiCallSummary),
  next: Nullable(Type.String()),
  /** Those this application called lately, for the filter. */
  dialects: Type.Array(Type.String()),
});
const Values = Type.Array(answer('ApiCallValue', { name: Type.String(), value: Type.String() }));
export const ApiCallView = answer('ApiCall', { ...summary, parameters: Values, answer: Values });

const Uuid = Text(64);
export const TemplateParams = input({ applicationId: IdText, templateId: Uuid });
export const FragmentParams = input({
  applicationId: IdText,
  templateId: Uuid,
  fragmentId: Uuid,
});

const Name = Type.String({ maxLength: 100 });
const FragmentText = Type.String({ maxLength: 1_600 });
const Channel = Type.String({ pattern: '^[a-z][a-z-]{0,31}$' });
const Locale = Type.String({ maxLength: 35 });

export const NewTemplate = input({ name: Name }, 'NewSavedTemplate');
export const TemplateChange = input(
  { name: Type.Optional(Name), isDefault: Type.Optional(Type.Boolean()) },
  'SavedTemplateChange',
);
export const NewFragment = input(
  { channel: Channel, locale: Locale, text: FragmentText },
  'NewFragment',
);
export const FragmentChange = input({ text: FragmentText }, 'FragmentChange');

export const TemplateView = answer('SavedTemplate', {
  id: Type.String(),
  name: Type.String(),
  isDefault: Type.Boolean(),
  createdAt: Timestamp,
  changedAt: Timestamp,
});
export const TemplateList = answer('SavedTemplateList', {
  items: Type.Array(TemplateView),
  /** Channels a text may be for. */
  channels: Type.Array(Type.String()),
});
export const FragmentView = answer('TemplateFragment', {
  id: Type.String(),
  templateId: Type.String(),
  channel: Type.String(),
  locale: Type.String(),
  text: Type.String(),
  createdAt: Timestamp,
  changedAt: Timestamp,
});
export const FragmentList = answer('TemplateFragmentList', { items: Type.Array(FragmentView) });

export const FragmentDraft = input(
  {
    channel: Channel,
    locale: Locale,
    text: FragmentText,
    brand: Text(100),
    /** Host of the web site whose browsers shall fill the code in. */
    originBound: Type.Optional(Type.String({ maxLength: 253 })),
  },
  'FragmentDraft',
);
export const FragmentInspection = answer('FragmentInspection', {
  /** As a person would receive it; null when it cannot be sent. */
  sample: Nullable(
    answer('FragmentSample', {
      text: Type.String(),
      subject: Nullable(Type.String()),
      encoding: Nullable(Type.String()),
      segments: Type.Integer(),
      /** Septets or UTF-16 units, and what as many parts hold; null where no text message is. */
      length: Nullable(Type.Integer()),
      capacity: Nullable(Type.Integer()),
    }),
  ),
  errors: Type.Array(Finding),
  warnings: Type.Array(Finding),
  withAutofill: Nullable(Type.String()),
});
