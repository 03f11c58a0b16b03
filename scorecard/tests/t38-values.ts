/** Hostile values and shapes for T38: type confusion, pollution, encodings, sizes (attacks A16, A18, A24). */
import type { Chance } from '../rig/chance.ts';

const texts: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  '1E400',
  'NaN',
  'Infinity',
  '0x10',
  '012345',
  '9'.repeat(400),
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '[object Object]',
  "' or '1'='1",
  "'; drop table verifications; --",
  '$1',
  '${pin}',
  '${jndi:ldap://127.0.0.1/a}',
  '%00',
  '\u0000',
  'a\u0000b',
  '\r\nSet-Cookie: a=b',
  '\u001b[31m',
  '\u2028',
  '\ud800',
  '٤٤٧٤٠٠٠٠٠٠٠٠١',
  '４４７４００００００００１',
  '+1(415)555-2671;ext=9',
  'tel:+14155552671;phone-context=+1',
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  '<script>alert(1)</script>',
  '../../../etc/passwd',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'http://169.254.169.254/',
  'http://[::ffff:127.0.0.1]:1/',
  'file:///etc/passwd',
  'a'.repeat(5_000),
  '🙂'.repeat(500),
  '\u202e\u200b\ufeff',
  '00000000-0000-0000-0000-000000000000',
  'f'.repeat(32),
  '2147483648',
  '9223372036854775808',
  '1.7976931348623157e309',
];

const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  [],
  ['a'],
  ['a', 'b'],
  [['a']],
  [null],
  {},
  { a: 1 },
  { length: 3 },
  { toString: 'x' },
  { $gt: '' },
  { __proto__: null },
];

export function hostileText(chance: Chance): string {
  return chance.pick(texts);
}

export function hostileValue(chance: Chance): unknown {
  return chance.below(2) === 0 ? hostileText(chance) : chance.pick(values);
}

/** JSON that no serialiser of ours would write: duplicate keys, pollution, broken, deep, big. */
export function hostileJson(chance: Chance, fields: Readonly<Record<string, unknown>>): string {
  const plain = JSON.stringify(fields);
  const inside = plain.slice(1, -1);
  const comma = inside === '' ? '' : ',';
  const forms = [
    () => `{${inside}${comma}"__proto__":{"polluted":"yes","status":"0","isAdmin":true}}`,
    () => `{"constructor":{"prototype":{"polluted":"yes"}}${comma}${inside}}`,
    () => `{${inside}${comma}${inside}}`,
    () => `[${plain}]`,
    () => plain.slice(0, chance.below(plain.length + 1)),
    () => `${plain}}`,
    () => `"${plain.replaceAll('"', '')}"`,
    () => '['.repeat(20_000),
    () => `{"a":`.repeat(5_000),
    () => `{${inside}${comma}"x":"${'y'.repeat(20_000)}"}`,
    () => `\ufeff${plain}`,
    () => plain.replaceAll('"', "'"),
    () => 'null',
    () => '1',
    () => '""',
    () => '{"\\ud800":"\\u0000"}',
    () => `{${Array.from({ length: 500 }, (_none, index) => `"k${index}":${index}`).join(',')}}`,
  ];
  return chance.pick(forms)();
}

/** A form that breaks encodings and repeats names. */
export function hostileForm(chance: Chance, fields: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${encode(value)}`);
  const plain = pairs.join('&');
  const forms = [
    () => plain,
    () => `${plain}&${pairs.join('x&')}x`,
    () =>
      `${plain}&__proto__[polluted]=yes&__proto__.polluted=yes&constructor[prototype][polluted]=yes`,
    () => `${plain}&code[]=1&code[0]=1&pin[]=1&number[]=447400000001`,
    () => `${plain}&%=1&%zz=%zz&=&&&=x&%E0%A4%A`,
    () => `${plain}&${'a=b&'.repeat(2_000)}`,
    () => plain.replaceAll('=', '%3D'),
    () => `${plain};a=b`,
  ];
  return chance.pick(forms)();
}

function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(text.toWellFormed());
}
