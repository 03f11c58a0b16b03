/**
 * Secrets with a mark, so that one pass over any amount of bytes finds every place where one of them
 * lies in clear, as text, as hexadecimal or as base64.
 */
import { randomBytes, randomInt } from 'node:crypto';

export interface Canary {
  readonly what: string;
  readonly value: string;
}

export interface Finding {
  readonly what: string;
  readonly form: string;
}

/** Digits: `9182736` and random ones; twelve or more digits do not occur by chance. */
export function digitCanary(length: number): string {
  const mark = '9182736';
  const rest = length - mark.length;
  return mark + String(randomInt(0, 10 ** rest)).padStart(rest, '0');
}

export function wordCanary(length: number): string {
  return `cNrY${randomBytes(length)
    .toString('hex')
    .slice(0, length - 4)}`;
}

export interface Scanner {
  /** What lies in clear in these bytes, each canary and form once. */
  scan(bytes: Buffer): Finding[];
}

export function scannerFor(canaries: readonly Canary[]): Scanner {
  const needles = canaries.flatMap(({ what, value }) =>
    formsOf(value).map(([form, text]) => ({ what, form, bytes: Buffer.from(text, 'latin1') })),
  );
  // Many needles begin alike: the haystack is searched once for each beginning.
  const byStart = Map.groupBy(needles, ({ bytes }) => bytes.subarray(0, 6).toString('latin1'));
  return {
    scan(haystack) {
      const found = new Map<string, Finding>();
      for (const [start, group] of byStart) {
        let at = haystack.indexOf(start, 0, 'latin1');
        while (at >= 0) {
          for (const { what, form, bytes } of group) {
            if (haystack.subarray(at, at + bytes.length).equals(bytes))
              found.set(`${what} ${form}`, { what, form });
          }
          at = haystack.indexOf(start, at + 1, 'latin1');
        }
      }
      return [...found.values()];
    },
  };
}

function formsOf(value: string): [form: string, text: string][] {
  const bytes = Buffer.from(value, 'utf8');
  const forms: [string, string][] = [
    ['text', value],
    ['hexadecimal', bytes.toString('hex')],
  ];
  // Base64 has three alignments; the characters that depend on neighbours are cut off.
  for (const shift of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const text = padded
      .slice(shift === 0 ? 0 : shift + 1)
      .replace(/=+$/, '')
      .slice(0, -2);
    if (text.length >= 10) forms.push([`base64 ${shift}`, text]);
  }
  return forms;
}
