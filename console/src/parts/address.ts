/** Groups a phone number for reading: `+44 7400 000 001`; masked digits and emails stay as they are. */
export function groupAddress(address: string): string {
  if (!/^\+?[0-9•]{7,}$/.test(address)) return address;
  const digits = address.replace('+', '');
  const country = countryLength(digits);
  const rest = digits.slice(country);
  return `+${digits.slice(0, country)} ${inGroups(rest)}`;
}

/** Groups of three; what is left over joins the first group, or the last in North America's ten. */
function inGroups(rest: string): string {
  const spare = rest.length % 3;
  if (rest.length === 10 && spare === 1 && !rest.startsWith('7')) {
    return `${rest.slice(0, 3)} ${rest.slice(3, 6)} ${rest.slice(6)}`;
  }
  const first = spare === 1 ? 4 : spare === 2 ? 2 : 3;
  return `${rest.slice(0, first)} ${rest.slice(first).replaceAll(/(.{3})(?=.)/g, '$1 ')}`;
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
