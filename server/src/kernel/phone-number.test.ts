import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, test } from 'vitest';
import { normalisePhoneNumber, type PhoneNumberOptions } from './phone-number.ts';

const live = { acceptPossible: false };
const sandbox = { acceptPossible: true };

function spell(input: string, options: PhoneNumberOptions = live): string {
  const result = normalisePhoneNumber(input, options);
  if (result.kind === 'ok') return result.number.e164;
  return result.kind === 'invalid' ? 'invalid' : `refused ${result.type}`;
}

/** Country, calling code, trunk prefix, national number, and a country whose plan cannot hold it. */
type Row = readonly [string, string, string, string, string];

const corpus: readonly Row[] = [
  ['US', '1', '1', '4155552671', 'GB'],
  ['CA', '1', '1', '6042345678', 'GB'],
  ['PR', '1', '1', '7872345678', 'FR'],
  ['GB', '44', '0', '7400123456', 'US'],
  ['GB', '44', '0', '2079460958', 'US'],
  ['DE', '49', '0', '15123456789', 'US'],
  ['FR', '33', '0', '612345678', 'NO'],
  ['IT', '39', '', '0612345678', 'NO'],
  ['IT', '39', '', '3123456789', 'NO'],
  ['ES', '34', '', '612345678', 'NO'],
  ['PT', '351', '', '912345678', 'NO'],
  ['NL', '31', '0', '612345678', 'NO'],
  ['PL', '48', '', '512345678', 'NO'],
  ['RU', '7', '8', '9123456789', 'GB'],
  ['KZ', '7', '8', '7710009998', 'GB'],
  ['IN', '91', '0', '9198765432', 'US'],
  ['BR', '55', '0', '11961234567', 'US'],
  ['JP', '81', '0', '9012345678', 'US'],
  ['SG', '65', '', '81234567', 'CN'],
  ['AU', '61', '0', '412345678', 'NO'],
];

function spellingsOf([country, code, trunk, national, other]: Row) {
  const local = `${trunk}${national}`;
  const [head, tail] = [national.slice(0, 3), national.slice(3)];
  const at = { ...live, country };
  return [
    [`+${code}${national}`, live],
    [`${code}${national}`, live],
    [`00${code}${national}`, live],
    [`+${code} ${national}`, live],
    [`+${code}-${head}-${tail}`, live],
    [`(+${code}) ${national}`, live],
    [`+${code} (${head}) ${tail}`, live],
    [`+${code}.${head}.${tail}`, live],
    [`00 ${code} ${head} ${tail}`, live],
    [` +${code}${national}`, live],
    [`${code}${national} `, live],
    [`${code}-${head}-${tail}`, live],
    [`${code} (${head}) ${tail}`, live],
    [`+${code}${national}`, at],
    [`${code}${national}`, at],
    [`00${code}${national}`, at],
    [local, at],
    [national, at],
    [`${trunk}${head} ${tail}`, at],
    [`${trunk}${head}-${tail}`, at],
    [`${trunk}${head}.${tail}`, at],
    [`(${trunk}${head}) ${tail}`, at],
    [local, { ...live, country: country.toLowerCase() }],
    [`+${code}${national}`, { ...live, country: other }],
    [`00${code}${national}`, { ...live, country: other }],
    [`${code}${national}`, { ...live, country: other }],
    [`+${code}${national}`, { ...live, country: 'ZZ' }],
    [`${code}${national}`, { ...live, country: 'ZZ' }],
    [`+${code}${national}`, sandbox],
    [local, { ...sandbox, country }],
  ] as const;
}

describe('one number has one spelling', () => {
  test.each(corpus)('%s %s %s %s, written in 30 ways, is one number', (...row) => {
    const spelled = spellingsOf(row).map(([input, options]) => [input, spell(input, options)]);
    expect(spelled).toEqual(spelled.map(([input]) => [input, `${row[1]}${row[3]}`]));
  });

  test('the whole corpus gives exactly twenty results', () => {
    const spellings = corpus.flatMap((row) => spellingsOf(row));
    expect(spellings.length).toBeGreaterThanOrEqual(500);
    expect(new Set(spellings.map(([input, options]) => spell(input, options))).size).toBe(20);
  });

  test('the four spellings of the documentation give the same number', () => {
    for (const input of ['+1 415 555 2671', '1-415-555-2671', '(415) 555-2671', '0014155552671']) {
      expect(spell(input, { ...live, country: 'US' })).toBe('14155552671');
    }
    expect(spell('011 44 7400 123456', { ...live, country: 'US' })).toBe('447400123456');
  });

  test('digits of another country are not mended into the named one', () => {
    const country = 'US';
    expect(spell('447400123456', { ...live, country })).toBe('447400123456');
    // Hawaii, not the shared-cost code +808.
    expect(spell('(808) 234-5678', { ...live, country })).toBe('18082345678');
  });

  test('a result spells itself, in every country', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples);
      if (!example) continue;
      const e164 = example.number.slice(1);
      for (const input of [e164, `+${e164}`, `00${e164}`]) {
        expect([country, spell(input), spell(input, { ...live, country })]).toEqual([
          country,
          e164,
          e164,
        ]);
      }
      expect([country, spell(example.formatNational(), { ...live, country })]).toEqual([
        country,
        e164,
      ]);
    }
  });
});

describe('what a number tells', () => {
  test('country, type and the prefix without the last four digits', () => {
    expect(normalisePhoneNumber('+44 7400 123456', live)).toEqual({
      kind: 'ok',
      number: {
        e164: '447400123456',
        country: 'GB',
        isValid: true,
        type: 'mobile',
        prefix: '44740012',
      },
    });
  });

  test('Italian leading zeros stay', () => {
    expect(spell('+39 06 1234 5678')).toBe('390612345678');
    expect(spell('06 1234 5678', { ...live, country: 'IT' })).toBe('390612345678');
  });

  test.each([
    ['441632960960', 'GB'],
    ['447700900000', 'GB'],
    ['11234567890', 'US'],
  ])('%s, possible but nobody’s, passes in the sandbox only', (input, country) => {
    expect(spell(input, live)).toBe('invalid');
    expect(normalisePhoneNumber(input, sandbox)).toMatchObject({
      kind: 'ok',
      number: { e164: input, country, isValid: false, type: 'unknown' },
    });
  });

  test('a national drama number completes with its country', () => {
    expect(spell('07700 900123', { ...sandbox, country: 'GB' })).toBe('447700900123');
  });
});

const forbidden: Readonly<Record<string, string>> = {
  'premium-rate':
    '449098790000 449012345678 448712345678 448431234567 19002345678 19005551234 33899123456 ' +
    '33891123456 499001654321 499003123456 39899123456 34803123456 34806123456 34807123456 ' +
    '31900123456 319091234567 611900654321 41900123456 41906123456 43900123456 43930123456 ' +
    '48701234567 420900123456 351601234567 3531520123456 979123456789 358700123456',
  'shared-cost':
    '33820123456 33810123456 491801234567 39848123456 34902123456 41840123456 43810123456 ' +
    '48801234567 351808123456 80812345678 27860123456 611300975707',
  'personal-number':
    '447012345678 447056789012 15002345678 15332345678 4970012345678 39199123456 41878123456 ' +
    '351884123456 878101234567890',
  satellite: '870773111632 870764123456 881612345678 881623456789 8821612345678 8823412345678',
  'global-voip': '883510012345678',
  'toll-free': '80012345678',
  'non-geographic': '888123456789',
};

describe('numbers that cost or lead nowhere', () => {
  const rows = Object.entries(forbidden).flatMap(([type, numbers]) =>
    numbers.split(' ').map((number) => [number, type] as const),
  );

  test('the table holds more than fifty', () => {
    expect(rows.length).toBeGreaterThan(50);
  });

  test.each(rows)('%s is refused as %s, in live and in the sandbox', (number, type) => {
    for (const input of [number, `+${number}`, `00${number}`]) {
      expect(spell(input, live)).toBe(`refused ${type}`);
      expect(spell(input, sandbox)).toBe(`refused ${type}`);
    }
  });

  test('a premium range is refused even where no number is assigned', () => {
    expect(spell('+1 900 111 1111', sandbox)).toBe('refused premium-rate');
    expect(spell('09001 11111', { ...sandbox, country: 'GB' })).not.toMatch(/^\d/);
  });
});

describe('hostile strings', () => {
  test.each([
    ['empty', ''],
    ['spaces', '   '],
    ['a plus', '+'],
    ['two pluses', '++14155552671'],
    ['a plus inside', '1+4155552671'],
    ['letters', '1-800-FLOWERS'],
    ['words', 'call +14155552671 now'],
    ['an extension', '+14155552671x12'],
    ['an extension after a space', '+14155552671 x12'],
    ['an RFC 3966 extension', '+14155552671;ext=9'],
    ['a pause', '+14155552671,,123'],
    ['a tel URI', 'tel:+14155552671'],
    ['full-width digits', '+１４１５５５５２６７１'],
    ['a full-width plus', '＋14155552671'],
    ['Arabic-Indic digits', '+١٤١٥٥٥٥٢٦٧١'],
    ['a zero-width space', '+1415\u200b5552671'],
    ['a no-break space', '+1\u00a0415 555 2671'],
    ['a soft hyphen', '+1\u00ad4155552671'],
    ['a NUL', '+14155552671\u0000'],
    ['a newline', '+14155552671\n'],
    ['a tab', '+1\t4155552671'],
    ['an escape', '\u001b+14155552671'],
    ['a slash', '+1/4155552671'],
    ['an SQL comment', "14155552671'--"],
    ['a prototype', '__proto__'],
    ['too many digits', '+1415555267112345678'],
    ['too few digits', '+141555'],
    ['no calling code', '+0014155552671'],
    ['an unassigned calling code', '+2101234567'],
    ['33 characters', `+14155552671${' '.repeat(21)}`],
    ['50,000 digits', '1'.repeat(50_000)],
    ['50,000 brackets', '('.repeat(50_000)],
    ['50,000 separators and a letter', `+1${'- '.repeat(25_000)}a`],
  ])('%s is no number', (_name, input) => {
    for (const country of ['US', undefined]) {
      const options = country ? { country } : {};
      expect(spell(input, { ...live, ...options })).toBe('invalid');
      expect(spell(input, { ...sandbox, ...options })).toBe('invalid');
    }
  });

  test.each(['__proto__', 'constructor', 'GBR', '', '🇬🇧', '44'])(
    'country %j is ignored',
    (country) => {
      expect(spell('07400 123456', { ...live, country })).toBe('invalid');
      expect(spell('+44 7400 123456', { ...live, country })).toBe('447400123456');
    },
  );

  test('random strings of the allowed characters never throw nor yield a loose spelling', () => {
    const characters = '0123456789+ ()-.';
    let seed = 42;
    const next = (bound: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % bound;
    };
    for (let round = 0; round < 3000; round++) {
      const length = next(24);
      const input = Array.from({ length }, () => characters[next(16)]).join('');
      for (const country of ['US', 'GB', 'DE', 'IT', 'SG', 'BR']) {
        const first = spell(input, { ...sandbox, country });
        if (/^\d/.test(first)) expect(first).toMatch(/^[1-9]\d{6,14}$/);
      }
    }
  });
});
