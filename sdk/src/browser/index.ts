export { CodeElement, type CodeElementEvents } from './code-element.ts';
export { addLanguage } from './language.ts';
export type { CodeTexts, OfferedChannel } from './texts.ts';
