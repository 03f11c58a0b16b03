/**
 * Colours follow the page's `color-scheme` by light-dark(), so that the element is dark where its
 * page is dark and not where only the system is. Every `--countersign-…` property is the page's to set.
 */
export const styles = `
:host {
  display: block;
  --accent: var(--countersign-accent, light-dark(#2f5bd7, #8fb0ff));
  --text: var(--countersign-text, light-dark(#1b1f27, #eceef2));
  --muted: var(--countersign-muted, light-dark(#5a6372, #a9b1bf));
  --line: var(--countersign-border, light-dark(#868e9c, #7a8494));
  --wrong: var(--countersign-error, light-dark(#b3261e, #ffb4ab));
  color: var(--text);
  font-family: var(--countersign-font, inherit);
  line-height: 1.45;
}
:host([hidden]) { display: none }
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
* { box-sizing: border-box; margin: 0 }
[hidden] { display: none !important }
.loading { opacity: 0; animation: show 0s 1s forwards }
@keyframes show { to { opacity: 1 } }
label { display: block; font-weight: 600 }
p { overflow-wrap: anywhere }
.hint, .help, .status { color: var(--muted) }
input {
  display: block;
  --cell: calc(1ch + .55em);
  width: 100%;
  max-width: calc(var(--cells) * var(--cell) + 1.05em);
  margin-block: .6rem .35rem;
  padding: .5em 0 .5em .775em;
  font: 600 min(1.75rem, 18rem / (var(--cells) * 1.15 + 1.05))/1.2 var(--countersign-code-font, ui-monospace, "SF Mono", Menlo, Consolas, monospace);
  font-variant-numeric: tabular-nums;
  letter-spacing: .55em;
  color: inherit;
  caret-color: var(--accent);
  background: var(--countersign-background, light-dark(#fff, #12151b))
    repeating-linear-gradient(90deg, var(--line) 0 calc(1ch + .15em), #0000 0 var(--cell))
    .575em calc(100% - .4em) / calc(var(--cells) * var(--cell) - .4em) 2px no-repeat;
  border: 1.5px solid var(--line);
  border-radius: var(--countersign-radius, .6rem);
}
input[aria-invalid=true] { border-color: var(--wrong) }
input:read-only, input:disabled { opacity: .6 }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.quiet { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; white-space: nowrap }
.error { color: var(--wrong); font-weight: 500 }
button, summary {
  padding: .4rem 0;
  min-height: 1.5rem;
  font: inherit;
  color: var(--accent);
  cursor: pointer;
  border-radius: .25rem;
}
button { border: 0; background: none; text-align: start; text-decoration: underline; text-underline-offset: .2em }
button[aria-disabled=true] { color: var(--muted); cursor: default; text-decoration: none; font-variant-numeric: tabular-nums }
summary { width: fit-content }
ul { display: flex; flex-wrap: wrap; gap: .5rem; padding: .35rem 0 .5rem; list-style: none }
li button { padding: .4rem .9rem; border: 1.5px solid var(--line); border-radius: var(--countersign-radius, .6rem); text-decoration: none }
@media (prefers-reduced-motion: no-preference) {
  input { transition: border-color .15s }
  input[aria-invalid=true] { animation: shake .25s }
}
@keyframes shake { 25% { translate: -4px } 75% { translate: 4px } }
`;
