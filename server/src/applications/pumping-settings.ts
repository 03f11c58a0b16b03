/**
 * Settings of the pumping budgets: what each rule allows and what it does when more is asked for. The
 * formulas they enter, and why the defaults are what they are, stand in docs/fraud.md.
 */
import { type Static, Type } from 'typebox';

/** From mild to severe: of several rules that speak, the most severe one decides. */
export const pumpingActions = ['off', 'record', 'other-channel', 'challenge', 'refuse'] as const;
export type PumpingAction = (typeof pumpingActions)[number];

const action = Type.Union([
  Type.Literal('off'),
  Type.Literal('record'),
  Type.Literal('other-channel'),
  Type.Literal('challenge'),
  Type.Literal('refuse'),
]);

/** Unverified messages a key may have: a floor for those without a past, and a share of its volume. */
const budget = Type.Object(
  {
    action,
    /** Unverified in an hour that nobody has to earn. */
    hour: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** The same in a day. */
    day: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    /** Unverified that each verified one allows on top. */
    share: Type.Number({ minimum: 0, maximum: 10 }),
  },
  { additionalProperties: false },
);

export const pumpingSettingsSchema = Type.Object(
  {
    country: budget,
    /** A number without its last four digits. */
    prefix: budget,
    /** The subscriber's own device, as the caller tells it. */
    client: budget,
    /** Countries one client asks for in a day without verifying a number there. */
    clientCountries: Type.Object(
      { action, most: Type.Integer({ minimum: 1, maximum: 100 }) },
      { additionalProperties: false },
    ),
    /** Near numbers of one prefix asked for one after the other. */
    sequence: Type.Object(
      {
        action,
        run: Type.Integer({ minimum: 3, maximum: 50 }),
        windowMinutes: Type.Integer({ minimum: 1, maximum: 60 }),
      },
      { additionalProperties: false },
    ),
    /** Channel that `other-channel` sends by; null: such a message is refused. */
    otherChannel: Type.Union([Type.String({ pattern: '^[a-z]{2,20}$' }), Type.Null()]),
    /** Whether messages whose code is checked elsewhere count as unverified until they convert. */
    countsOwnCodes: Type.Boolean(),
    /** Never judged. Spend caps hold for them all the same. */
    allow: Type.Object(
      {
        countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 250 }),
        prefixes: Type.Array(Type.String({ pattern: '^[1-9]\\d{2,11}$' }), { maxItems: 500 }),
        /** Look-up values with the masked number, as the console adds them. */
        numbers: Type.Array(
          Type.Object(
            {
              mac: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
              label: Type.String({ maxLength: 32, pattern: '^[0-9•]*$' }),
            },
            { additionalProperties: false },
          ),
          { maxItems: 500 },
        ),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type PumpingSettings = Static<typeof pumpingSettingsSchema>;

/** Rules a decision can name. */
export const pumpingRules = ['country', 'prefix', 'client', 'clientCountries', 'sequence'] as const;
export type PumpingRule = (typeof pumpingRules)[number];

/** A sandbox spends nothing: it shows what would be decided and lets everything pass. */
export const sandboxPumping: PumpingSettings = {
  country: { action: 'record', hour: 60, day: 200, share: 0.5 },
  prefix: { action: 'record', hour: 10, day: 20, share: 1 },
  client: { action: 'record', hour: 10, day: 20, share: 1 },
  clientCountries: { action: 'record', most: 3 },
  sequence: { action: 'record', run: 8, windowMinutes: 10 },
  otherChannel: null,
  countsOwnCodes: false,
  allow: { countries: [], prefixes: [], numbers: [] },
};

/**
 * Ten thousand numbers share a prefix: its rules hit few honest people and refuse from the first day.
 * A country or a shared office address is many people: those rules only record until an operator has
 * seen the dry run.
 */
export const livePumping: PumpingSettings = {
  ...sandboxPumping,
  prefix: { ...sandboxPumping.prefix, action: 'refuse' },
  sequence: { ...sandboxPumping.sequence, action: 'refuse' },
};
