/**
 * Judges the words of a campaign before they are sent or reviewed: can they be filled in, do they
 * carry the code once, what do they cost at best and at worst, will a browser or an app find the
 * code by itself. It only reads: what may be submitted is decided by the use case that asks.
 */
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { capacityOfSms, lengthOfSms, measureSms } from '../kernel/sms-segments.ts';
import { cleanText, parseTemplate } from '../kernel/template.ts';
import { withAutofillLine } from './autofill-line.ts';
import {
  judgeWords,
  type LintFinding,
  type MessageSize,
  type TemplateToLint,
} from './template-rules.ts';

export interface TemplateLint {
  /** Must be put right before the text can be sent. */
  readonly errors: readonly LintFinding[];
  /** May be meant; a reviewer will ask. */
  readonly warnings: readonly LintFinding[];
  readonly parameters: readonly { name: string; sample: string; longest: string }[];
  /** As a person would receive it, with sample values. */
  readonly sample: MessageSize;
  /** With every parameter at its longest. */
  readonly longest: MessageSize;
  /** The text with plain characters where typographic ones cost more; null where nothing changes. */
  readonly plainText: string | null;
  /** The text with the line that was asked for; null where it is there or none was asked for. */
  readonly withAutofill: string | null;
}

export function lintTemplate(template: TemplateToLint): TemplateLint {
  const pieces = piecesOf(template.text);
  const names = [...new Set(pieces.flatMap(({ name }) => name ?? []))];
  const parameters = names.map((name) => valuesOf(name, template));
  const fill = (length: 'sample' | 'longest') =>
    pieces
      .map(({ text, name }) => parameters.find((one) => one.name === name)?.[length] ?? text)
      .join('');
  const sample = measure(cleanText(fill('sample')), template.unitPrice);
  const longest = measure(cleanText(fill('longest')), template.unitPrice);
  const plainText = toPlain(template.text);
  return {
    ...judgeWords(template, { names, sample, longest }),
    parameters,
    sample,
    longest,
    plainText: plainText === template.text ? null : plainText,
    withAutofill: withAutofillLine(template),
  };
}

/** A text that cannot be parsed is shown as it stands. */
function piecesOf(text: string): { readonly text: string; readonly name?: string }[] {
  try {
    return parseTemplate(text).map((piece) =>
      piece.kind === 'literal'
        ? { text: piece.text }
        : { text: `\${${piece.name}}`, name: piece.name },
    );
  } catch {
    return [{ text }];
  }
}

/** Of a two-factor message: what the API takes for `pin` at most, and what the server knows by itself. */
const codeValues: Readonly<Record<string, readonly [sample: string, longest: string]>> = {
  pin: ['123456', '123456789012'],
  code: ['123456', '123456789012'],
  pin_expiry: ['10', '60'],
  'time-limit': ['10', '60'],
  'time-limit-unit': ['minutes', 'minutes'],
};

const longestWhereNotTold = 30;
const longestTold = 1600;

function valuesOf(name: string, { use, company, parameters }: TemplateToLint) {
  if (name === 'company' || name === 'brand') return { name, sample: company, longest: company };
  const isOfCode = use === 'two-factor' && Object.hasOwn(codeValues, name);
  const known = isOfCode ? codeValues[name] : undefined;
  if (known) return { name, sample: known[0], longest: known[1] };
  const told = parameters && Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  const sample = told?.sample || name;
  const lengthMax = Math.min(told?.lengthMax ?? longestWhereNotTold, longestTold);
  // Repeated from the sample, so that a sample outside GSM-7 makes the longest message cost as much.
  const longest = sample.repeat(Math.ceil(lengthMax / sample.length)).slice(0, lengthMax);
  return { name, sample, longest: longest.length > sample.length ? longest : sample };
}

function measure(text: string, unitPrice: string | undefined): MessageSize {
  const { encoding, segments } = measureSms(text);
  return {
    text,
    encoding,
    length: lengthOfSms(text),
    segments,
    capacity: capacityOfSms(encoding, segments),
    cost: unitPrice === undefined ? null : formatAmount(parseAmount(unitPrice) * segments),
  };
}

/** Characters that word processors put in, and the ones of the GSM-7 alphabet for them. */
const plainFor: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‹': "'",
  '›': "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '…': '...',
  '•': '-',
  '·': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u200b': '',
  '\ufeff': '',
  '\t': ' ',
};

function toPlain(text: string): string {
  return [...text].map((character) => plainFor[character] ?? character).join('');
}
