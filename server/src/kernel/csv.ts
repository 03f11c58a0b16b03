/**
 * Rows for a spreadsheet (RFC 4180), safe to open: no cell is taken for a formula. The console's own
 * exports follow the same rules (console/src/parts/csv.ts).
 */

/** Tells spreadsheets that the text is UTF-8. */
export const byteOrderMark = '\uFEFF';

export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => toCell(String(cell ?? ''))).join(',')}\r\n`;
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
