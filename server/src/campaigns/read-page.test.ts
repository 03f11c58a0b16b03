import { describe, expect, test } from 'vitest';
import { computed } from '../../test-support/computed.ts';
import { readPage } from './read-page.ts';

const blocksOf = async (html: string) => (await readPage(html)).blocks;
const textsOf = async (html: string) => (await blocksOf(html)).map(({ text }) => text);

describe('words and their places', () => {
  test('a paragraph is one block with line, path and links', async () => {
    const html = `<!doctype html>
<html lang="es-MX"><head><title>Not this</title></head>
<body>
  <main><form id="sign-up">
    <p>First</p>
    <p>
      Read our <a href="/terms">terms
      &amp; <b>conditions</b></a>, please.
    </p>
  </form></main>
</body></html>`;
    expect(await readPage(html)).toEqual({
      language: 'es',
      scripts: 0,
      isCut: false,
      blocks: [
        { text: 'First', line: 5, path: '#sign-up > p', isHidden: false, links: [] },
        {
          text: 'Read our terms & conditions, please.',
          line: 7,
          path: '#sign-up > p:nth-of-type(2)',
          isHidden: false,
          links: [{ href: '/terms', text: 'terms & conditions' }],
        },
      ],
    });
  });

  test('what no visitor reads is left out', async () => {
    const html =
      '<p>seen</p><script>STOP</script><style>STOP</style><template><p>STOP</p></template>' +
      '<!-- STOP --><svg><text>STOP</text></svg><p title="STOP">also</p>';
    expect(await textsOf(html)).toEqual(['seen', 'also']);
  });

  test('what is not shown is told apart', async () => {
    const html =
      '<div hidden><p>a</p></div><p style="color: red; display:none">b</p><noscript>c</noscript>' +
      '<dialog>d</dialog><dialog open>e</dialog><p>f</p>';
    const blocks = await blocksOf(html);
    expect(blocks.map(({ text, isHidden }) => [text, isHidden])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
      ['d', true],
      ['e', false],
      ['f', false],
    ]);
  });

  test('a line break is a space, a page without body or end tags is read too', async () => {
    expect(await textsOf('<head><p>message and<br>data rates<p>apply<li>x<td>y')).toEqual([
      'message and data rates',
      'apply',
      'x',
      'y',
    ]);
  });
});

describe('a hostile page', { timeout: 60_000 }, () => {
  const size = 2_000_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(size / piece.length));
  const entities = fill('&amp;&#x41;&bogus');

  test.each([
    ['nested without end', fill('<div>'), true],
    ['nested links', fill('<a href=x>y'), false],
    ['end tags of nothing', fill('</div>'), false],
    ['one end tag for many starts', `${'<b>'.repeat(500)}${fill('</i>')}`, false],
    ['one tag without end', `<p ${fill('a=1 b=2 c')}`, false],
    ['a tag of many attributes', `<p ${fill('x')}>`, false],
    [
      'many different attributes',
      `<p ${Array.from({ length: 200_000 }, (_, n) => `a${n}`).join(' ')}>x`,
      false,
    ],
    ['a comment without end', `<!--${fill('-')}`, false],
    ['a script without end', `<script>${fill('</scrip')}`, false],
    ['paragraphs without number', fill('<p>x'), true],
    ['one long line', `<p>${fill('x')}`, false],
    ['entities', `<p>${entities}`, false],
    ['markup openings', fill('<'), false],
    ['not a page at all', fill('\u0000\uffff%PDF'), false],
  ])('%s is read in a moment', async (_, html, isCut) => {
    const before = computed();
    const page = await readPage(html);
    expect(computed() - before).toBeLessThan(3_000);
    expect(page.isCut).toBe(isCut);
    expect(page.blocks.length).toBeLessThanOrEqual(20_000);
    for (const { text } of page.blocks) expect(text.length).toBeLessThanOrEqual(50_000);
  });

  test('other work is not kept waiting', async () => {
    const page = fill('<p>word <i>word</i></p>\n');
    let longest = 0;
    let turns = 0;
    let isRead = false;
    let last = computed();
    const takeTurns = () => {
      turns += 1;
      longest = Math.max(longest, computed() - last);
      last = computed();
      if (!isRead) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);
    await readPage(page);
    isRead = true;
    expect(turns).toBeGreaterThan(10);
    expect(longest).toBeLessThan(200);
  });
});
