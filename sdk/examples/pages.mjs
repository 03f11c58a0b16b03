/** The two pages of both examples. They work without script; with it the code field does more. */

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const html = (text) => String(text).replace(/[&<>"]/g, (character) => escapes[character]);

/** Nothing inline and nothing from elsewhere: the code field needs no more than this. */
export const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'";

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
      <label>The code we sent to ${html(to)}
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
    <title>Harbour Bank</title></head><body><main><h1>Harbour Bank</h1>${content}</main></body></html>`;
}
