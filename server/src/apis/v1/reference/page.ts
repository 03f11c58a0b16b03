/** The frame of the pages below /docs. */
import type { ApiResponse } from '../../contract.ts';
import { type Html, html } from './html.ts';

export interface Page {
  readonly title: string;
  readonly navigation: Html;
  readonly content: Html;
}

const mark = html`<svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"><path d="M11 5H5v22h6"/><path d="M21 5h6v22h-6"/><path d="m11.5 16.5 3.4 3.5 6-7.5"/></g></svg>`;

export function renderPage({ title, navigation, content }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Countersign</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<header><a class="home" href="/docs">${mark}<span>Countersign</span></a><span class="where">${title}</span></header>
<details class="menu"><summary>Contents</summary><nav aria-label="Contents, small screen">${navigation}</nav></details>
<div class="columns">
<nav class="side" aria-label="Contents">${navigation}</nav>
<main>${content}</main>
</div>
</body>
</html>`.text;
}

/** No scripts, no images, nothing from elsewhere. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function pageAnswer(text: string): ApiResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-cache',
    },
    body: text,
  };
}
