/**
 * A strict reading of a CSV file where no spreadsheet is at hand: what any of them could take for the
 * beginning of a cell must not begin like a formula.
 */

const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/u;

/** The cells that would live, as a program with commas reads them, or one that breaks anywhere. */
export function liveCells(file: string): readonly string[] {
  const text = file.replace(/^\uFEFF/, '');
  const cells = [...readCells(text), ...breakAnywhere(text)];
  return cells.filter((cell) => formulaStart.test(cell));
}

/** RFC 4180: quotes hold commas, line ends and doubled quotes. */
function readCells(text: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') {
      isQuoted = !isQuoted;
    } else if (!isQuoted && (character === ',' || character === '\n')) {
      cells.push(cell.replace(/\r$/, ''));
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell];
}

/** For who takes the semicolon or the tab for the border, and an unpaired quote for a letter. */
function breakAnywhere(text: string): string[] {
  return text.split(/[;\t\r\n]+/).map((cell) => cell.replace(/^"+/, ''));
}
