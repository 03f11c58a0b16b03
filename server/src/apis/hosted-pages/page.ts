/**
 * The HTML of a hosted page. All of it works without script: the field is a plain input, and every wish
 * is a button of a form. With script the published element takes the field over.
 */
import type { HostedChallenge } from '../../challenges/hosted-challenge.ts';
import { escapeHtml } from '../../kernel/html.ts';
import { fillText, type PageTexts } from './texts.ts';

/** What is told above the field after something was tried. */
export interface Notice {
  readonly error?: string;
  readonly triesLeft?: number;
  readonly sent?: boolean;
}

const resendAfterSeconds = 30;

export function challengePage(
  shown: HostedChallenge,
  texts: PageTexts,
  notice: Notice,
  nonce: string,
): string {
  if (shown.kind === 'over') return overPage(shown, texts, nonce);
  const body = shown.kind === 'passed' ? passedForm(texts) : openForms(shown, texts, notice);
  return frame(shown, texts, nonce, body);
}

/** For a token nobody has, nothing is known but the language. */
export function overPage(
  shown: HostedChallenge | undefined,
  texts: PageTexts,
  nonce: string,
): string {
  return frame(
    shown,
    texts,
    nonce,
    `<h1>${escapeHtml(texts.over)}</h1>\n<p>${escapeHtml(texts.overHelp)}</p>`,
  );
}

function passedForm(texts: PageTexts): string {
  return `<h1>${escapeHtml(texts.passed)}</h1>
<form method="post"><button class="main" name="action" value="continue">${escapeHtml(texts.proceed)}</button></form>`;
}

function openForms(shown: HostedChallenge, texts: PageTexts, notice: Notice): string {
  const { codeLength, page, channel } = shown;
  const to = escapeHtml(shown.address);
  const others = page.channels.filter((name) => name !== channel);
  const attributes = [
    `name="code" length="${codeLength}" to="${to}" auto-submit autofocus`,
    `resend-after="${resendAfterSeconds}"`,
    others.length > 0 ? `channels="${escapeHtml(others.join(' '))}"` : '',
    notice.error ? `error="${escapeHtml(notice.error)}"` : '',
    notice.triesLeft === undefined ? '' : `tries-left="${notice.triesLeft}"`,
  ].filter(Boolean);
  return `<h1>${escapeHtml(texts.title)}</h1>
${notice.sent ? `<p role="status">${escapeHtml(texts.requested)}</p>` : ''}
<form method="post" class="answer">
<countersign-code ${attributes.join(' ')}>
<label for="code">${escapeHtml(texts.label)}</label>
<p id="hint">${fillText(texts, 'sentTo', { to: `<bdi>${to}</bdi>` })}</p>
${plainError(texts, notice)}
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="40" required autofocus aria-describedby="hint${notice.error ? ' problem' : ''}"${notice.error ? ' aria-invalid="true"' : ''}>
</countersign-code>
<button class="main" name="action" value="check">${escapeHtml(texts.proceed)}</button>
</form>
<form method="post" class="ways">
<button name="action" value="resend">${escapeHtml(texts.resend)}</button>
${others.map((name) => channelButton(texts, name)).join('\n')}
<p class="help">${escapeHtml(texts.help)}</p>
</form>
<form method="post"><button name="action" value="give-up">${escapeHtml(texts.giveUp)}</button></form>
<script type="module" src="/console/hosted-page.js"></script>`;
}

function plainError(texts: PageTexts, { error, triesLeft }: Notice): string {
  if (!error) return '';
  const known: Readonly<Record<string, string>> = texts.errors;
  const left =
    triesLeft === undefined ? '' : fillText(texts, 'triesLeft', { left: `${triesLeft}` });
  return `<p id="problem" role="alert" class="problem">${escapeHtml(known[error] ?? error)} ${left}</p>`;
}

function channelButton(texts: PageTexts, name: string): string {
  const names: Readonly<Record<string, string>> = texts.channels;
  return `<button name="channel" value="${escapeHtml(name)}">${escapeHtml(names[name] ?? name)}</button>`;
}

function frame(
  shown: HostedChallenge | undefined,
  texts: PageTexts,
  nonce: string,
  body: string,
): string {
  const brand = escapeHtml(shown?.page.brand ?? '');
  const logo = shown?.look.logo;
  const head = logo
    ? `<img src="${escapeHtml(logo)}" alt="${brand}" height="40">`
    : `<p>${brand}</p>`;
  return `<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(shown ? texts.title : texts.over)}${brand ? ` – ${brand}` : ''}</title>
<style nonce="${nonce}">${styles(shown?.look.colour ?? null)}</style>
</head>
<body>
<main>
${shown ? `<header>${head}</header>` : ''}
${body}
</main>
</body>
</html>
`;
}

/** White on dark colours, black on light ones: WCAG's relative luminance decides. */
function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#000' : '#fff';
}

const colourDefault = '#1f4fd8';

function styles(own: string | null): string {
  const colour = own ?? colourDefault;
  return `
:root { color-scheme: light dark; --accent: ${colour}; --ink: ${inkOn(colour)};
  --paper: #fff; --text: #1a1c21; --quiet: #555b66; --line: #8a909c; --problem: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181d; --text: #eceef2; --quiet: #b1b7c3;
  --line: #7a818d; --problem: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 0 auto; padding: clamp(1.25rem, 8vh, 5rem) 1.25rem 2rem; }
header { font-weight: 600; font-size: 1.05rem; margin-block-end: 2rem; }
header p { margin: 0; overflow-wrap: anywhere; }
header img { max-width: 100%; object-fit: contain; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
label { display: block; font-weight: 600; }
#hint, .help { color: var(--quiet); margin: 0 0 .75rem; }
.problem { color: var(--problem); margin: 0 0 .75rem; }
input { width: 100%; font: 1.75rem/1.2 ui-monospace, monospace; letter-spacing: .3em;
  padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: inherit;
  color: inherit; }
button { font: inherit; width: 100%; padding: .7rem 1rem; margin-block-start: .6rem;
  border: 1px solid var(--line); border-radius: .5rem; background: none; color: inherit;
  cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--ink);
  font-weight: 600; margin-block-start: 1rem; }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 60%, var(--text)); outline-offset: 2px; }
.ways { margin-block: 1.25rem; }
.ways .help { margin: 1rem 0 0; }
:root:has(countersign-code:defined) .ways { display: none; }
countersign-code { display: block;
  --countersign-accent: color-mix(in srgb, var(--accent) 60%, var(--text)); }
`;
}
