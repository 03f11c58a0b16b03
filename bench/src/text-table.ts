/** Columns aligned with spaces; columns that hold numbers only are set flush right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumeric = head.map((_name, column) =>
    rows.every((row) => /^[-–]?$|^\d/.test(row[column] ?? '')),
  );
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        return isNumeric[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
