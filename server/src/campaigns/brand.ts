/**
 * A brand says who sends: the record 10DLC registration asks for before a campaign. What the registry
 * answered (its id, the state, the end) is written down by a reviewer, never by the applicant.
 */
import { type Static, Type } from 'typebox';

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

export const brandEntities = [
  'private-company',
  'public-company',
  'non-profit',
  'government',
  'sole-proprietor',
] as const;

export const brandDataSchema = Type.Object(
  {
    /** As registered with the authorities. */
    legalName: text(100),
    /** As customers know it. */
    displayName: text(100),
    entity: Type.Unsafe<(typeof brandEntities)[number]>({
      type: 'string',
      enum: [...brandEntities],
    }),
    /** Of incorporation, ISO 3166 alpha-2. */
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    /** EIN in the United States; not asked of a sole proprietor. */
    taxId: Type.Optional(text(30)),
    website: Type.Optional(Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500 })),
    /** Line of business. */
    vertical: Type.Optional(text(60)),
    street: Type.Optional(text(100)),
    city: Type.Optional(text(100)),
    region: Type.Optional(text(100)),
    postalCode: Type.Optional(text(20)),
    contactEmail: Type.Optional(
      Type.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]{1,189}$', maxLength: 254 }),
    ),
    contactPhone: Type.Optional(Type.String({ pattern: '^\\+?[0-9 ().-]{5,32}$' })),
  },
  { additionalProperties: false },
);
export type BrandData = Static<typeof brandDataSchema>;

export const brandStates = ['draft', 'submitted', 'registered', 'refused', 'withdrawn'] as const;
export type BrandState = (typeof brandStates)[number];

export interface Brand {
  readonly id: number;
  readonly applicationId: number;
  readonly data: BrandData;
  readonly state: BrandState;
  /** Registered, and not run out. */
  readonly isInForce: boolean;
  readonly registryId: string | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}
