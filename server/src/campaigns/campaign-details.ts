/**
 * What a campaign says of itself beside its texts: the programme, how often it writes, whom a
 * subscriber can ask, what HELP, STOP and START are answered with, and the pages behind its links.
 * A draft may leave out anything; what a submission needs is in campaign.ts.
 */
import { type Static, Type } from 'typebox';

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const url = Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500 });
const email = Type.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]{1,189}$', maxLength: 254 });
const phone = Type.String({ pattern: '^\\+?[0-9 ().-]{5,32}$' });

export const campaignDetailsSchema = Type.Partial(
  Type.Object({
    /** Name of the programme, as subscribers know it. */
    programme: text(80),
    /** What is sent and what for. */
    description: text(1000),
    /** In words, e.g. `no more than 2 msgs/day`. */
    frequency: text(120),
    /** More than one message follows from one consent. */
    isRecurring: Type.Boolean(),
    supportEmail: email,
    supportPhone: phone,
    /** Whom the reviewer can ask. */
    contactName: text(100),
    contactEmail: email,
    contactPhone: phone,
    /** How subscribers agree. */
    optIn: Type.Union([
      Type.Literal('web'),
      Type.Literal('marketing-material'),
      Type.Literal('other'),
    ]),
    /** The page they agree on. */
    optInUrl: url,
    helpText: text(480),
    stopText: text(480),
    startText: text(480),
    termsUrl: url,
    privacyUrl: url,
    /** Host of the web site whose browsers fill the code in: the text then ends with `@host #code`. */
    originBound: Type.String({ pattern: '^[a-z0-9.-]+$', maxLength: 253 }),
    /** Names the Android app that reads the code: the text then ends with it. */
    androidHash: Type.String({ pattern: '^[A-Za-z0-9+/]{11}$' }),
    /** The applicant has said that consent is collected as the TCPA asks. */
    isTcpaConfirmed: Type.Boolean(),
  }),
  { additionalProperties: false },
);
export type CampaignDetails = Static<typeof campaignDetailsSchema>;
