/**
 * A strict reader for the small XML the legacy endpoints answer. It accepts only what a careful
 * writer produces (prolog, elements, attributes, text, the five named entities and character
 * references) and throws on anything else, so that a careless writer cannot pass.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const PROLOG = /^<\?xml version=(["'])1\.0\1 encoding=(["'])UTF-8\2 ?\?>\s*/;
const NAME = /[A-Za-z_][A-Za-z0-9_.-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][A-Za-z0-9_.-]*)=(?:"([^"<]*)"|'([^'<]*)')/y;
const TEXT = /[^<]*/y;
// XML 1.0 §2.2: the characters a document may hold at all.
const LEGAL = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

export function parseXml(source: string): XmlElement {
  if (!LEGAL.test(source)) throw new Error('XML holds a character that XML 1.0 forbids');
  const prolog = PROLOG.exec(source);
  if (prolog === null) throw new Error(`XML prolog missing: ${source.slice(0, 60)}`);
  const reader = { source, at: prolog[0].length };
  const root = readElement(reader);
  if (source.slice(reader.at).trim() !== '') throw new Error('text after the root element');
  return root;
}

interface Reader {
  readonly source: string;
  at: number;
}

function take(reader: Reader, pattern: RegExp, what: string): RegExpExecArray {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source);
  if (match === null) {
    throw new Error(`${what} expected at: ${reader.source.slice(reader.at, reader.at + 40)}`);
  }
  reader.at += match[0].length;
  return match;
}

function takeIf(reader: Reader, literal: string): boolean {
  if (!reader.source.startsWith(literal, reader.at)) return false;
  reader.at += literal.length;
  return true;
}

function readElement(reader: Reader): XmlElement {
  take(reader, /</y, 'element');
  const name = take(reader, NAME, 'element name')[0];
  const attributes = readAttributes(reader);
  take(reader, /\s*/y, 'space');
  if (takeIf(reader, '/>')) return { name, attributes, children: [], text: '' };
  take(reader, />/y, "'>'");
  const children: XmlElement[] = [];
  let text = decodeText(take(reader, TEXT, 'text')[0]);
  while (!reader.source.startsWith('</', reader.at)) {
    children.push(readElement(reader));
    text += decodeText(take(reader, TEXT, 'text')[0]);
  }
  take(reader, /<\//y, 'end tag');
  const closing = take(reader, NAME, 'end tag name')[0];
  if (closing !== name) throw new Error(`<${name}> closed by </${closing}>`);
  take(reader, /\s*>/y, "'>'");
  if (children.length > 0 && text.trim() !== '') throw new Error(`mixed content in <${name}>`);
  return { name, attributes, children, text: children.length > 0 ? '' : text };
}

function readAttributes(reader: Reader): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (;;) {
    ATTRIBUTE.lastIndex = reader.at;
    const match = ATTRIBUTE.exec(reader.source);
    if (match === null) return attributes;
    reader.at += match[0].length;
    const name = match[1] ?? '';
    if (Object.hasOwn(attributes, name)) throw new Error(`attribute ${name} appears twice`);
    attributes[name] = decodeText(match[2] ?? match[3] ?? '');
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function decodeText(raw: string): string {
  if (raw.includes(']]>')) throw new Error("']]>' in text");
  return raw.replace(/&([^;&]*);?/g, (whole, reference: string) => {
    if (!whole.endsWith(';')) throw new Error(`bare ampersand: ${raw}`);
    const named = NAMED[reference];
    if (named !== undefined) return named;
    const numeric = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(reference);
    if (numeric === null) throw new Error(`unknown entity &${reference};`);
    const character = String.fromCodePoint(
      numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16),
    );
    if (!LEGAL.test(character)) throw new Error(`&${reference}; is no legal character`);
    return character;
  });
}

/** Names in order, `verify_response(request_id status)`: the shape the facts give. */
export function outline(element: XmlElement): string {
  if (element.children.length === 0) return element.name;
  return `${element.name}(${element.children.map(outline).join(' ')})`;
}

export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}
