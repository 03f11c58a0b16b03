/** The rules a campaign's text is judged by, one function each; every finding is a plain sentence. */
import { isGsm7 } from '../kernel/sms-segments.ts';
import { cleanText, endsInOriginLine, isCode, parseTemplate } from '../kernel/template.ts';
import { endsWithHash, isAndroidHash, isBoundTo, isHost } from './autofill-line.ts';
import { isFillable } from './parameter-names.ts';

export interface TemplateToLint {
  readonly use: 'two-factor' | 'alerts' | 'marketing';
  /** With `${name}` parameters; `${company}` is always known. */
  readonly text: string;
  readonly company: string;
  /** What the caller will fill in; a parameter that is not told is taken to be 30 characters long. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Host of the web site whose browsers fill the code in, e.g. `example.com`. */
  readonly originBound?: string;
  /** Eleven characters that name an Android app to the SMS Retriever. */
  readonly androidHash?: string;
  /** Price of one part, a decimal with up to eight places. */
  readonly unitPrice?: string;
}

export interface ParameterValue {
  readonly sample?: string;
  /** Characters of the longest value that will be sent, 1 to 1600. */
  readonly lengthMax?: number;
}

export interface LintFinding {
  /** Stable name of the rule. */
  readonly code: string;
  /** A sentence for the person who writes the text. */
  readonly message: string;
  /** Where in the text: line and column from 1, and how many UTF-16 units. */
  readonly at?: { readonly line: number; readonly column: number; readonly length: number };
}

export interface MessageSize {
  readonly text: string;
  readonly encoding: 'gsm-7' | 'ucs-2';
  /** Septets or UTF-16 units, as the encoding counts them. */
  readonly length: number;
  readonly segments: number;
  /** What as many parts hold. */
  readonly capacity: number;
  /** Null when no unit price was given. */
  readonly cost: string | null;
}

interface Measured {
  /** Parameters of the text, each once. */
  readonly names: readonly string[];
  readonly sample: MessageSize;
  readonly longest: MessageSize;
}

type Rule = (template: TemplateToLint, measured: Measured) => readonly LintFinding[];

export function judgeWords(
  template: TemplateToLint,
  measured: Measured,
): { errors: readonly LintFinding[]; warnings: readonly LintFinding[] } {
  const broken = findMalformed(template);
  // What cannot be parsed has no parameters to judge; the other rules would only repeat the fault.
  if (broken.length > 0) return { errors: broken, warnings: [] };
  const apply = (rules: readonly Rule[]) => rules.flatMap((rule) => rule(template, measured));
  return { errors: apply(errorRules), warnings: apply(warningRules) };
}

const lengthMax = 1600;
const faultsMax = 5;
const parameterName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

function findMalformed({ text }: TemplateToLint): readonly LintFinding[] {
  if (cleanText(text).trim() === '') return [{ code: 'empty', message: 'The text is empty.' }];
  if (text.length > lengthMax) {
    const message = `A text has at most ${lengthMax.toLocaleString('en')} characters; this one has ${text.length.toLocaleString('en')}.`;
    return [{ code: 'too-long', message }];
  }
  const found: LintFinding[] = [];
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at + 2)) {
    if (found.length === faultsMax) break;
    const end = text.indexOf('}', at);
    if (end < 0 || !parameterName.test(text.slice(at + 2, end))) {
      found.push({
        code: 'malformed-parameter',
        message:
          'A parameter is a name in ${ and }: letters first, then letters, digits, - or _, 64 at most.',
        at: placeIn(text, at, Math.min((end < 0 ? text.length : end + 1) - at, 70)),
      });
    }
  }
  return found;
}

/** Where each parameter stands, in order. */
function parametersIn(text: string): { name: string; start: number; length: number }[] {
  let start = 0;
  return parseTemplate(text).flatMap((piece) => {
    const length = piece.kind === 'literal' ? piece.text.length : piece.name.length + 3;
    start += length;
    return piece.kind === 'parameter' ? [{ name: piece.name, start: start - length, length }] : [];
  });
}

const judgeCode: Rule = ({ use, text }) => {
  const codes = parametersIn(text).filter(({ name }) => isCode(name));
  const [first] = codes;
  if (use !== 'two-factor') {
    if (!first) return [];
    const message = `Only two-factor messages carry a code: take \${${first.name}} out, or give the parameter another name.`;
    return [{ code: 'code-unexpected', message, at: placeIn(text, first.start, first.length) }];
  }
  if (!first) {
    return [{ code: 'code-missing', message: 'Say the code once: write ${pin} where it stands.' }];
  }
  const isRepeatedForMachine = endsInOriginLine(text) && codes.length === 2;
  const second = codes[1];
  if (!second || isRepeatedForMachine) return [];
  const message =
    'The code stands here a second time. Say it once; only a last line @host #${pin} may repeat it.';
  return [{ code: 'code-repeated', message, at: placeIn(text, second.start, second.length) }];
};

/** What the wire takes for something else would be missing from every message. */
const judgeNames: Rule = ({ text }) =>
  parametersIn(text)
    .filter(({ name }) => !isCode(name) && !isFillable(name))
    .slice(0, faultsMax)
    .map(({ name, start, length }) => ({
      code: 'parameter-unusable',
      message: `Nobody can fill in \${${name}}: the API takes that name for something else, or it has more than 40 characters. Choose another.`,
      at: placeIn(text, start, length),
    }));

const judgeLongest: Rule = (_, { longest }) =>
  longest.text.length > lengthMax
    ? [
        {
          code: 'too-long',
          message: `With its longest values the message would have ${longest.text.length.toLocaleString('en')} characters; ${lengthMax.toLocaleString('en')} can be sent.`,
        },
      ]
    : [];

const judgeOriginLine: Rule = ({ text, originBound, use }) => {
  if (!originBound) return [];
  if (use !== 'two-factor')
    return [finding('autofill-without-code', 'Autofill is for codes only.')];
  if (!isHost(originBound)) {
    return [finding('origin-invalid', 'Name the web site by its host alone, such as example.com.')];
  }
  if (isBoundTo(text, originBound)) return [];
  return [
    finding(
      'origin-line-missing',
      `The last line must read: @${originBound} #\${pin}. Nothing may stand before it on that line.`,
    ),
  ];
};

const judgeHash: Rule = ({ text, androidHash, use }) => {
  if (!androidHash) return [];
  if (use !== 'two-factor')
    return [finding('autofill-without-code', 'Autofill is for codes only.')];
  if (!isAndroidHash(androidHash)) {
    return [
      finding(
        'hash-invalid',
        'The app’s hash has exactly 11 characters: letters, digits, + and /.',
      ),
    ];
  }
  if (endsWithHash(text, androidHash)) return [];
  return [finding('hash-missing', `The message must end with the app’s hash: ${androidHash}`)];
};

const errorRules: readonly Rule[] = [
  judgeCode,
  judgeNames,
  judgeLongest,
  judgeOriginLine,
  judgeHash,
];

const charactersNamedMax = 8;

/** Each character outside GSM-7 once, with the first place it stands at. */
const judgeAlphabet: Rule = ({ text, company }, { sample }) => {
  const seen = new Map<string, number>();
  let at = 0;
  for (const character of text) {
    if (!isGsm7(character) && cleanText(character) && !seen.has(character)) seen.set(character, at);
    at += character.length;
  }
  const named = [...seen].slice(0, charactersNamedMax).map(([character, start]) => ({
    code: 'outside-gsm-7',
    message: `${describeCharacter(character)} is outside the GSM-7 alphabet.`,
    at: placeIn(text, start, character.length),
  }));
  const isCompanysFault = named.length === 0 && sample.encoding === 'ucs-2' && !isGsm7(company);
  if (named.length === 0 && !isCompanysFault) return [];
  const message = isCompanysFault
    ? 'The company’s name is outside the GSM-7 alphabet: a message with it holds 70 characters instead of 160, or 67 a part instead of 153.'
    : 'A message with such a character holds 70 characters instead of 160, or 67 a part instead of 153.';
  return [...named, finding('ucs-2', message)];
};

function describeCharacter(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const isVisible = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character);
  return isVisible ? `${character} (U+${point})` : `The character U+${point}`;
}

const judgeRemoved: Rule = ({ text }) => {
  const at = [...text].findIndex((character) => character !== '\r' && !cleanText(character));
  if (at < 0) return [];
  const start = [...text].slice(0, at).join('').length;
  const message = 'Control and direction characters are taken out when the message is sent.';
  return [{ code: 'removed-character', message, at: placeIn(text, start, 1) }];
};

const judgeParts: Rule = (_, { sample, longest }) => {
  if (longest.segments === 1) return [];
  const counts =
    sample.segments === longest.segments
      ? `${sample.segments} parts`
      : `${sample.segments === 1 ? '1 part' : `${sample.segments} parts`}, up to ${longest.segments} with long values`;
  return [finding('several-parts', `The message takes ${counts}; each part is paid for.`)];
};

const judgeCompany: Rule = ({ text, company }, { names }) => {
  if (names.includes('company') || names.includes('brand')) return [];
  const [word = ''] = fold(company)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (word && fold(text).includes(word)) return [];
  const message = `Say who writes: name the company (${company}), or write \${company}.`;
  return [finding('company-missing', message)];
};

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

const judgeKeywords: Rule = ({ use, text }) => {
  if (use === 'two-factor') return [];
  const isSaid = (keyword: string) => new RegExp(`\\b${keyword}\\b`, 'i').test(text);
  const missing = [
    ...(isSaid('STOP') || isSaid('PARAR') || isSaid('ALTO') ? [] : ['“Reply STOP to end”']),
    ...(isSaid('HELP') || isSaid('AYUDA') || isSaid('INFO') ? [] : ['“HELP for help”']),
  ];
  if (missing.length === 0) return [];
  const message = `A recurring programme tells people how to end it and where help is: add ${missing.join(' and ')}. Carriers ask for it in the first message at least.`;
  return [finding('keywords-missing', message)];
};

const shorteners =
  /(?<![\w.-])(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|cutt\.ly|rebrand\.ly|rb\.gy|shorturl\.at|tiny\.cc|bl\.ink|t\.ly|s\.id|v\.gd|lnkd\.in|dlvr\.it|qr\.ae|tny\.im)(?![\w-]|\.\w)/i;

const judgeLinks: Rule = ({ text }) => {
  const found = shorteners.exec(text);
  if (!found) return [];
  const message = `Carriers block links of public shorteners (${found[0]}): link to a domain of your own.`;
  return [{ code: 'shortener', message, at: placeIn(text, found.index, found[0].length) }];
};

/** A phone's autofill may take any four to eight digits for the code. */
const judgeOtherNumbers: Rule = ({ use, text }) => {
  if (use !== 'two-factor') return [];
  const found = /(?<![\w.,#@])\d{4,8}(?![\w])/.exec(text);
  if (!found) return [];
  const message = `A phone may take ${found[0]} for the code when it fills it in: leave the number out.`;
  return [{ code: 'other-number', message, at: placeIn(text, found.index, found[0].length) }];
};

const retrieverBytesMax = 140;

const judgeRetrieverLength: Rule = ({ androidHash }, { longest }) => {
  const bytes = new TextEncoder().encode(longest.text).length;
  if (!androidHash || bytes <= retrieverBytesMax) return [];
  const message = `Android’s SMS Retriever reads at most ${retrieverBytesMax} bytes; at its longest the message has ${bytes}.`;
  return [finding('retriever-length', message)];
};

const warningRules: readonly Rule[] = [
  judgeAlphabet,
  judgeRemoved,
  judgeParts,
  judgeCompany,
  judgeKeywords,
  judgeLinks,
  judgeOtherNumbers,
  judgeRetrieverLength,
];

function finding(code: string, message: string): LintFinding {
  return { code, message };
}

function placeIn(text: string, start: number, length: number): NonNullable<LintFinding['at']> {
  const before = text.slice(0, start).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length };
}
