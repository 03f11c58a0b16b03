/**
 * Whether a message may come from a sender, by the country it goes to. Refuses before it costs: a
 * carrier that drops a message silently still bills it. Pure; the table is sender-rules.data.ts.
 */
import type { NumberKind, RegistrationState } from './number.ts';
import { countryRows, type SenderUse } from './sender-rules.data.ts';

export interface SenderRule {
  readonly kind: NumberKind;
  readonly use: SenderUse;
  /** One plain sentence. */
  readonly reason: string;
  /** Whether subscribers can answer. */
  readonly isTwoWay: boolean;
}

export interface SenderVerdict {
  /** `warned`: sent, but may arrive from another sender or not at all. */
  readonly verdict: 'allowed' | 'warned' | 'refused';
  readonly reason: string;
  readonly isTwoWay: boolean;
}

const kindWords: Readonly<Record<NumberKind, string>> = {
  'shared-short-code': 'Shared short codes',
  'dedicated-short-code': 'Short codes',
  'long-number': 'Long numbers',
  'toll-free': 'Toll-free numbers',
  alphanumeric: 'Names as senders',
};

const useWords: Readonly<Record<SenderUse, string>> = {
  allowed: 'are delivered',
  registered: 'are delivered after a registration only',
  risky: 'are usually replaced by another sender or filtered',
  refused: 'are not delivered',
};

/** North America, where shared codes came from and where their programmes are still carried. */
const sharedCodeCountries = new Set(['US', 'CA']);
const sharedCodeReason =
  'Carriers take no new programmes on shared short codes: plan for a code of your own or 10DLC.';

/** Undefined: nothing is known of the country. */
export function senderRuleOf(country: string, kind: NumberKind): SenderRule | undefined {
  const row = Object.hasOwn(countryRows, country) ? countryRows[country] : undefined;
  if (!row) return undefined;
  if (kind === 'shared-short-code') {
    const use = sharedCodeCountries.has(country) ? 'risky' : 'refused';
    const reason = use === 'risky' ? sharedCodeReason : sentence(country, kind, use);
    return { kind, use, reason, isTwoWay: use === 'risky' };
  }
  const use = {
    alphanumeric: row.name,
    'long-number': row.longNumber,
    'dedicated-short-code': row.shortCode,
    'toll-free': row.tollFree,
  }[kind];
  const why = { alphanumeric: row.nameWhy, 'long-number': row.longWhy }[kind as string];
  return {
    kind,
    use,
    reason: [sentence(country, kind, use), why].filter(Boolean).join(' '),
    // Nobody can write to a name; short codes and toll-free numbers take answers where they exist.
    isTwoWay:
      use !== 'refused' &&
      kind !== 'alphanumeric' &&
      (kind === 'long-number' ? row.isTwoWay : true),
  };
}

/** Every country of the table with its rules, in the order of the country codes. */
export function listSenderRules(): readonly {
  readonly country: string;
  readonly rules: readonly SenderRule[];
}[] {
  const kinds = Object.keys(kindWords) as NumberKind[];
  return Object.keys(countryRows)
    .sort()
    .map((country) => ({
      country,
      rules: kinds.flatMap((kind) => senderRuleOf(country, kind) ?? []),
    }));
}

export function checkSender(request: {
  /** ISO 3166 alpha-2 of the recipient. */
  readonly country: string;
  readonly kind: NumberKind;
  /** What a registry, a carrier or an approved campaign says about this sender; expired is `none`. */
  readonly registration: RegistrationState;
}): SenderVerdict {
  const { country, kind, registration } = request;
  const rule = senderRuleOf(country, kind);
  if (!rule) {
    const reason = `Nothing is known here about senders in ${nameOf(country)}: ask your carrier.`;
    return { verdict: 'warned', reason, isTwoWay: false };
  }
  const { use, reason, isTwoWay } = rule;
  if (use === 'registered' && registration === 'registered') {
    return { verdict: 'allowed', reason: 'It is registered.', isTwoWay };
  }
  const verdict = verdictOf(use);
  return { verdict, reason, isTwoWay };
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** Asked for with every message, and slow to look up. */
const knownNames = new Map<string, string>();

function nameOf(country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return country;
  const known = knownNames.get(country) ?? sayCountry(country);
  knownNames.set(country, known);
  return known;
}

/** As it stands in a sentence: `the United Kingdom`, `Germany`. */
function sayCountry(country: string): string {
  const name = countryNames.of(country) ?? country;
  return /^(United|Netherlands|Philippines|Czech|Bahamas|Dominican)/.test(name)
    ? `the ${name}`
    : name;
}

function verdictOf(use: SenderUse): SenderVerdict['verdict'] {
  if (use === 'allowed') return 'allowed';
  return use === 'risky' ? 'warned' : 'refused';
}

function sentence(country: string, kind: NumberKind, use: SenderUse): string {
  return `${kindWords[kind]} ${useWords[use]} in ${nameOf(country)}.`;
}
