/**
 * Amounts are integers of a hundred-millionth of the currency (the wires print eight decimals), so
 * that no sum is ever a rounded float. Safe up to 90 million units.
 */
const unitsPerWhole = 100_000_000;

/** Prices are few and read for every message. */
const known = new Map<string, number>();
const knownMost = 1_000;

/** `"0.03330000"` or `"10"` to units. @throws RangeError on anything else. */
export function parseAmount(text: string): number {
  const units = known.get(text);
  if (units !== undefined) return units;
  if (known.size >= knownMost) known.clear();
  const parsed = parse(text);
  known.set(text, parsed);
  return parsed;
}

function parse(text: string): number {
  if (!/^-?\d{1,9}(\.\d{1,8})?$/.test(text)) throw new RangeError('not an amount');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const units = Number(whole) * unitsPerWhole + Number(fraction.padEnd(8, '0'));
  return text.startsWith('-') ? -units : units;
}

/** Units to the eight decimals the classic wires print. */
export function formatAmount(units: number): string {
  const sign = units < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(units) / unitsPerWhole);
  const fraction = Math.abs(units) % unitsPerWhole;
  return `${sign}${whole}.${String(fraction).padStart(8, '0')}`;
}
