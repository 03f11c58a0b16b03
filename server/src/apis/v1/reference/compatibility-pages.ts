/**
 * What each copied API does here, as pages: problem documents of one of them name their codes by a
 * place on its page.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';
import type { Route } from '../../contract.ts';
import { faultAnswer } from '../../problem.ts';
import { Html, html } from './html.ts';
import { pageAnswer, renderPage } from './page.ts';

const folder = path.join(import.meta.dirname, '../../../../../docs/compatibility');

export function compatibilityRoutes(
  keep: (name: string, make: () => string) => string,
): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/docs/compatibility',
      handle: async () => pageAnswer(keep('compatibility', renderList)),
    },
    {
      method: 'GET',
      path: '/docs/compatibility/:page',
      handle: async ({ params: { page = '' } }) =>
        pageNames().includes(page)
          ? pageAnswer(keep(`compatibility/${page}`, () => renderOne(page)))
          : faultAnswer('not-found'),
    },
  ];
}

/** An installation without the documents has none. */
function pageNames(): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  return files.map((file) => path.basename(file, '.md')).sort();
}

function navigation(): Html {
  return html`<ul class="top"><li><a href="/docs">API reference</a></li></ul>
<h2><a href="/docs/compatibility">Compatibility</a></h2><ul>${links()}</ul>`;
}

function links(): readonly Html[] {
  return pageNames().map(
    (name) => html`<li><a href="/docs/compatibility/${name}">${name}</a></li>`,
  );
}

function renderList(): string {
  const content = html`<section class="prose"><h1>Compatibility</h1>
<p class="lead">Every endpoint of the APIs that are spoken here beside our own, and every choice.</p>
<ul>${links()}</ul></section>`;
  return renderPage({ title: 'Compatibility', navigation: navigation(), content });
}

function renderOne(name: string): string {
  // Our own documents: their markup is what they say.
  const body = new Html(withPlaces(marked.parse(textOf(name), { async: false })));
  const content = html`<section class="prose">${body}</section>`;
  return renderPage({ title: name, navigation: navigation(), content });
}

/** Links stay among these pages; what lies elsewhere in the documents is named without one. */
function textOf(name: string): string {
  return readFileSync(path.join(folder, `${name}.md`), 'utf8')
    .replaceAll(/\[([^\]]+)\]\(\.\.\/[^)]*\)/g, '$1')
    .replaceAll(/\]\(([\w-]+)\.md(#[\w-]+)?\)/g, '](/docs/compatibility/$1$2)');
}

/**
 * Headings as places to link to, named as GitHub names them; tables in a frame that scrolls, by
 * keyboard too.
 */
function withPlaces(body: string): string {
  const framed = body
    .replaceAll(
      '<table>',
      '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>',
    )
    .replaceAll('</table>', '</table></div>');
  return framed.replaceAll(/<h([23])>([^<]+)<\/h\1>/g, (_all, level: string, title: string) => {
    const place = title
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-');
    return `<h${level} id="${place}">${title}</h${level}>`;
  });
}
