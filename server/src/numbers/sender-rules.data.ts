/**
 * Which senders a country's carriers take, as a table. It says what is usual, gathered from the public
 * country pages of carriers and regulators (docs/how-to/short-codes.md names them); rules change, and
 * the carrier of a live transport has the last word. A country that is not here is unknown, not open.
 */

/**
 * `allowed`: as it is. `registered`: only after a registration. `risky`: sent, but usually replaced
 * by another sender or filtered. `refused`: not delivered at all.
 */
export type SenderUse = 'allowed' | 'registered' | 'risky' | 'refused';

interface CountryRow {
  readonly name: SenderUse;
  readonly longNumber: SenderUse;
  /** Short codes of a single application; `refused` where none can be had. */
  readonly shortCode: SenderUse;
  readonly tollFree: SenderUse;
  /** Whether long numbers of the country take answers. */
  readonly isTwoWay: boolean;
  /** Why, where the general sentence would not do. */
  readonly nameWhy?: string;
  readonly longWhy?: string;
}

/** About both, or about one of the two. */
type Why = string | { readonly name?: string; readonly long?: string };

function row(
  name: SenderUse,
  longNumber: SenderUse,
  isTwoWay: boolean,
  why: Why = {},
  more: Partial<CountryRow> = {},
): CountryRow {
  return {
    name,
    longNumber,
    isTwoWay,
    shortCode: 'registered',
    tollFree: 'refused',
    ...(typeof why === 'string' && { nameWhy: why, longWhy: why }),
    ...(typeof why === 'object' && why.name !== undefined && { nameWhy: why.name }),
    ...(typeof why === 'object' && why.long !== undefined && { longWhy: why.long }),
    ...more,
  };
}

export const countryRows: Readonly<Record<string, CountryRow>> = {
  // North America: names never arrive; every kind of number is registered for its use.
  US: row(
    'refused',
    'registered',
    true,
    { long: 'They need a brand and a campaign (10DLC).' },
    {
      tollFree: 'registered',
    },
  ),
  PR: row('refused', 'registered', true, 'The rules of the United States apply.', {
    tollFree: 'registered',
  }),
  CA: row(
    'refused',
    'allowed',
    true,
    { long: 'They have to be Canadian.' },
    {
      tollFree: 'registered',
    },
  ),
  MX: row('risky', 'allowed', true, { name: 'Names are replaced by a local number.' }),

  // Latin America: names are replaced by short codes or local numbers.
  AR: row('risky', 'risky', false),
  BR: row('refused', 'refused', false, 'Only short codes are delivered.'),
  CL: row('risky', 'allowed', true),
  CO: row(
    'risky',
    'refused',
    false,
    'Carriers deliver from short codes and replace other senders.',
  ),
  CR: row('risky', 'risky', false),
  PE: row('risky', 'risky', false),

  // Europe: names are usual; some countries keep a register.
  AT: row('allowed', 'allowed', true),
  CH: row('allowed', 'allowed', true),
  CZ: row('registered', 'allowed', true, {
    name: 'Carriers take names they were told of beforehand.',
  }),
  DE: row('allowed', 'allowed', true),
  DK: row('allowed', 'allowed', true),
  ES: row('registered', 'allowed', true, {
    name: 'Names belong into the regulator’s register of aliases.',
  }),
  FI: row('allowed', 'allowed', true, {
    name: 'A name somebody protected in the register is refused to others.',
  }),
  FR: row('allowed', 'refused', false, {
    long: 'Messages of applications come from names or short codes.',
  }),
  GB: row('allowed', 'allowed', true),
  IE: row('registered', 'allowed', true, {
    name: 'Names that are not in the regulator’s register are blocked.',
  }),
  IT: row('registered', 'allowed', true, {
    name: 'Names belong into the regulator’s register of aliases.',
  }),
  NL: row('allowed', 'allowed', true),
  NO: row('allowed', 'allowed', true),
  PL: row('allowed', 'allowed', true),
  PT: row('allowed', 'allowed', true),
  SE: row('allowed', 'allowed', true),
  TR: row('registered', 'refused', false, 'Only registered names are delivered.'),
  UA: row('registered', 'risky', false, { name: 'Names that were not registered are replaced.' }),

  // Asia and the Pacific
  AU: row('registered', 'allowed', true, {
    name: 'Names that are not in the register are marked or blocked.',
  }),
  CN: row('refused', 'risky', false, {
    name: 'Names are not carried; texts are registered as templates.',
  }),
  HK: row('allowed', 'allowed', true, {
    name: 'Names that begin with # are kept for registered senders.',
  }),
  ID: row('registered', 'risky', false),
  IN: row(
    'registered',
    'refused',
    false,
    'Sender and text are registered as DLT entity and template.',
  ),
  JP: row('allowed', 'risky', false, { name: 'One carrier replaces names by a number.' }),
  KR: row('refused', 'registered', false, 'Only registered Korean numbers are delivered.'),
  MY: row('refused', 'risky', false, { name: 'Names are replaced by a short code.' }),
  NZ: row('refused', 'risky', true, 'Messages of applications come from short codes.'),
  PH: row('registered', 'refused', false, { long: 'Foreign numbers are blocked.' }),
  SG: row('registered', 'allowed', true, {
    name: 'Names that are not in the register arrive as “Likely-SCAM”.',
  }),
  TH: row('registered', 'refused', false),
  TW: row('refused', 'risky', false, { name: 'Names are replaced by a local number.' }),
  VN: row('registered', 'refused', false),

  // Middle East and Africa
  AE: row('registered', 'refused', false, 'Only registered names are delivered.'),
  EG: row('registered', 'refused', false),
  IL: row('allowed', 'allowed', true),
  KE: row('registered', 'refused', false),
  NG: row('registered', 'refused', false),
  QA: row('registered', 'refused', false),
  SA: row('registered', 'refused', false, 'Only registered names are delivered.'),
  ZA: row('refused', 'allowed', true, { name: 'Names are replaced by a local number.' }),
};
