/** One row: which of its sealed values are not under the key asked for, and the same values under it. */
import { type KeyRing, keyOf } from '../kernel/secret-box.ts';
import type { ContextOf, RowText, SealedTable } from './sealed-columns.ts';
import type { StoredRow } from './store.ts';

interface StaleValue {
  /** Column, and place in it for a member of a list. */
  readonly place: string;
  readonly sealed: Buffer;
  readonly context: ContextOf;
}

/** Keys that values of the row are under, one entry a value; the one asked for is left out. */
export function staleKeys(table: SealedTable, row: StoredRow, key: string): string[] {
  return staleValues(table, row, key).map(({ sealed }) => keyOf(sealed));
}

/**
 * New values of the columns with such values; undefined when there are none.
 * @throws Error when one does not open: altered, moved, or under a key that is not in the ring.
 */
export function resealRow(
  keyRing: KeyRing,
  table: SealedTable,
  row: StoredRow,
  key: string,
): StoredRow | undefined {
  const stale = staleValues(table, row, key);
  if (stale.length === 0) return undefined;
  const text = rowText(row);
  const fresh = new Map(
    stale.map(({ place, sealed, context }) => {
      const bound = context(text);
      return [place, keyRing.seal(keyRing.open(sealed, bound), bound)];
    }),
  );
  const columns = Object.keys(table.columns).flatMap((name) => {
    const value = fresh.get(name);
    return value ? [[name, value] as const] : [];
  });
  const lists = Object.entries(table.lists ?? {}).map(([name, members]) => {
    const items = listOf(row, name).map((item, index) => ({
      ...item,
      ...Object.fromEntries(
        Object.keys(members).flatMap((member) => {
          const value = fresh.get(memberPlace(name, index, member));
          return value ? [[member, value.toString('base64')]] : [];
        }),
      ),
    }));
    return [name, JSON.stringify(items)] as const;
  });
  return Object.fromEntries([...columns, ...lists]);
}

function staleValues(table: SealedTable, row: StoredRow, key: string): StaleValue[] {
  const own = Object.entries(table.columns).flatMap(([name, context]) => {
    const sealed = row[name];
    return Buffer.isBuffer(sealed) ? [{ place: name, sealed, context }] : [];
  });
  const listed = Object.entries(table.lists ?? {}).flatMap(([name, members]) =>
    listOf(row, name).flatMap((item, index) =>
      Object.entries(members).flatMap(([member, context]) => {
        const value = item[member];
        if (typeof value !== 'string') return [];
        const sealed = Buffer.from(value, 'base64');
        return [{ place: memberPlace(name, index, member), sealed, context }];
      }),
    ),
  );
  return [...own, ...listed].filter(({ sealed }) => keyOf(sealed) !== key);
}

function memberPlace(column: string, index: number, member: string): string {
  return `${column}[${index}].${member}`;
}

/** A list as the modules store it: objects. */
function listOf(row: StoredRow, name: string): Record<string, unknown>[] {
  const stored = row[name];
  return typeof stored === 'string' ? (JSON.parse(stored) as Record<string, unknown>[]) : [];
}

function rowText(row: StoredRow): RowText {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => name.endsWith('_text'))
      .map(([name, value]) => [name.slice(0, -'_text'.length), String(value)]),
  );
}
