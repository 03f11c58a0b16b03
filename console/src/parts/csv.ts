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

/** Spreadsheets run what begins like a formula (OWASP, CSV injection); an apostrophe makes it text. */
function toCell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
