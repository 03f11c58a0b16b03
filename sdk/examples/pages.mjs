/** The two pages of both examples. They work without script; with it the code field does more. */

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const html = (text) => String(text).replace(/[&<>"]/g, (character) => escapes[character]);

/** Nothing inline and nothing from elsewhere: the code field needs no more than this. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
].join('; ');

/** Served as `/page.css`. */
export const pageStyle = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; color: light-dark(#1b1f27, #eceef2); background: light-dark(#fff, #14171c) }
main { max-width: 24rem; margin: 0 auto; padding: clamp(1rem, 8vh, 5rem) 1rem }
h1 { font-size: 1.25rem }
label { display: block; font-weight: 600 }
label input { display: block; box-sizing: border-box; width: 100%; margin-top: .4rem; padding: .7rem;
  font: inherit; border: 1.5px solid light-dark(#868e9c, #7a8494); border-radius: .6rem }
[role=alert] { color: light-dark(#b3261e, #ffb4ab) }
form > button { margin-top: 1rem; padding: .7rem 1.2rem; font: inherit; font-weight: 600; border: 0;
  border-radius: .6rem; background: light-dark(#2f5bd7, #8fb0ff); color: light-dark(#fff, #10131a) }
form + form > button { padding-inline: 0; background: none; font-weight: 400;
  color: light-dark(#2f5bd7, #8fb0ff) }
`;

export function numberPage({ error = '', number = '' } = {}) {
  return page(`<form method="post" action="/start">
    <p role="alert">${html(error)}</p>
    <label>Your mobile number
      <input name="number" type="tel" autocomplete="tel" required value="${html(number)}"></label>
    <button>Send me a code</button>
  </form>`);
}

/**
 * @param {{ to: string, error?: string, checksLeft?: number | null }} state
 *   `error`: the `result` of the check that failed, which is what the field calls it, too
 */
export function codePage({ to, error = '', checksLeft = null }) {
  const tries = checksLeft === null ? '' : `tries-left="${checksLeft}"`;
  return page(`<form method="post" action="/check">
    <countersign-code name="code" required autofocus auto-submit to="${html(to)}"
        error="${html(error)}" ${tries} resend-after="30" channels="voice">
      <p role="alert">${error === '' ? '' : 'That did not work. Try again.'}</p>
      <p>We sent a code to ${html(to)}.</p>
      <label>Code
        <input name="code" autocomplete="one-time-code" inputmode="numeric" required></label>
    </countersign-code>
    <button>Continue</button>
  </form>
  <form method="post" action="/cancel"><button>Use another number</button></form>
  <script type="module" src="/element/countersign-code.js"></script>
  <script type="module" src="/code-page.js"></script>`);
}

export const welcomePage = page('<p>Welcome. Your number is verified.</p>');

/** What the page does with the field's wishes; served as `/code-page.js`. */
export const codePageScript = `
const field = document.querySelector('countersign-code');
async function ask(channel) {
  const body = JSON.stringify(channel ? { channel } : {});
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/resend', { method: 'POST', headers, body }).catch(() => undefined);
  if (!answer?.ok) field.error = answer ? await answer.text() : 'network';
}
field.addEventListener('resend', () => ask());
field.addEventListener('switch', ({ detail }) => ask(detail.channel));
`;

/** All but the last four digits. */
export const masked = (number) => number.replace(/\d(?=(?:\D*\d){4})/g, '•');

function page(content) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Harbour Bank</title><link rel="stylesheet" href="/page.css"></head><body><main><h1>Harbour Bank</h1>${content}</main></body></html>`;
}
