/** Lists as files for a spreadsheet (RFC 4180), safe to open: no cell is taken for a formula. */

export interface Column<Item> {
  readonly name: string;
  readonly cell: (item: Item) => string | null | undefined;
}

/** Tells spreadsheets that the text is UTF-8. */
const byteOrderMark = '\uFEFF';

export function toCsv<Item>(columns: readonly Column<Item>[], items: readonly Item[]): string {
  const rows = [
    columns.map(({ name }) => name),
    ...items.map((item) => columns.map(({ cell }) => cell(item) ?? '')),
  ];
  return `${byteOrderMark}${rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')}`;
}

/**
 * Spreadsheets run what begins like a formula (OWASP, CSV injection); an apostrophe makes it text. One
 * that takes the semicolon, the tab or a bare line end for a border begins cells there too, also
 * behind quotes.
 */
const formulaStart = /(?<=(?:^|[;\t\r\n])"*)[=+\-@＝＋－＠]|^[\t\r\n]/g;

function toCell(value: string): string {
  const text = value.replaceAll(formulaStart, "'$&");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
