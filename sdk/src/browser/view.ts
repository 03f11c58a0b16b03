import { styles } from './styles.ts';

type Tag = keyof HTMLElementTagNameMap;

export interface View {
  readonly root: HTMLElement;
  readonly label: HTMLLabelElement;
  readonly hint: HTMLElement;
  readonly input: HTMLInputElement;
  readonly error: HTMLElement;
  readonly status: HTMLElement;
  readonly resend: HTMLButtonElement;
  readonly other: HTMLDetailsElement;
  readonly otherLabel: HTMLElement;
  readonly channels: HTMLElement;
  readonly help: HTMLElement;
  /** Where the plain input of a page without script lies, unseen. */
  readonly plain: HTMLSlotElement;
}

/**
 * Made node by node and styled by a constructed sheet, so that a page may forbid inline styles and
 * demand Trusted Types. What is announced stands in the tree from the start: screen readers only
 * tell changes of a live region they know.
 */
export function buildView(shadow: ShadowRoot): View {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];

  const view: View = {
    root: make('div', 'root'),
    label: make('label', 'label', { for: 'code' }),
    hint: make('p', 'hint', { id: 'hint' }),
    input: make('input', 'input', {
      id: 'code',
      dir: 'ltr',
      autocomplete: 'one-time-code',
      autocapitalize: 'characters',
      spellcheck: 'false',
      enterkeyhint: 'done',
      'aria-describedby': 'hint error',
    }),
    error: make('p', 'error', { id: 'error', role: 'alert' }),
    status: make('p', 'status', { role: 'status' }),
    resend: make('button', 'resend', { type: 'button' }),
    other: make('details', 'other'),
    otherLabel: make('summary', 'other-label'),
    channels: make('ul', 'channels'),
    help: make('p', 'help'),
    plain: make('slot', 'plain', { hidden: '' }),
  };
  const { root, other } = view;
  other.append(view.otherLabel, view.channels, view.help, make('slot', 'more', { name: 'help' }));
  root.append(view.label, view.hint, view.input, view.error, view.status, view.resend, other);
  shadow.append(root, view.plain);
  return view;
}

export function makeChannelButtons(
  list: HTMLElement,
  words: readonly string[],
  onClick: (index: number) => void,
): void {
  const items = words.map((word, index) => {
    const button = make('button', 'channel', { type: 'button' });
    button.textContent = word;
    button.addEventListener('click', () => onClick(index));
    const item = make('li', 'item');
    item.append(button);
    return item;
  });
  list.replaceChildren(...items);
}

function make<Name extends Tag>(
  tag: Name,
  part: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(tag);
  node.setAttribute('part', part);
  node.className = part;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
