export { CodeElement } from './code-element.ts';
export type { CodeElementEvents } from './events.ts';
export { addLanguage } from './language.ts';
export type { CodeErrorName, CodeTexts, OfferedChannel } from './texts.ts';
