export { CodeElement, type CodeElementEvents } from './code-element.ts';
export { addLanguage } from './language.ts';
export type { CodeErrorName, CodeTexts, OfferedChannel } from './texts.ts';
