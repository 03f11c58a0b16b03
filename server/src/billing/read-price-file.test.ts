import { describe, expect, test } from 'vitest';
import { readPriceFile } from './read-price-file.ts';

const known = { channels: ['sms', 'voice'], transports: ['inbox'] };
const header = 'channel,transport,country,network,network_name,price';
const read = (text: string) => readPriceFile(text, known);
const problemsOf = (text: string) => read(text).problems;

const line = {
  channel: 'sms',
  transport: '',
  country: 'GB',
  network: '23410',
  networkName: 'O2 (UK)',
  price: '0.03330000',
};

describe('a price list is read as people keep it', () => {
  test.each([
    ['commas', `${header}\nsms,,GB,23410,O2 (UK),0.0333\n`],
    [
      'a byte order mark and Windows line ends',
      `\uFEFF${header}\r\nsms,,GB,23410,O2 (UK),0.0333\r\n`,
    ],
    ['semicolons', `${header.replaceAll(',', ';')}\nsms;;GB;23410;O2 (UK);0.0333`],
    ['tabs', `${header.replaceAll(',', '\t')}\nsms\t\tGB\t23410\tO2 (UK)\t0.0333`],
    ['quotation marks', `${header}\n"sms","","GB","23410","O2 (UK)","0.0333"`],
    [
      'columns in another order',
      'price,country,channel,network_name,network\n0.0333,GB,sms,O2 (UK),23410',
    ],
    ['blank lines and spaces', `\n${header}\n\n sms , , GB , 23410 , O2 (UK) , 0.0333 \n\n`],
    ['capitals in the header', `${header.toUpperCase()}\nsms,,GB,23410,O2 (UK),0.0333`],
  ])('with %s', (_name, text) => {
    expect(read(text)).toEqual({ lines: [line], problems: [] });
  });

  test('with a header and nothing else it has no lines', () => {
    expect(read(header)).toEqual({ lines: [], problems: [] });
  });
});

describe('the header says what parts the cells', () => {
  const semicolons = header.replaceAll(',', ';');

  test('so a name may have a comma in it', () => {
    const { lines, problems } = read(`${semicolons}\nsms;;GB;23410;O2, formerly Cellnet;0.0333`);
    expect(problems).toEqual([]);
    expect(lines[0]?.networkName).toBe('O2, formerly Cellnet');
  });

  test('and a price with a comma is told as such, never read as two cells', () => {
    expect(problemsOf(`${semicolons}\nsms;;GB;;;0,05`)).toEqual([
      { row: 2, column: 'price', reason: 'has a comma: write a point, e.g. 0.05' },
    ]);
    expect(problemsOf(`${semicolons}\nsms;;GB;;5,0385`)).toMatchObject([{ column: 'row' }]);
  });
});

describe('a wrong cell is named by row, column and reason', () => {
  test.each([
    ['fax,,GB,,,0.05', 'channel', 'is not one of sms, voice'],
    ['sms,acme,GB,,,0.05', 'transport', 'is neither empty nor one of inbox'],
    ['sms,,gb,,,0.05', 'country', /two capital letters/],
    ['sms,,XX,,,0.05', 'country', /is no country/],
    ['sms,,__,,,0.05', 'country', /is no country/],
    ['sms,,GB,101,,0.05', 'network', /leading zero/],
    ['sms,,GB,2341O,,0.05', 'network', /5 or 6 digits/],
    [`sms,,GB,,${'x'.repeat(81)},0.05`, 'network_name', /80 letters/],
    ['sms,,GB,,,', 'price', 'is missing'],
    ['sms,,GB,,,free', 'price', /no amount/],
    ['sms,,GB,,,-1', 'price', /no amount/],
    ['sms,,GB,,,1e3', 'price', /no amount/],
    ['sms,,GB,,,0.123456789', 'price', /eight decimals/],
    ['sms,,GB,,,"0,05"', 'price', /write a point/],
    ['sms;;GB;;;0.05', 'row', 'has 1 cells where the header has 6'],
    ['sms,,GB,,0.05', 'row', 'has 5 cells where the header has 6'],
    ['sms,,GB,,,0.05,more', 'row', 'has 7 cells where the header has 6'],
  ])('%s', (row, column, reason) => {
    const text = `${header}\nsms,,FR,,,0.05\n${row}\nsms,,DE,,,0.05`;
    expect(problemsOf(text)).toEqual([
      {
        row: 3,
        column,
        reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
      },
    ]);
  });

  test('several are told at once, a hundred at the most', () => {
    expect(problemsOf(`${header}\nfax,,gb,,,free\n`).map(({ column }) => column)).toEqual([
      'channel',
      'country',
      'price',
    ]);
    expect(problemsOf(`${header}\n${'sms,,XX,,,1\n'.repeat(300)}`)).toHaveLength(100);
  });

  test('the same line twice names both rows', () => {
    expect(problemsOf(`${header}\nsms,,GB,,,0.05\nsms,,FR,,,1\nsms,,GB,,,0.06`)).toEqual([
      { row: 4, column: 'country', reason: 'says the same as row 2' },
    ]);
  });

  test.each([
    ['nothing', '', 1, 'file'],
    ['an open quotation mark', `${header}\n"sms,,GB,,,0.05`, 2, 'file'],
    ['no price column', 'channel,country\nsms,GB', 1, 'price'],
    ['an unknown column', `${header},colour\nsms,,GB,,,1,red`, 1, 'colour'],
    ['a column twice', `${header},price\nsms,,GB,,,1,2`, 1, 'price'],
    ['no header', 'sms,,GB,,,0.05', 1, 'sms'],
    ['a binary file', '\u0000\u0001\u0002PK', 1, /./],
  ])('%s', (_name, text, row, column) => {
    const [first] = problemsOf(text);
    expect(first?.row).toBe(row);
    expect(first?.column).toMatch(column);
    expect(read(text).lines).toEqual([]);
  });

  test('one cell of a megabyte is refused, and not repeated', () => {
    const problems = problemsOf(`${header}\nsms,,GB,,${'x'.repeat(1_000_000)},1`);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems).length).toBeLessThan(300);
  });
});
