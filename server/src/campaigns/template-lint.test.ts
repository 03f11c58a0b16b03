import { describe, expect, test } from 'vitest';
import { computed } from '../../test-support/computed.ts';
import { lintTemplate } from './template-lint.ts';
import type { TemplateToLint } from './template-rules.ts';

const good = 'Acme: ${pin} is your code. It ends in 10 minutes.';
const lint = (text: string, changes: Partial<TemplateToLint> = {}) =>
  lintTemplate({ use: 'two-factor', text, company: 'Acme Inc.', ...changes });
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

test('a good two-factor text has nothing to say against it', () => {
  expect(lint(good, { unitPrice: '0.0333' })).toEqual({
    errors: [],
    warnings: [],
    parameters: [{ name: 'pin', sample: '123456', longest: '123456789012' }],
    sample: {
      text: 'Acme: 123456 is your code. It ends in 10 minutes.',
      encoding: 'gsm-7',
      length: 49,
      segments: 1,
      capacity: 160,
      cost: '0.03330000',
    },
    longest: {
      text: 'Acme: 123456789012 is your code. It ends in 10 minutes.',
      encoding: 'gsm-7',
      length: 55,
      segments: 1,
      capacity: 160,
      cost: '0.03330000',
    },
    plainText: null,
    withAutofill: null,
  });
});

describe('what cannot be sent is an error', () => {
  test.each([
    ['', 'empty'],
    [' \n\u0000 ', 'empty'],
    ['Acme: hello', 'code-missing'],
    ['Acme: ${pin} ${pin}', 'code-repeated'],
    ['Acme: ${pin} or ${code}', 'code-repeated'],
    ['Acme: ${pin} ${pin}\n@example.com #${pin}', 'code-repeated'],
    ['Acme: ${pin', 'malformed-parameter'],
    ['Acme: ${} ${pin}', 'malformed-parameter'],
    ['Acme: ${1a} ${pin}', 'malformed-parameter'],
    ['Acme: ${__proto__} ${pin}', 'malformed-parameter'],
    [`Acme: \${pin} ${'x'.repeat(1600)}`, 'too-long'],
  ])('%j: %s', (text, code) => {
    expect(codes(lint(text).errors)).toEqual([code]);
  });

  test.each(['to', 'type', 'client-ref', 'api_secret', 'challenge-passed', 'n'.repeat(41)])(
    'a parameter no caller could fill in: %s',
    (name) => {
      const [found, ...others] = lint(`Acme: \${pin} \${${name}}`).errors;
      expect(others).toEqual([]);
      expect(found).toMatchObject({ code: 'parameter-unusable', at: { line: 1, column: 14 } });
      const text = `Acme: \${${name}}. STOP to end, HELP for help.`;
      expect(codes(lint(text, { use: 'alerts' }).errors)).toEqual(['parameter-unusable']);
      expect(lint(`Acme: \${pin} \${${'n'.repeat(40)}}`).errors).toEqual([]);
    },
  );

  test('what the server knows of a code is the caller’s to fill in elsewhere', () => {
    const text = 'Acme: ${pin_expiry} left. STOP to end, HELP for help.';
    const parameters = { pin_expiry: { sample: 'an hour' } };
    expect(lint(text, { use: 'alerts', parameters }).sample.text).toContain('an hour left');
  });

  test.each(['alerts', 'marketing'] as const)('%s carry no code', (use) => {
    const text = 'Acme: ${server} is down. Reply STOP to end, HELP for help.';
    expect(lint(text, { use }).errors).toEqual([]);
    expect(codes(lint(`${text} \${pin}`, { use }).errors)).toEqual(['code-unexpected']);
  });

  test('values that are allowed to be too long together', () => {
    const text = 'Acme ${pin} ${a}${b}';
    const parameters = { a: { lengthMax: 1000 }, b: { lengthMax: 1000 } };
    expect(codes(lint(text, { parameters }).errors)).toEqual(['too-long']);
    expect(lint(text).errors).toEqual([]);
  });
});

test('a fault has its place, by line and column', () => {
  expect(lint('Acme\nsays ${1} ${pin}').errors[0]?.at).toEqual({ line: 2, column: 6, length: 4 });
  expect(lint('${pin}\n${pin}').errors[0]?.at).toEqual({ line: 2, column: 1, length: 6 });
  expect(lint('Acme it’s ${pin}').warnings[0]?.at).toEqual({ line: 1, column: 8, length: 1 });
});

describe('characters outside GSM-7', () => {
  test('are named once each, with the plain text that would do', () => {
    const { warnings, sample, plainText } = lint('Acme’s “code” isn’t… ${pin} 😀');
    expect(warnings.map(({ message }) => message)).toEqual([
      ...['’ (U+2019)', '“ (U+201C)', '” (U+201D)', '… (U+2026)', '😀 (U+1F600)'].map(
        (character) => `${character} is outside the GSM-7 alphabet.`,
      ),
      expect.stringContaining('70 characters instead of 160'),
    ]);
    expect(sample).toMatchObject({ encoding: 'ucs-2', capacity: 70 });
    expect(plainText).toBe('Acme\'s "code" isn\'t... ${pin} 😀');
  });

  test('an invisible one is named by its number', () => {
    expect(lint('Acme\u00a0code ${pin}').warnings[0]?.message).toMatch(/^The character U\+00A0 /);
  });

  test('in the company’s name they count too', () => {
    const { warnings, sample } = lint('${company}: ${pin}', { company: 'Zażółć' });
    expect(codes(warnings)).toEqual(['ucs-2']);
    expect(sample.text).toBe('Zażółć: 123456');
  });

  test('what is taken out before sending is told and not counted', () => {
    const { warnings, sample } = lint('Acme\u202e: ${pin}');
    expect(codes(warnings)).toEqual(['removed-character']);
    expect(sample).toMatchObject({ text: 'Acme: 123456', encoding: 'gsm-7' });
  });
});

describe('length and cost', () => {
  test('the sample may fit one part and the longest values not', () => {
    const text = `Acme: \${pin} for \${server}. ${'x'.repeat(115)}`;
    const parameters = { server: { sample: 'db-1', lengthMax: 40 } };
    const { sample, longest, warnings } = lint(text, { parameters, unitPrice: '0.05' });
    expect(sample).toMatchObject({ segments: 1, capacity: 160, cost: '0.05000000' });
    expect(longest).toMatchObject({ segments: 2, capacity: 306, cost: '0.10000000' });
    expect(warnings.map(({ message }) => message)).toEqual([
      'The message takes 1 part, up to 2 with long values; each part is paid for.',
    ]);
  });

  test('a sample outside GSM-7 makes the longest message as dear as it can become', () => {
    const parameters = { name: { sample: 'Ż', lengthMax: 100 } };
    const { longest } = lint('Acme: ${pin} for ${name}', { parameters });
    expect(longest).toMatchObject({ encoding: 'ucs-2', segments: 2, capacity: 134 });
  });

  test('parameters named like inherited properties have no value from there', () => {
    expect(lint('Acme ${pin} ${constructor}').sample.text).toBe('Acme 123456 constructor');
  });
});

describe('autofill', () => {
  const bound = `${good}\n\n@example.com #\${pin}`;

  test.each([
    [good, 'origin-line-missing'],
    [`${good} @example.com #\${pin}`, 'code-repeated'],
    [`${good}\n@example.org #\${pin}`, 'origin-line-missing'],
    [`${good}\n@example.com #\${pin}\nBye`, 'code-repeated'],
  ])('%j lacks the line for the web site', (text, code) => {
    const { errors } = lint(text, { originBound: 'example.com' });
    expect(codes(errors)).toContain(code);
    expect(codes(errors)).toContain('origin-line-missing');
  });

  test('the last line may repeat the code', () => {
    expect(lint(bound, { originBound: 'example.com' })).toMatchObject({
      errors: [],
      warnings: [],
      withAutofill: null,
    });
    expect(
      lint('@example.com #${pin} %shop.example', { originBound: 'example.com' }).errors,
    ).toEqual([]);
  });

  test('the text with the line is offered', () => {
    const wish = { originBound: 'example.com' };
    expect(lint(good, wish).withAutofill).toBe(bound);
    expect(lint(`${good}\n@old.example #\${pin}`, wish).withAutofill).toBe(bound);
    expect(lint(lint(good, wish).withAutofill ?? '', wish).errors).toEqual([]);
  });

  test.each(['https://example.com', 'example.com:443', 'example', 'EXAMPLE.com', 'a b.com', ''])(
    '%j is no host',
    (originBound) => {
      const { errors, withAutofill } = lint(good, { originBound });
      expect(codes(errors)).toEqual(originBound ? ['origin-invalid'] : []);
      expect(withAutofill).toBeNull();
    },
  );

  test('an Android hash stands at the end, with or without the mark in front', () => {
    const androidHash = 'FA+9qCX9VSu';
    for (const text of [`${good}\n${androidHash}`, `<#> ${good} ${androidHash}`]) {
      expect(lint(text, { androidHash }).errors).toEqual([]);
    }
    expect(codes(lint(good, { androidHash }).errors)).toEqual(['hash-missing']);
    expect(codes(lint(`${good}${androidHash}`, { androidHash }).errors)).toEqual(['hash-missing']);
    expect(codes(lint(good, { androidHash: 'FA+9qCX9VS' }).errors)).toEqual(['hash-invalid']);
  });

  test('one line serves web site and app together', () => {
    const wish = { originBound: 'example.com', androidHash: 'FA+9qCX9VSu' };
    const { withAutofill } = lint(good, wish);
    expect(withAutofill).toBe(`${good}\n\n@example.com #\${pin} FA+9qCX9VSu`);
    expect(lint(withAutofill ?? '', wish).errors).toEqual([]);
    expect(lint(bound, wish).withAutofill).toBe(withAutofill);
  });

  test('the app reads no more than 140 bytes', () => {
    const androidHash = 'FA+9qCX9VSu';
    const text = `Acme: \${pin} ${'x'.repeat(120)} ${androidHash}`;
    expect(codes(lint(text, { androidHash }).warnings)).toEqual(['retriever-length']);
  });

  test('an alert has no code to fill in', () => {
    const text = 'Acme: done. STOP ends, HELP helps.';
    const { errors } = lint(text, { use: 'alerts', originBound: 'example.com' });
    expect(codes(errors)).toEqual(['autofill-without-code']);
  });
});

describe('what a reviewer would ask', () => {
  test.each([
    ['${pin} is your code', 'company-missing'],
    ['Acme ${pin} bit.ly/abc', 'shortener'],
    ['Acme ${pin} https://t.co/x', 'shortener'],
    ['Acme ${pin} call 5551234', 'other-number'],
  ])('%j: %s', (text, code) => {
    expect(codes(lint(text).warnings)).toEqual([code]);
  });

  test.each([
    'ACME ${pin}',
    'Your acmé code: ${pin}',
    '${company} ${pin}',
    '${brand} ${pin}',
    'Acme ${pin} at bit.lyon.example',
    'Acme ${pin} at rabbit.ly.example',
    'Acme ${pin} in 24h, order 1,200.50',
  ])('%j is left alone', (text) => {
    expect(lint(text).warnings).toEqual([]);
  });

  test('recurring programmes say how to end them and where help is, in English or Spanish', () => {
    const use = 'alerts';
    expect(lint('Acme: ${x}', { use }).warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('“Reply STOP to end” and “HELP for help”'),
    ]);
    expect(lint('Acme: ${x}. Txt stop/help', { use }).warnings).toEqual([]);
    expect(lint('Acme: ${x}. PARAR para salir, AYUDA', { use }).warnings).toEqual([]);
    expect(lint('Acme: ${x}. Nonstop helpful', { use }).warnings).toHaveLength(1);
  });
});

test('the longest text allowed is judged at once', () => {
  const started = computed();
  lint('${'.repeat(800));
  lint(`\${pin}${'@a.'.repeat(500)}`, { originBound: 'example.com' });
  lint('’'.repeat(1600), { use: 'alerts' });
  lint('1'.repeat(1600));
  expect(computed() - started).toBeLessThan(500);
});
