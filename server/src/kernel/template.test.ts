import { describe, expect, test } from 'vitest';
import { PlatformError } from './errors.ts';
import {
  cleanLine,
  cleanText,
  expandTemplate,
  parseTemplate,
  type TemplateFilling,
} from './template.ts';

function expand(text: string, changes: Partial<TemplateFilling> = {}): string {
  return expandTemplate(text, {
    code: '0412',
    codeCountMax: 1,
    known: { brand: 'Acme', pin_expiry: '5' },
    parameters: { server: 'db-1', time: 'noon' },
    required: [],
    dressLiteral: (literal) => literal,
    dressValue: (value) => value,
    ...changes,
  });
}

function refusal(text: string, changes: Partial<TemplateFilling> = {}): unknown {
  try {
    return expand(text, changes);
  } catch (error) {
    if (error instanceof PlatformError) return [error.code, error.publicDetail];
    throw error;
  }
}

const invalid = (parameter: string, reason: string) => ['invalid_template', { parameter, reason }];

describe('an application’s own text', () => {
  test.each([
    [
      '${brand} code: ${pin}. Valid for ${pin_expiry} minutes.',
      'Acme code: 0412. Valid for 5 minutes.',
    ],
    ['${code}', '0412'],
    ['${server} ${pin} ${server}', 'db-1 0412 db-1'],
    ['$ {pin} $$ } { ${pin}$', '$ {pin} $$ } { 0412$'],
    ['$${pin}', '$0412'],
    ['${pin}}', '0412}'],
    ['${pin} is it\n@example.com #${pin}', '0412 is it\n@example.com #0412'],
    ['@example.com #${code} %shop.example', '@example.com #0412 %shop.example'],
  ])('%j reads %j', (text, expected) => {
    expect(expand(text)).toBe(expected);
  });

  test.each([
    ['no code at all', invalid('pin', 'missing from the text')],
    ['', invalid('pin', 'missing from the text')],
    ['${pin} ${pin}', invalid('pin', 'occurs too often')],
    ['${pin} ${code}', invalid('pin', 'occurs too often')],
    ['${pin} ${pin}\n@example.com #${pin}', invalid('pin', 'occurs too often')],
    ['${pin}\nat @example.com #${pin}', invalid('pin', 'occurs too often')],
    ['${pin}\n@example.com #${pin}\n.', invalid('pin', 'occurs too often')],
    ['${pin} ${nobody}', invalid('nobody', 'has no value')],
    ['${pin} ${__proto__}', invalid('text', 'malformed parameter')],
    ['${pin} ${constructor}', invalid('constructor', 'has no value')],
    ['${pin} ${toString}', invalid('toString', 'has no value')],
    ['${pin} ${hasOwnProperty}', invalid('hasOwnProperty', 'has no value')],
    ['${pin} ${}', invalid('text', 'malformed parameter')],
    ['${pin} ${', invalid('text', 'malformed parameter')],
    ['${pin} ${ brand }', invalid('text', 'malformed parameter')],
    ['${pin} ${a.b}', invalid('text', 'malformed parameter')],
    ['${pin} ${${brand}}', invalid('text', 'malformed parameter')],
    [`\${pin} \${${'a'.repeat(65)}}`, invalid('text', 'malformed parameter')],
    [`\${pin}${'a'.repeat(1600)}`, invalid('text', 'too long')],
  ])('%.40j is refused', (text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  test('values are put in once and never looked at again', () => {
    const parameters = { a: '${pin} ${b} $& $1', b: '${a}' };
    expect(expand('${pin} ${a} ${b}', { parameters })).toBe('0412 ${pin} ${b} $& $1 ${a}');
  });

  test('a parameter named like a known one does not replace it', () => {
    const parameters = { pin: '9999', code: '9999', brand: 'Evil' };
    expect(expand('${brand} ${pin}', { parameters })).toBe('Acme 0412');
  });

  test('parameters of an object without a prototype are found', () => {
    const parameters = Object.assign(Object.create(null), { server: 'db-1' });
    expect(expand('${pin} ${server}', { parameters })).toBe('0412 db-1');
  });

  test('control characters but newline are stripped', () => {
    const parameters = { server: 'a\u0000b\u001b[2J\r\nc\u202ed\u0085e' };
    expect(expand('${pin} ${server}\u0007', { parameters })).toBe('0412 ab[2J\ncde');
  });

  test('the result is bounded', () => {
    const parameters = { server: 'x'.repeat(1600) };
    expect(refusal('${pin} ${server}', { parameters })).toEqual(invalid('text', 'result too long'));
    expect(expand('${pin}${server}', { parameters: { server: 'x'.repeat(1596) } })).toHaveLength(
      1600,
    );
  });

  test('a required parameter must occur', () => {
    expect(refusal('${pin}', { required: ['brand'] })).toEqual(
      invalid('brand', 'missing from the text'),
    );
  });

  test('hostile lengths cost no time', () => {
    expect(refusal('${'.repeat(1_000_000))).toEqual(invalid('text', 'too long'));
  });
});

test('a line stays a line, letters and joiners stay', () => {
  expect(cleanLine('  Acme\r\nBcc: eve@example.com\u2028x ')).toBe('Acme Bcc: eve@example.comx');
  expect(cleanText('क्‍ष 😀 é')).toBe('क्‍ष 😀 é');
});

test('a template tells its parameters before there are values', () => {
  const names = parseTemplate('${brand}: ${pin} for ${order}').flatMap((piece) =>
    piece.kind === 'parameter' ? [piece.name] : [],
  );
  expect(names).toEqual(['brand', 'pin', 'order']);
});
