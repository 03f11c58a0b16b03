import { describe, expect, test } from 'vitest';
import { computed } from '../../../test-support/computed.ts';
import { readParameters } from './parameters.ts';

const read = (query: string, body = '') => readParameters({ query, body });
const refusal = (parameter: string, code = 'invalid_parameter') =>
  expect.objectContaining({ name: 'PlatformError', code, publicDetail: { parameter } });

describe('query, form and JSON are one', () => {
  test.each([
    ['a query', 'to=1&pin=2', ''],
    ['a form', '', 'to=1&pin=2'],
    ['JSON text', '', '{"to":"1","pin":"2"}'],
    ['JSON numbers', '', '{"to":1,"pin":2}'],
    ['JSON after white space', '', ' \r\n\t{"to":"1","pin":"2"} \n'],
    ['query and form', 'to=1', 'pin=2'],
    ['query and JSON', 'pin=2', '{"to":1}'],
    ['a body that says otherwise than the query', 'to=9&pin=9', 'to=1&pin=2'],
    ['a trailing ampersand', 'to=1&pin=2&', ''],
    ['empty pieces', '&&to=1&&=x&pin=2', ''],
    ['white space around values', 'to=%201%20&pin=+2+', ''],
    ['the same value twice', 'to=1&to=1&pin=2', ''],
  ])('%s', (_name, query, body) => {
    const parameters = read(query, body);
    expect([parameters.text('to'), parameters.text('pin')]).toEqual(['1', '2']);
  });

  test.each([
    ['', ''],
    ['', '   '],
    ['', '{}'],
    ['', '[]'],
    ['&', ''],
  ])('nothing sent as %j and %j is nothing', (query, body) => {
    expect(read(query, body).names()).toEqual([]);
  });

  test('absent, empty and null are the same', () => {
    const parameters = read('a=&b=%20', '{"c":null,"d":""}');
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      expect(parameters.text(name)).toBeUndefined();
      expect(() => parameters.required(name)).toThrow(refusal(name, 'missing_parameter'));
    }
  });

  test.each([
    ['true', 'true'],
    ['false', 'false'],
    ['0', '0'],
    ['48.5', '48.5'],
    ['"0048"', '0048'],
    ['1e21', '1e+21'],
  ])('JSON %s reads as %s', (json, text) => {
    expect(read('', `{"value":${json}}`).text('value')).toBe(text);
  });

  test('a plus and an escaped character of a form are decoded once', () => {
    expect(read('a=x+y%2Bz%2525').text('a')).toBe('x y+z%25');
  });

  test('broken escapes are read, never thrown over', () => {
    expect(read('a=%zz&b=%').text('a')).toBe('%zz');
    expect(read('a=%ff').text('a')).toBe('\ufffd');
  });
});

describe('what is not one text is refused by its name', () => {
  test.each([
    ['repeated with other values', 'a=1&a=2', ''],
    ['repeated in a form', '', 'a=1&a=2'],
    ['a JSON object', '', '{"a":{"b":1}}'],
    ['a JSON list', '', '{"a":[1]}'],
    ['an empty JSON list', '', '{"a":[]}'],
    ['a list of objects', '', '{"a":[{}]}'],
    ['an object over a query', 'a=1', '{"a":{}}'],
    ['a NUL', 'a=1%002', ''],
    ['a NUL in JSON', '', '{"a":"\\u0000"}'],
  ])('%s', (_name, query, body) => {
    expect(() => read(query, body).text('a')).toThrow(refusal('a'));
    expect(() => read(query, body).required('a')).toThrow(refusal('a'));
  });

  test('but others beside it are not its victims', () => {
    expect(read('b=1', '{"a":{}}').text('b')).toBe('1');
  });
});

describe('a body that cannot be read is refused as a body', () => {
  test.each([
    ['{'],
    ['{"a":1'],
    ['{"a":1}}'],
    ["{'a':1}"],
    ['{"a":01}'],
    ['[1]'],
    ['[{"a":1}]'],
    [`[${'['.repeat(50_000)}`],
  ])('%#', (body) => {
    expect(() => read('', body)).toThrow(refusal('body'));
  });

  test('a hundred names are taken, one more is not', () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `n${index}=1`).join('&');
    expect(read(names(100)).names()).toHaveLength(100);
    expect(() => read(names(101))).toThrow(refusal('body'));
    expect(() => read(names(60), names(101))).toThrow(refusal('body'));
  });
});

describe('names that mean something to JavaScript are only names', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', (name) => {
    for (const parameters of [
      read(`${name}=x`),
      read('', `${name}=x`),
      read('', `{"${name}":"x"}`),
    ]) {
      expect(parameters.text(name)).toBe('x');
      expect(parameters.flat()[name]).toBe('x');
    }
    expect(read('').text(name)).toBeUndefined();
    expect(read('').flat()[name]).toBeUndefined();
  });

  test('nothing sent reaches any object’s prototype', () => {
    read('', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('whole numbers', () => {
  test.each([
    ['60', 60],
    ['0060', 60],
    [' 60 ', 60],
    ['', undefined],
  ])('%j is %s', (text, expected) => {
    expect(read(`a=${encodeURIComponent(text)}`).integer('a', 60, 3600)).toBe(expected);
  });

  test.each([
    '59',
    '3601',
    '-60',
    '+60',
    '60.0',
    '6e1',
    '0x3c',
    '６０',
    'sixty',
    '60 61',
    '9'.repeat(400),
  ])('%j is refused', (text) => {
    expect(() => read(`a=${encodeURIComponent(text)}`).integer('a', 60, 3600)).toThrow(
      refusal('a'),
    );
  });
});

test.each([
  ['id=1&id=2', '', ['1', '2']],
  ['', '{"id":["1",2]}', ['1', '2']],
  ['', '{"id":[]}', []],
  ['id=', '', []],
  ['', '', []],
])('all values of a name: %j %j are %j', (query, body, expected) => {
  expect(read(query, body).all('id')).toEqual(expected);
});

test('what is signed is what was sent: untrimmed, each name once', () => {
  expect({ ...read('a=+1&b=2&b=3&c=').flat() }).toEqual({ a: ' 1', b: '2', c: '' });
});

test('half a million characters of parameters are read in no time', () => {
  const started = computed();
  read('a=1&'.repeat(60_000));
  read('', `{"a":[${'1,'.repeat(100_000)}1]}`);
  expect(computed() - started).toBeLessThan(1_000);
});
