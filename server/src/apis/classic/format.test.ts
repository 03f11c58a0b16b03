import { describe, expect, test } from 'vitest';
import { isClassicFormat, jsonAnswer, wireTime, xmlAnswer } from './format.ts';

const xml = (document: Record<string, unknown>) => String(xmlAnswer(200, document).body);
const prologue = "<?xml version='1.0' encoding='UTF-8' ?>\n";

test('JSON has the one media type classic clients parse', () => {
  expect(jsonAnswer(200, { status: '0' })).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"status":"0"}',
  });
});

describe('XML', () => {
  test('begins with the prologue and says its type', () => {
    expect(xmlAnswer(503, { a: { b: '1' } })).toEqual({
      status: 503,
      headers: { 'content-type': 'text/xml; charset=UTF-8' },
      body: `${prologue}<a><b>1</b></a>`,
    });
  });

  test.each([
    ['attributes', { a: { '@count': '1', b: 'x' } }, '<a count="1"><b>x</b></a>'],
    ['empty elements', { a: { b: '' } }, '<a><b/></a>'],
    ['lists', { a: { b: ['1', '2'] } }, '<a><b>1</b><b>2</b></a>'],
    ['markup in values', { a: '<b>&"\'</b>' }, '<a>&lt;b&gt;&amp;&quot;&apos;&lt;/b&gt;</a>'],
    ['the end of a CDATA section', { a: ']]>' }, '<a>]]&gt;</a>'],
    ['markup in attributes', { a: { '@b': '"<&', c: '1' } }, '<a b="&quot;&lt;&amp;"><c>1</c></a>'],
    ['what looks escaped already', { a: '&lt;' }, '<a>&amp;lt;</a>'],
    ['other letters', { a: 'Grüße 世界 🎉' }, '<a>Grüße 世界 🎉</a>'],
  ])('%s', (_name, document, expected) => expect(xml(document)).toBe(prologue + expected));

  test('holds no character XML cannot hold, wherever it stood', () => {
    const every = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('');
    const body = xml({ a: { '@b': every, c: [every, { d: `${every}\ufffe\uffff\ud800` }] } });
    expect(body).not.toMatch(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/u);
    expect(body).not.toMatch(/&#(x?0*[0-8bcef]|x?1[0-9a-f]);/i);
    expect(Buffer.from(body).toString('utf8')).toBe(body);
  });
});

test.each([
  ['json', true],
  ['xml', true],
  ['JSON', false],
  ['yaml', false],
  ['', false],
  [undefined, false],
  ['__proto__', false],
])('%s is a classic format: %s', (text, expected) => expect(isClassicFormat(text)).toBe(expected));

test.each([
  [new Date('2026-01-02T03:04:05.678Z'), '2026-01-02 03:04:05'],
  [null, ''],
  [undefined, ''],
])('%s is written as %j', (moment, text) => expect(wireTime(moment)).toBe(text));
