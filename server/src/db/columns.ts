/**
 * Turns the rows of a batch into one array a column, as PostgreSQL writes arrays, for `unnest`. The
 * driver's own conversion escapes every element twice over; this runs a thousand times a second.
 */

type Scalar = string | number | boolean | Buffer | null;

/** What needs no quotes inside an array literal: ids, numbers, most names. */
const plain = /^[A-Za-z0-9_.:-]+$/;
const isNull = /^null$/i;

/** The values of one key over all rows as an array literal, e.g. `{1,2,NULL}`. */
export function column<Row, Key extends keyof Row>(
  rows: readonly (Row & Record<Key, Scalar>)[],
  key: Key,
): string {
  let text = '{';
  // Most columns of a batch say the same in every row.
  let last: Scalar = null;
  let written = 'NULL';
  for (let index = 0; index < rows.length; index += 1) {
    const value = (rows[index] as Record<Key, Scalar>)[key];
    if (value !== last) {
      last = value;
      written = element(value);
    }
    text += index > 0 ? `,${written}` : written;
  }
  return `${text}}`;
}

function element(value: Scalar): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'object') return `"\\\\x${value.toString('hex')}"`;
  return String(value);
}

function quoted(text: string): string {
  if (plain.test(text) && !isNull.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
