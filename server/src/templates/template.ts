/**
 * The nouns of saved templates: an application's own texts for codes, under a name, one fragment a
 * channel and locale; and the forms of names and locales.
 */
import { PlatformError } from '../kernel/errors.ts';

export interface Template {
  readonly id: string;
  readonly name: string;
  /** Used by verifications that name no template; an application has one as soon as it has any. */
  readonly isDefault: boolean;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

export interface TemplateFragment {
  readonly id: string;
  readonly templateId: string;
  readonly channel: string;
  /** Lower case with hyphens, e.g. `en-us`. */
  readonly locale: string;
  /** With the parameters of kernel/wording.ts: `${code}`, `${brand}`, `${time-limit}` and so on. */
  readonly text: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

export const templatesMax = 10;
export const fragmentsMax = 200;

/** Why a `conflict` is one: `publicDetail.reason`. */
export type TemplateConflict =
  | 'template-exists'
  | 'max-templates'
  | 'not-empty-template'
  | 'default-template'
  | 'fragment-exists'
  | 'max-fragments';

export function templateConflict(reason: TemplateConflict): PlatformError {
  return new PlatformError('conflict', { reason });
}

/** @throws PlatformError `invalid_parameter` unless 1 to 64 letters, digits, `-` and `_`. */
export function acceptTemplateName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return name;
  const reason = '1 to 64 letters, digits, - and _';
  throw new PlatformError('invalid_parameter', { parameter: 'name', reason });
}

/** `en_US` and `EN-us` are `en-us`. @throws PlatformError `invalid_parameter` for what is no tag. */
export function acceptLocale(tag: string): string {
  const locale = tag.toLowerCase().replaceAll('_', '-');
  if (/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/.test(locale)) return locale;
  const reason = 'a language tag such as en-us';
  throw new PlatformError('invalid_parameter', { parameter: 'locale', reason });
}
