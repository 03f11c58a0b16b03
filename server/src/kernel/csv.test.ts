import { expect, test } from 'vitest';
import { csvRow } from './csv.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+1 202 555', "'+1 202 555"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', '"\'\t\'=1"'],
  ['\r=1', '"\'\r\'=1"'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ['a,b', '"a,b"'],
  ['line\nbreak', '"line\nbreak"'],
  ['plain = text', 'plain = text'],
  ['＝1+1', "'＝1+1"],
  ['a;=1+1', '"a;\'=1+1"'],
  ['"=1', '"""\'=1"'],
  ['a\n@x', '"a\n\'@x"'],
  ['a\t-1', '"a\t\'-1"'],
  ['', ''],
])('%j becomes the cell %j', (value, cell) => {
  expect(csvRow([value])).toBe(`${cell}\r\n`);
});

test('numbers and gaps are cells too', () => {
  expect(csvRow([1, null, 'x'])).toBe('1,,x\r\n');
});
