/** The pages of the reference: the API itself, and what each error code means. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';
import type { Route } from '../../contract.ts';
import { faultAnswer } from '../../problem.ts';
import { buildV1Document } from '../document.ts';
import { compatibilityRoutes } from './compatibility-pages.ts';
import { Html, html } from './html.ts';
import { pageAnswer, renderPage } from './page.ts';
import { renderReference } from './render-reference.ts';

const errorFolder = path.join(import.meta.dirname, '../../../../../docs/errors');
const styleFile = path.join(import.meta.dirname, 'style.css');

/** Each page is made when somebody first asks for it. */
export function referenceRoutes(): readonly Route[] {
  const kept = new Map<string, string>();
  const keep = (name: string, make: () => string): string => {
    const text = kept.get(name) ?? make();
    kept.set(name, text);
    return text;
  };
  return [
    {
      method: 'GET',
      path: '/docs',
      handle: async () => pageAnswer(keep('reference', () => renderReference(buildV1Document()))),
    },
    {
      method: 'GET',
      path: '/docs/style.css',
      handle: async () => ({
        status: 200,
        headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' },
        body: keep('style', () => readFileSync(styleFile, 'utf8')),
      }),
    },
    {
      method: 'GET',
      path: '/docs/errors',
      handle: async () => pageAnswer(keep('errors', renderErrorList)),
    },
    {
      method: 'GET',
      path: '/docs/errors/:code',
      handle: async ({ params: { code = '' } }) =>
        errorCodes().includes(code)
          ? pageAnswer(keep(`errors/${code}`, () => renderError(code)))
          : faultAnswer('not-found'),
    },
    ...compatibilityRoutes(keep),
  ];
}

/** Those that have a page; an installation without the documents has none. */
function errorCodes(): readonly string[] {
  if (!existsSync(errorFolder)) return [];
  const files = readdirSync(errorFolder).filter((file) => file.endsWith('.md'));
  return files.map((file) => path.basename(file, '.md')).sort();
}

function navigation(): Html {
  const links = errorCodes().map(
    (code) => html`<li><a href="/docs/errors/${code}"><code>${code}</code></a></li>`,
  );
  return html`<ul class="top"><li><a href="/docs">API reference</a></li></ul>
<h2><a href="/docs/errors">Errors</a></h2><ul>${links}</ul>`;
}

function renderErrorList(): string {
  const rows = errorCodes().map(
    (code) =>
      html`<div><dt><a href="/docs/errors/${code}"><code>${code}</code></a></dt><dd>${firstSentence(code)}</dd></div>`,
  );
  const content = html`<section class="prose"><h1>Errors</h1>
<p class="lead">Every refusal is a problem document (RFC 9457). Its <code>code</code> is stable and
meant for programs; <code>parameter</code> and <code>reason</code> say more to people.</p>
<dl class="members">${rows}</dl></section>`;
  return renderPage({ title: 'Errors', navigation: navigation(), content });
}

function firstSentence(code: string): string {
  const [, happened = ''] = textOf(code).split(/^## What happened$/m);
  return /^[^.]*\./.exec(happened.trim())?.[0] ?? '';
}

function renderError(code: string): string {
  // Our own documents: their markup is what they say.
  const body = new Html(marked.parse(textOf(code), { async: false }));
  const content = html`<section class="prose">${body}</section>`;
  return renderPage({ title: code, navigation: navigation(), content });
}

function textOf(code: string): string {
  return readFileSync(path.join(errorFolder, `${code}.md`), 'utf8');
}
