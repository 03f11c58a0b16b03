/**
 * Turns the rows of a batch into one array a column, as PostgreSQL takes arrays, for `unnest`. The
 * driver's own conversion escapes every element twice over; this runs a thousand times a second.
 */

type Scalar = string | number | boolean | Buffer | null;

/** What needs no quotes inside an array literal: ids, numbers, most names. */
const plain = /^[A-Za-z0-9_.:-]+$/;
const isNull = /^null$/i;

/** OID of bytea, the same in every PostgreSQL (its catalogue's pg_type.dat). */
const BYTEA_OID = 17;

/**
 * The values of one key over all rows: bytes as an array in PostgreSQL's binary form, which neither
 * side has to spell in hexadecimal; everything else as an array literal, e.g. `{1,2,NULL}`.
 */
export function column<Row, Key extends keyof Row>(
  rows: readonly (Row & Record<Key, Scalar>)[],
  key: Key,
): string | Buffer {
  let text = '{';
  // Most columns of a batch say the same in every row.
  let last: Scalar = null;
  let written = 'NULL';
  for (let index = 0; index < rows.length; index += 1) {
    const value = (rows[index] as Record<Key, Scalar>)[key];
    if (Buffer.isBuffer(value)) return bytes(rows.map((row) => row[key] as Buffer | null));
    if (value !== last) {
      last = value;
      written = element(value);
    }
    text += index > 0 ? `,${written}` : written;
  }
  return `${text}}`;
}

/**
 * Number of dimensions, whether there are nulls, element type, length, number of the first element;
 * then each element behind its length, -1 for null (array_recv in PostgreSQL's arrayfuncs.c).
 */
function bytes(values: readonly (Buffer | null)[]): Buffer {
  const header = [1, values.includes(null) ? 1 : 0, BYTEA_OID, values.length, 1];
  const size = values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 4 * header.length);
  const array = Buffer.allocUnsafe(size);
  let at = 0;
  for (const number of header) at = array.writeInt32BE(number, at);
  for (const value of values) {
    at = array.writeInt32BE(value?.length ?? -1, at);
    if (value) at += value.copy(array, at);
  }
  return array;
}

function element(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoted(value);
  return String(value);
}

function quoted(text: string): string {
  if (plain.test(text) && !isNull.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
