/**
 * Expands the `${name}` parameters of an application's own text. Values are data: each is put in
 * once and never looked at again, so a value can neither name another parameter nor reach an
 * object's inherited properties.
 */
import { PlatformError } from './errors.ts';

/** One piece of a template: literal text or the name of a parameter. */
type TemplatePiece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string };

const lengthMax = 1600;
const parameterNames = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** @throws PlatformError `invalid_template` when the text is too long or a parameter malformed. */
export function parseTemplate(text: string): readonly TemplatePiece[] {
  if (text.length > lengthMax) throw invalidTemplate('too long');
  const [head = '', ...rest] = text.split('${');
  const pieces: TemplatePiece[] = [{ kind: 'literal', text: head }];
  for (const part of rest) {
    const end = part.indexOf('}');
    const name = part.slice(0, Math.max(0, end));
    if (!parameterNames.test(name)) throw invalidTemplate('malformed parameter');
    pieces.push({ kind: 'parameter', name }, { kind: 'literal', text: part.slice(end + 1) });
  }
  return pieces;
}

/** What a template is filled with; `code` is what `${pin}` and `${code}` stand for. */
export interface TemplateFilling {
  readonly code: string;
  /** Most often the code may be said: more than once only where it is heard, not read. */
  readonly codeCountMax: number;
  /** Known to every template; the application's own parameters never replace them. */
  readonly known: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  /** Known names that must occur. */
  readonly required: readonly string[];
  /** Dress of literal text and of values, e.g. escaping; the code is dressed by the caller. */
  dressLiteral(text: string): string;
  dressValue(value: string): string;
}

/** @throws PlatformError `invalid_template` naming the parameter at fault. */
export function expandTemplate(text: string, filling: TemplateFilling): string {
  const pieces = parseTemplate(text);
  const names = pieces.flatMap((piece) => (piece.kind === 'parameter' ? [piece.name] : []));
  requireCode(names, filling.codeCountMax + (endsInOriginLine(text) ? 1 : 0));
  for (const name of filling.required) {
    if (!names.includes(name)) throw invalidTemplate('missing from the text', name);
  }
  const result = pieces
    .map((piece) =>
      piece.kind === 'literal'
        ? filling.dressLiteral(cleanText(piece.text))
        : fillParameter(piece.name, filling),
    )
    .join('');
  if (result.length > lengthMax) throw invalidTemplate('result too long');
  return result;
}

/**
 * Expands an approved text that carries no code: every name but the known ones is the caller's.
 * @throws PlatformError `invalid_template` naming the parameter at fault.
 */
export function expandPlainTemplate(
  text: string,
  known: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>>,
): string {
  const result = parseTemplate(text)
    .map((piece) =>
      piece.kind === 'literal'
        ? cleanText(piece.text)
        : cleanText(findValue(piece.name, known, parameters)),
    )
    .join('');
  if (result.length > lengthMax) throw invalidTemplate('result too long');
  return result;
}

/** Strips what no message may carry: control characters but newline, line and bidi controls. */
export function cleanText(value: string): string {
  // Nearly every value is clean; the test is cheaper than the replacement.
  return unwanted.test(value) ? value.replace(unwantedAll, '') : value;
}

/** For values that must stay on one line: names, subjects. */
export function cleanLine(value: string): string {
  return cleanText(value).replaceAll('\n', ' ').trim();
}

const unwantedClass =
  '[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]';
const unwanted = new RegExp(unwantedClass);
const unwantedAll = new RegExp(unwantedClass, 'g');

/**
 * A last line that binds the code to a web site for the browser's autofill repeats the code for the
 * machine (https://wicg.github.io/sms-one-time-codes/#format); what follows the code is ignored there.
 */
const originLine = /(?:^|\n)@[^\s${}]+ #\$\{(?:pin|code)\}(?: [^\s${}]+)*$/;

export function endsInOriginLine(text: string): boolean {
  return originLine.test(text);
}

export function isCode(name: string): boolean {
  return name === 'pin' || name === 'code';
}

function requireCode(names: readonly string[], countMax: number): void {
  const count = names.filter(isCode).length;
  if (count === 0) throw invalidTemplate('missing from the text', 'pin');
  if (count > countMax) throw invalidTemplate('occurs too often', 'pin');
}

function fillParameter(name: string, filling: TemplateFilling): string {
  if (isCode(name)) return filling.code;
  return filling.dressValue(cleanText(findValue(name, filling.known, filling.parameters)));
}

function findValue(
  name: string,
  known: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>>,
): string {
  const values = Object.hasOwn(known, name) ? known : parameters;
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw invalidTemplate('has no value', name);
  return value;
}

function invalidTemplate(reason: string, parameter = 'text'): PlatformError {
  return new PlatformError('invalid_template', { parameter, reason });
}
