/** Requests and answers about a campaign's words and its opt-in page. */
import { Type } from 'typebox';
import { optInItems, optInLanguages } from '../../campaigns/opt-in-words.ts';
import { answer, IdText, input, Nullable, oneOf, Text, Timestamp } from './schema-parts.ts';
import { CampaignUse } from './schemas.ts';

const draft = {
  use: CampaignUse,
  text: Type.String({ maxLength: 2_000 }),
  company: Type.String({ maxLength: 100 }),
  /** What callers will fill in, by the parameter's name. */
  parameters: Type.Optional(
    Type.Record(
      Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' }),
      input({
        sample: Type.Optional(Type.String({ maxLength: 480 })),
        lengthMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_600 })),
      }),
      { maxProperties: 50 },
    ),
  ),
  /** Host of the web site whose browsers shall fill the code in. */
  originBound: Type.Optional(Type.String({ maxLength: 253 })),
  /** Eleven characters that name the Android app which reads the code. */
  androidHash: Type.Optional(Type.String({ maxLength: 40 })),
};
export const TemplateDraft = input(
  {
    ...draft,
    /** Where it shall be sent, for the cost; ISO 3166 alpha-2, default US. */
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  },
  'TemplateDraft',
);

export const Finding = answer('LintFinding', {
  code: Type.String(),
  message: Type.String(),
  /** Line and column from 1, and UTF-16 units. */
  at: Type.Optional(
    answer('LintPlace', {
      line: Type.Integer(),
      column: Type.Integer(),
      length: Type.Integer(),
    }),
  ),
});
const MessageSize = answer('MessageSize', {
  text: Type.String(),
  encoding: oneOf(['gsm-7', 'ucs-2'], 'SmsEncoding'),
  length: Type.Integer(),
  segments: Type.Integer(),
  /** What as many parts hold. */
  capacity: Type.Integer(),
  /** EUR; null where no price is known. */
  cost: Nullable(Type.String()),
});
export const TemplateLintView = answer('TemplateLint', {
  /** Must be put right before the text can be sent. */
  errors: Type.Array(Finding),
  /** May be meant; a reviewer will ask. */
  warnings: Type.Array(Finding),
  parameters: Type.Array(
    answer('LintParameter', {
      name: Type.String(),
      sample: Type.String(),
      longest: Type.String(),
    }),
  ),
  sample: MessageSize,
  longest: MessageSize,
  /** The text with plain characters where typographic ones cost more. */
  plainText: Nullable(Type.String()),
  /** The text with the autofill line that was asked for. */
  withAutofill: Nullable(Type.String()),
});

export const TemplatePreview = input(
  {
    ...draft,
    /** Number of this application the message shall come from. */
    sender: Text(20),
    /** A number of the handset. */
    to: Text(32),
  },
  'TemplatePreview',
);
export const PreviewSent = answer('TemplatePreviewSent', {
  messageId: Type.String(),
  parts: Type.Integer(),
});

const Language = oneOf(optInLanguages, 'OptInLanguage');
const Item = oneOf(optInItems, 'OptInItem');

export const DisclosureQuery = input({ language: Type.Optional(Language) });
export const DisclosureView = answer('OptInDisclosure', {
  language: Language,
  items: Type.Array(answer('OptInSentence', { item: Item, text: Type.String() })),
  /** Items the campaign says too little for; their sentences have a blank in brackets. */
  incomplete: Type.Array(Item),
  text: Type.String(),
  html: Type.String(),
  component: answer('OptInComponent', { markup: Type.String(), script: Type.String() }),
});

export const OptInCheckRequest = input(
  {
    /** The page on which people agree; left out, the one the campaign names. */
    url: Type.Optional(Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500 })),
  },
  'OptInCheckRequest',
);
export const OptInCheckView = answer('OptInCheck', {
  url: Type.String(),
  /** After redirects. */
  pageUrl: Type.String(),
  outcome: oneOf(['complete', 'incomplete', 'unreadable'], 'OptInOutcome'),
  /** Why it is unreadable. */
  problem: Nullable(Type.String()),
  notes: Type.Array(Type.String()),
  items: Type.Array(
    answer('OptInFinding', {
      item: Item,
      isFound: Type.Boolean(),
      place: Nullable(
        answer('OptInPlace', {
          excerpt: Type.String(),
          line: Type.Integer(),
          path: Type.String(),
        }),
      ),
      fault: Nullable(oneOf(['missing', 'hidden', 'other-code', 'no-link'], 'OptInFault')),
      /** The words to put on the page. */
      wordsToAdd: Nullable(Type.String()),
    }),
  ),
  checkedAt: Timestamp,
});
export const LastOptInCheck = answer('LastOptInCheck', { check: Nullable(OptInCheckView) });
export const OptInParams = input({ applicationId: IdText, campaignId: IdText });
