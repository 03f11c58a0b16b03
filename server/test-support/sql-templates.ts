/**
 * Finds the sql`…` templates of a source file and gives their text as the `sql` tag would: each
 * `${…}` replaced by its number. A scanner, not a parser: it knows strings, comments and templates,
 * which is what can hide or fake a backtick or a brace.
 */
export interface FoundTemplate {
  readonly text: string;
  readonly line: number;
}

export function findSqlTemplates(source: string): readonly FoundTemplate[] {
  const found: FoundTemplate[] = [];
  scanCode(source, 0, '', found);
  return found.toSorted((one, other) => one.line - other.line);
}

/** Scans code from `start` until `end` closes it (`}`), or to the end; answers the place after it. */
function scanCode(source: string, start: number, end: '' | '}', found: FoundTemplate[]): number {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const character = source[at] as string;
    if (source.startsWith('//', at)) at = endOf(source, '\n', at);
    else if (source.startsWith('/*', at)) at = endOf(source, '*/', at) + 1;
    else if (character === "'" || character === '"') at = endOfString(source, at);
    else if (character === '`') at = scanTemplate(source, at, found);
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (end === '}' && depth === 0) return at;
      depth -= 1;
    }
  }
  return source.length;
}

/** Scans the template that opens at `start`; answers the place of its closing backtick. */
function scanTemplate(source: string, start: number, found: FoundTemplate[]): number {
  const isSql = /(^|[^\w$.])sql$/.test(source.slice(Math.max(0, start - 4), start));
  let text = '';
  let parameters = 0;
  let at = start + 1;
  while (at < source.length && source[at] !== '`') {
    if (source.startsWith('${', at)) {
      parameters += 1;
      text += `$${parameters}`;
      at = scanCode(source, at + 2, '}', found) + 1;
    } else if (source[at] === '\\') {
      // What a backslash means in a template only the language knows; no statement needs one.
      if (isSql) throw new Error('a backslash inside a sql template is not understood');
      at += 2;
    } else {
      text += source[at];
      at += 1;
    }
  }
  if (isSql) found.push({ text, line: source.slice(0, start).split('\n').length });
  return at;
}

function endOf(source: string, text: string, start: number): number {
  const end = source.indexOf(text, start);
  return end < 0 ? source.length : end;
}

function endOfString(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== source[start]) at += source[at] === '\\' ? 2 : 1;
  return at;
}
