/**
 * Finds the texts a verification is to use: of the template it names, else of the application's
 * default one; for each channel in the wanted locale, else in the same language.
 */
import type { Database } from '../db/client.ts';
import { parseId } from '../kernel/ids.ts';
import { unknownTemplate } from './list-templates.ts';
import { findTexts } from './store.ts';

export interface ResolveTemplateRequest {
  readonly applicationId: number;
  /** Absent: the default one. */
  readonly template?: { readonly id: string } | { readonly name: string };
  readonly channels: readonly string[];
  /** A language tag such as `en-us`. */
  readonly locale: string;
}

export interface ResolvedTemplate {
  readonly templateId: string;
  /** Text by channel; a channel that is not there says its own words. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Undefined when none was named and the application has none.
 * @throws PlatformError `not_found` when the named one is not there.
 */
export async function resolveTemplate(
  deps: { db: Database },
  request: ResolveTemplateRequest,
): Promise<ResolvedTemplate | undefined> {
  const { applicationId, template, channels } = request;
  const id = template && 'id' in template ? parseId(template.id) : null;
  if (id === undefined) throw unknownTemplate();
  const rows = await findTexts(deps.db, {
    applicationId,
    id,
    name: template && 'name' in template ? template.name : null,
    channels,
  });
  const [first] = rows;
  if (!first && template) throw unknownTemplate();
  if (!first) return undefined;
  const wanted = request.locale.toLowerCase().replaceAll('_', '-');
  const texts = new Map<string, string>();
  for (const channel of channels) {
    const text = bestFor(
      wanted,
      rows.filter((row) => row.channel === channel),
    );
    if (text !== undefined) texts.set(channel, text);
  }
  return { templateId: first.id, texts };
}

interface Candidate {
  readonly locale: string | null;
  readonly text: string | null;
}

/** The tag itself, then the language alone, then its first region by the alphabet. */
function bestFor(wanted: string, candidates: readonly Candidate[]): string | undefined {
  const [language = ''] = wanted.split('-');
  const byLocale = candidates.toSorted((left, right) =>
    (left.locale ?? '') < (right.locale ?? '') ? -1 : 1,
  );
  const best =
    byLocale.find(({ locale }) => locale === wanted) ??
    byLocale.find(({ locale }) => locale === language) ??
    byLocale.find(({ locale }) => locale?.startsWith(`${language}-`));
  return best?.text ?? undefined;
}
