/**
 * `<countersign-code>`: the field for a code that was sent. One real input, so that autofill, paste,
 * screen readers and voice control work as everywhere. A form sees the element as a control of its
 * own. It knows nothing of the server: it tells the page what the person wants by events.
 */
import { countDown } from './countdown.ts';
import type { CodeElementEvents } from './events.ts';
import { type CodeForm, extractCode } from './extract-code.ts';
import { findTexts } from './language.ts';
import { texts as english } from './languages/en.ts';
import { receiveSmsCode } from './receive-sms-code.ts';
import { render, type Shown, wordsOutside } from './render.ts';
import type { CodeTexts } from './texts.ts';
import { judge } from './validity.ts';
import { buildView } from './view.ts';

/** The module can be imported where there is no document (rendering on a server). */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

const lengthDefault = 6;
const nothing = () => undefined;

export class CodeElement extends Base {
  static readonly formAssociated = true;
  static readonly observedAttributes = [
    ...['length', 'alphanumeric', 'required', 'busy', 'error', 'tries-left'],
    ...['label', 'to', 'resend-after', 'channels', 'lang'],
  ];

  readonly #internals = this.attachInternals();
  readonly #view = buildView(this.attachShadow({ mode: 'open', delegatesFocus: true }));
  #spoken: CodeTexts = english;
  #own: Partial<CodeTexts> = {};
  /** Told once per code: some browsers fill a field twice. */
  #told = '';
  #secondsLeft = 0;
  #stopCounting: () => void = nothing;
  #stopReceiving: () => void = nothing;

  constructor() {
    super();
    const { input, resend, plain } = this.#view;
    plain.addEventListener('slotchange', () => this.#replacePlainInput());
    input.addEventListener('input', (event) => {
      if (!(event as InputEvent).isComposing) this.#take(input.value);
    });
    input.addEventListener('compositionend', () => this.#take(input.value));
    input.addEventListener('paste', (event) => this.#paste(event));
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) this.#enter();
    });
    resend.addEventListener('click', () => {
      if (this.#secondsLeft === 0) this.#ask('resend', {});
    });
  }

  connectedCallback(): void {
    this.#replacePlainInput();
    this.#listen();
    this.#count();
    void this.#speak();
    // The page's autofocus was looked for before this element could take it.
    if (this.autofocus && document.activeElement === document.body) this.focus();
  }

  disconnectedCallback(): void {
    this.#stopCounting();
    this.#stopReceiving();
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    if (!this.isConnected) return;
    if (name === 'resend-after') this.#count();
    if (name === 'lang') void this.#speak();
    if (name === 'busy') this.#say(value === null ? '' : this.texts.checking);
    this.#render();
    if (name === 'error' && value) {
      this.focus();
      this.#view.input.select();
    }
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.#view.input.disabled = isDisabled;
  }

  formResetCallback(): void {
    this.error = '';
    this.value = '';
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** What is in the field, in ASCII. Setting it is silent: no event, and nothing is submitted. */
  get value(): string {
    return this.#view.input.value;
  }
  set value(code: string) {
    const { input } = this.#view;
    input.value = extractCode(code, this.#codeForm);
    // Who goes on typing does so behind it.
    input.setSelectionRange(input.value.length, input.value.length);
    this.#told = input.value;
    this.#render();
  }

  /** The `result` of a failed check, `network`, or a sentence of your own; empty for none. */
  get error(): string {
    return this.getAttribute('error') ?? '';
  }
  set error(reason: string) {
    if (reason) this.setAttribute('error', reason);
    else this.removeAttribute('error');
  }

  /** While the code is checked: nothing can be typed. */
  get busy(): boolean {
    return this.hasAttribute('busy');
  }
  set busy(isBusy: boolean) {
    this.toggleAttribute('busy', isBusy);
  }

  /** Names of the other ways, e.g. `['voice', 'whatsapp']`. */
  get channels(): string[] {
    return this.getAttribute('channels')?.match(/[^\s,]+/g) ?? [];
  }
  set channels(names: readonly string[]) {
    this.setAttribute('channels', names.join(' '));
  }

  /** Set some of them to use words of your own. */
  get texts(): CodeTexts {
    return { ...this.#spoken, ...this.#own };
  }
  set texts(own: Partial<CodeTexts>) {
    this.#own = own;
    this.#render();
  }

  /** For a new code: empties the field and starts the waiting time anew (`seconds` or as before). */
  restart(seconds?: number): void {
    if (seconds !== undefined) this.setAttribute('resend-after', String(seconds));
    this.formResetCallback();
    this.#count();
    this.#listen();
    this.focus();
  }

  /**
   * To the field itself. A focus that is merely handed on selects all, so that the next key replaces
   * it, and does nothing while a button of ours has it.
   */
  override focus(options?: FocusOptions): void {
    this.#view.input.focus(options);
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  get #codeForm(): CodeForm {
    const length = Number(this.getAttribute('length')) || lengthDefault;
    return { length, isAlphanumeric: this.hasAttribute('alphanumeric') };
  }

  /** What a page shows without script; its name, words and typed value are taken over. */
  #replacePlainInput(): void {
    const plain = this.querySelector('input');
    if (!plain || plain.disabled) return;
    const isInUse = plain.matches(':focus');
    plain.disabled = true;
    if (!this.hasAttribute('name')) this.setAttribute('name', plain.name);
    const words = plain.labels?.[0]?.textContent?.trim();
    if (words && !this.hasAttribute('label')) this.setAttribute('label', words);
    if (plain.value) this.value = plain.value;
    if (isInUse) this.focus();
  }

  #listen(): void {
    this.#stopReceiving();
    if (this.getAttribute('webotp') === 'off') return;
    this.#stopReceiving = receiveSmsCode((code) => this.#take(code));
  }

  #count(): void {
    this.#stopCounting();
    this.#stopCounting = countDown(Number(this.getAttribute('resend-after')), (left) => {
      const isOver = left === 0 && this.#secondsLeft > 0;
      this.#secondsLeft = left;
      this.#render();
      if (isOver) this.#say(this.texts.resendReady, true);
    });
  }

  async #speak(): Promise<void> {
    const tag = this.closest<HTMLElement>('[lang]')?.lang || navigator.language;
    const found = findTexts(tag);
    const { root } = this.#view;
    root.classList.toggle('loading', found instanceof Promise);
    this.#spoken = found instanceof Promise ? await found : found;
    root.classList.remove('loading');
    this.#render();
  }

  /** What was typed, filled in or received. The caret stays behind the character it was behind. */
  #take(text: string): void {
    const { input } = this.#view;
    const { length } = this.#codeForm;
    const code = extractCode(text, this.#codeForm);
    if (code !== input.value) {
      const before = extractCode(input.value.slice(0, input.selectionStart ?? length), {
        ...this.#codeForm,
        length: Number.POSITIVE_INFINITY,
      });
      input.value = code;
      input.setSelectionRange(before.length, before.length);
    }
    this.error = '';
    this.#say('');
    this.#render();
    if (code.length < length) this.#told = '';
    else if (code !== this.#told) this.#complete(code);
  }

  #paste(event: ClipboardEvent): void {
    const { input } = this.#view;
    const { length } = this.#codeForm;
    const code = extractCode(event.clipboardData?.getData('text') ?? '', this.#codeForm);
    // A whole code replaces what is there; a part goes where the caret is.
    if (code.length !== length || input.readOnly) return;
    event.preventDefault();
    input.value = code;
    this.#take(code);
  }

  /** A form does not see an input in a shadow tree, so that Enter would do nothing. */
  #enter(): void {
    if (this.busy) return;
    if (this.form) this.form.requestSubmit();
    else if (this.value.length === this.#codeForm.length) this.#complete(this.value);
  }

  #complete(code: string): void {
    this.#told = code;
    this.#stopReceiving();
    if (this.#tell('complete', { code }) && this.hasAttribute('auto-submit')) {
      this.form?.requestSubmit();
    }
  }

  #ask(wish: 'resend' | 'switch', detail: object): void {
    if (!this.#tell(wish, detail)) return;
    this.#view.other.open = false;
    this.restart();
    this.#say(this.texts.requested);
  }

  /** @returns false when the page prevented it */
  #tell(name: keyof CodeElementEvents, detail: object): boolean {
    const event = new CustomEvent(name, {
      detail,
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    return this.dispatchEvent(event);
  }

  /** @param isQuiet only for those who hear the page: others see it anyway */
  #say(sentence: string, isQuiet = false): void {
    const { status } = this.#view;
    status.textContent = sentence;
    status.classList.toggle('quiet', isQuiet);
  }

  #render(): void {
    const shown = this.#shown();
    render(this.#view, shown);
    this.#internals.setFormValue(this.value);
    this.#internals.setValidity(...judge(shown, this.#view.input));
  }

  #shown(): Shown {
    return {
      texts: this.texts,
      codeForm: this.#codeForm,
      label: this.getAttribute('label'),
      outerLabel: wordsOutside(this, this.#internals.labels),
      to: this.getAttribute('to'),
      error: this.error,
      triesLeft: this.getAttribute('tries-left'),
      secondsLeft: this.hasAttribute('resend-after') ? this.#secondsLeft : undefined,
      channels: this.channels,
      isBusy: this.busy,
      isRequired: this.hasAttribute('required'),
      onChannel: (channel) => this.#ask('switch', { channel }),
    };
  }
}
