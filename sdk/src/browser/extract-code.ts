export interface CodeForm {
  /** Characters of a whole code. */
  readonly length: number;
  /** Letters too; they are given back in upper case. */
  readonly isAlphanumeric: boolean;
}

/**
 * Takes a code out of what was typed, pasted or filled in: spaces and dashes go, digits of every
 * script become ASCII, and of a whole pasted message only a run of the right length is taken.
 *
 * @example
 * extractCode('١٢٣-٤٥٦', { length: 6, isAlphanumeric: false }); // '123456'
 * extractCode('Your code is 123 456. Valid for 5 minutes.', { length: 6, isAlphanumeric: false }); // '123456'
 */
export function extractCode(text: string, { length, isAlphanumeric }: CodeForm): string {
  const plain = text.normalize('NFKC').replace(/\p{Nd}/gu, asciiDigit);
  const letters = isAlphanumeric ? '0-9A-Za-z' : '0-9';
  const kept = (part: string) => part.replace(new RegExp(`[^${letters}]`, 'g'), '').toUpperCase();
  // Dashes of every kind (\p{Pd}) and spaces join the parts of one code.
  const joint = isAlphanumeric ? '\\p{Pd}?' : '[\\s\\p{Pd}]?';
  const runs = plain.match(new RegExp(`[${letters}](?:${joint}[${letters}])*`, 'gu')) ?? [];
  const whole = runs.map(kept).filter((run) => run.length === length);
  // A word of the message may be as long as the code; a code of letters and digits goes first.
  return whole.find((run) => /\d/.test(run)) ?? whole[0] ?? kept(plain).slice(0, length);
}

/** Digits come in unbroken runs of ten from zero to nine (Unicode Standard, section 4.6). */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(point - before - 1))) before += 1;
  return String(before % 10);
}
