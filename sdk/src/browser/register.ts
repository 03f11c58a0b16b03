/** Makes `<countersign-code>` known to the page: import it for that effect alone. */
import { CodeElement } from './code-element.ts';
import type { CodeElementEvents } from './events.ts';

// Another copy of this file may have been here before: then the page has its element.
if (globalThis.customElements && !customElements.get('countersign-code')) {
  customElements.define('countersign-code', CodeElement);
}

/** Listeners are told what their event carries. */
interface CodeEventTarget {
  addEventListener<Name extends keyof CodeElementEvents>(
    name: Name,
    listener: (event: CodeElementEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'countersign-code': CodeEventTarget & CodeElement;
  }
}
