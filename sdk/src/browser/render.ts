import { minutesAndSeconds } from './countdown.ts';
import type { CodeForm } from './extract-code.ts';
import { fill } from './language.ts';
import type { CodeTexts } from './texts.ts';
import { makeChannelButtons, type View } from './view.ts';

/** All that the tree depends on. */
export interface Shown {
  readonly texts: CodeTexts;
  readonly codeForm: CodeForm;
  readonly label: string | null;
  /** Words of a `<label for>` outside: then ours would be a second one. */
  readonly outerLabel: string;
  readonly to: string | null;
  readonly error: string;
  readonly triesLeft: string | null;
  /** Until another code may be asked for; undefined: it cannot be asked for here. */
  readonly secondsLeft: number | undefined;
  readonly channels: readonly string[];
  readonly isBusy: boolean;
  readonly isRequired: boolean;
  readonly onChannel: (channel: string) => void;
}

export function render(view: View, shown: Shown): void {
  const { texts, outerLabel } = shown;
  view.root.lang = texts.language;
  view.root.dir = texts.direction;
  view.label.textContent = shown.label ?? texts.label;
  view.label.hidden = outerLabel !== '';
  // The masked address stays on one line.
  const to = shown.to?.replaceAll(' ', '\u00a0');
  view.hint.textContent = to === undefined ? texts.sent : say(texts, 'sentTo', { to });
  view.help.textContent = texts.help;
  renderInput(view.input, shown);
  write(view.error, errorSentence(shown));
  renderResend(view.resend, shown);
  renderChannels(view, shown);
}

function renderInput(input: HTMLInputElement, shown: Shown): void {
  const { isAlphanumeric, length } = shown.codeForm;
  input.inputMode = isAlphanumeric ? 'text' : 'numeric';
  input.pattern = isAlphanumeric ? '[0-9A-Za-z]*' : '[0-9]*';
  input.readOnly = shown.isBusy;
  input.ariaBusy = String(shown.isBusy);
  input.ariaInvalid = String(shown.error !== '');
  input.ariaRequired = String(shown.isRequired);
  input.ariaLabel = shown.outerLabel || null;
  // A page may forbid style attributes; properties set by script are always allowed.
  input.style.setProperty('--cells', String(length));
}

function errorSentence({ error, texts, triesLeft }: Shown): string {
  const known = (texts.errors as Readonly<Record<string, string>>)[error];
  const isCounted = error === 'wrong_code' && triesLeft !== null;
  return [known ?? error, isCounted ? say(texts, 'triesLeft', { left: triesLeft }) : '']
    .filter(Boolean)
    .join(' ');
}

/** Not `disabled` while waiting: that would take the focus away from those who wait on it. */
function renderResend(button: HTMLButtonElement, { secondsLeft, texts }: Shown): void {
  button.hidden = secondsLeft === undefined;
  button.ariaDisabled = String(Boolean(secondsLeft));
  const words = secondsLeft
    ? say(texts, 'resendIn', { time: minutesAndSeconds(secondsLeft) })
    : texts.resend;
  write(button, words);
}

function renderChannels(view: View, { channels, onChannel, texts }: Shown): void {
  view.other.hidden = channels.length === 0;
  view.otherLabel.textContent = texts.other;
  const names: Readonly<Record<string, string>> = texts.channels;
  const words = channels.map((channel) => names[channel] ?? channel);
  const isSame = view.channels.textContent === words.join('');
  // Made anew only when they change: a button that is replaced loses the focus.
  if (!isSame)
    makeChannelButtons(view.channels, words, (index) => onChannel(channels[index] ?? ''));
}

function say(
  texts: CodeTexts,
  name: 'sentTo' | 'triesLeft' | 'resendIn',
  values: Readonly<Record<string, string>>,
): string {
  return fill(texts[name], texts.direction, values);
}

/** A live region that is written again is read again. */
function write(node: HTMLElement, words: string): void {
  if (node.textContent !== words) node.textContent = words;
}

/** Of labels that are tied to the element by the page; one around it holds the plain input's words. */
export function wordsOutside(element: HTMLElement, labels: NodeList): string {
  return Array.from(labels, (label) => (label.contains(element) ? '' : label.textContent?.trim()))
    .filter(Boolean)
    .join(' ');
}
