/** The ways one number is typed, pasted and sent by programs. Every one must reach the same person. */
import type { Subscriber } from './phone-numbers.data.ts';

export interface Spelling {
  readonly number: string;
  /** Parameter `country` of the request. */
  readonly country?: string;
}

export function e164Of({ callingCode, groups }: Subscriber): string {
  return callingCode + groups.join('');
}

/** At least 26 for each number, the plain one first. */
export function spellingsOf(subscriber: Subscriber): readonly Spelling[] {
  const { callingCode, country, groups } = subscriber;
  const international = ['', '+', '00'].flatMap((prefix) => [
    `${prefix}${callingCode}${groups.join('')}`,
    ...[' ', '-', '.'].map((border) => `${prefix}${callingCode}${border}${groups.join(border)}`),
  ]);
  const decorated = [
    `+${callingCode} (${groups[0]}) ${groups.slice(1).join(' ')}`,
    `+${callingCode}(${groups[0]})${groups.slice(1).join('-')}`,
    `(+${callingCode}) ${groups.join(' ')}`,
    ` +${callingCode}${groups.join('')}`,
    `+${callingCode}${groups.join('')} `,
    `+${callingCode}  ${groups.join('  ')}`,
    `+${callingCode} ${groups.join('').replaceAll(/(\d\d)(?=.)/g, '$1 ')}`,
  ];
  const withCountry = [...international.slice(0, 4), ...decorated.slice(0, 1)];
  return [
    ...[...international, ...decorated].map((number) => ({ number })),
    ...withCountry.map((number) => ({ number, country })),
    { number: `+${callingCode}${groups.join('')}`, country: country.toLowerCase() },
    ...nationalOf(subscriber).map((number) => ({ number, country })),
  ];
}

function nationalOf({ trunk, groups }: Subscriber): readonly string[] {
  const first = `${trunk}${groups[0]}`;
  const rest = groups.slice(1);
  return [
    [first, ...rest].join(''),
    [first, ...rest].join(' '),
    [first, ...rest].join('-'),
    [`(${first})`, ...rest].join(' '),
  ];
}

/** Look like the number to a person or to a lenient reader; each is refused, or it is the same one. */
export function oddSpellingsOf({ callingCode, trunk, groups }: Subscriber): readonly Spelling[] {
  const digits = callingCode + groups.join('');
  const wide = [...digits].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
  const arabic = [...digits].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join('');
  // Without a trunk digit the zero belongs to the number, and it is somebody else's.
  const withTrunk = trunk
    ? [`+${callingCode} (${trunk})${groups.join(' ')}`, `+${callingCode}${trunk}${groups.join('')}`]
    : [];
  return [
    ...withTrunk,
    `++${digits}`,
    `+${digits};ext=5`,
    `+${digits} ext. 5`,
    `+${digits}x5`,
    `tel:+${digits}`,
    `+${wide}`,
    `＋${digits}`,
    `+${arabic}`,
    `+${digits.slice(0, 4)}\u200b${digits.slice(4)}`,
    `+${digits.slice(0, 4)}\u00a0${digits.slice(4)}`,
    `\u202a+${digits}\u202c`,
    `+${digits}\n`,
    `+${digits}\0`,
    `000${digits}`,
    `+00${digits}`,
  ].map((number) => ({ number }));
}
