import { fill } from './language.ts';
import type { Shown } from './render.ts';

/** What `ElementInternals.setValidity` takes: whether a form may go, and what it says when not. */
export function judge(
  { codeForm, isRequired, texts }: Shown,
  input: HTMLInputElement,
): [ValidityStateFlags, string?, HTMLElement?] {
  const { length } = input.value;
  if (length === codeForm.length || (length === 0 && !isRequired)) return [{}];
  const flags = length === 0 ? { valueMissing: true } : { tooShort: true };
  return [flags, fill(texts.incomplete, texts.direction, { length: codeForm.length }), input];
}
