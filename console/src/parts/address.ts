/** Groups a phone number for reading: `+44 7400 000 001`; masked digits and emails stay as they are. */
export function groupAddress(address: string): string {
  if (!/^\+?[0-9•]{7,}$/.test(address)) return address;
  const digits = address.replace('+', '');
  const country = countryLength(digits);
  const rest = digits.slice(country);
  const groups = country === 1 ? [3, 3, 4] : [4, 3, 3, 3];
  const parts: string[] = [];
  let at = 0;
  for (const length of groups) {
    if (at < rest.length) parts.push(rest.slice(at, at + length));
    at += length;
  }
  if (at < rest.length) parts.push(rest.slice(at));
  return `+${digits.slice(0, country)} ${parts.join(' ')}`;
}

/** Calling codes of one digit (+1, +7) and the common ones of two; the others have three. */
function countryLength(digits: string): number {
  if (/^[17]/.test(digits)) return 1;
  return /^(2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/.test(digits) ? 2 : 3;
}

/** `123456` becomes `123 456`: codes are read in groups of three. */
export function groupCode(code: string): string {
  if (code.length < 5) return code;
  return code.replaceAll(/(.{3})(?=.)/g, '$1 ');
}
