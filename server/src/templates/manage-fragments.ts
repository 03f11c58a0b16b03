/**
 * Makes, changes and deletes the fragments of a template. A text is taken only when its channel can
 * say it: what is refused here would be refused at every start. Every change is audited.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Channel } from '../channels/contract.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { acceptFragmentId, getTemplate, toFragment, unknownFragment } from './list-templates.ts';
import {
  deleteFragmentRow,
  insertFragment,
  listFragmentRows,
  lockTemplates,
  updateFragment,
} from './store.ts';
import { acceptLocale, fragmentsMax, type TemplateFragment, templateConflict } from './template.ts';

export interface FragmentDeps {
  readonly db: Database;
  readonly channels: ReadonlyMap<string, Channel>;
}

interface InTemplate {
  readonly applicationId: number;
  readonly templateId: string;
  readonly actor: string;
}

/**
 * @throws PlatformError `not_found`, `invalid_parameter`, `invalid_template`,
 * `conflict` (`fragment-exists`, `max-fragments`).
 */
export async function createFragment(
  deps: FragmentDeps,
  request: InTemplate & { channel: string; locale: string; text: string },
): Promise<TemplateFragment> {
  const { applicationId, templateId, actor, channel, text } = request;
  const locale = acceptLocale(request.locale);
  assertSayable(deps, { channel, locale, text });
  return deps.db.transaction(async (tx) => {
    await lockTemplates(tx, applicationId);
    await getTemplate({ db: tx }, { applicationId, templateId });
    const existing = await listFragmentRows(tx, applicationId, templateId, null);
    if (existing.some((one) => one.channel === channel && one.locale === locale)) {
      throw templateConflict('fragment-exists');
    }
    if (existing.length >= fragmentsMax) throw templateConflict('max-fragments');
    const [row] = await insertFragment(tx, applicationId, { templateId, channel, locale, text });
    if (!row) throw templateConflict('fragment-exists');
    const action = 'template.fragment-created';
    const data = { fragmentId: row.id, channel, locale };
    await recordAudit(tx, { actor, action, applicationId, subject: templateId, data });
    return toFragment(row);
  });
}

/** @throws PlatformError `not_found`, `invalid_template`. */
export async function changeFragment(
  deps: FragmentDeps,
  request: InTemplate & { fragmentId: string; text: string },
): Promise<TemplateFragment> {
  const { applicationId, templateId, actor, text } = request;
  const fragmentId = acceptFragmentId(request.fragmentId);
  return deps.db.transaction(async (tx) => {
    await lockTemplates(tx, applicationId);
    await getTemplate({ db: tx }, { applicationId, templateId });
    const [before] = await listFragmentRows(tx, applicationId, templateId, fragmentId);
    if (!before) throw unknownFragment();
    assertSayable(deps, { ...before, text });
    const after = { templateId, id: fragmentId, text };
    const [row] = await updateFragment(tx, applicationId, after);
    if (!row) throw unknownFragment();
    const action = 'template.fragment-changed';
    const { channel, locale } = before;
    const data = { fragmentId, channel, locale };
    await recordAudit(tx, { actor, action, applicationId, subject: templateId, data });
    return toFragment(row);
  });
}

/** @throws PlatformError `not_found`. */
export async function deleteFragment(
  deps: { db: Database },
  request: InTemplate & { fragmentId: string },
): Promise<void> {
  const { applicationId, templateId, actor } = request;
  const fragmentId = acceptFragmentId(request.fragmentId);
  await deps.db.transaction(async (tx) => {
    await lockTemplates(tx, applicationId);
    await getTemplate({ db: tx }, { applicationId, templateId });
    const deleted = await deleteFragmentRow(tx, applicationId, templateId, fragmentId);
    if (deleted.length === 0) throw unknownFragment();
    const action = 'template.fragment-deleted';
    const data = { fragmentId };
    await recordAudit(tx, { actor, action, applicationId, subject: templateId, data });
  });
}

/** Codes, brands and lives at their longest; a text that fits then always fits. */
const longest = { code: '8'.repeat(10), brand: 'W'.repeat(18), expiresInSeconds: 3600 } as const;

/** @throws PlatformError `invalid_parameter` for the channel, `invalid_template` for the text. */
function assertSayable(
  { channels }: Pick<FragmentDeps, 'channels'>,
  { channel: name, locale, text }: { channel: string; locale: string; text: string },
): void {
  const channel = channels.get(name);
  if (channel?.confirmedBy !== 'code') {
    const reason = channel ? 'says no code' : 'is unknown';
    throw new PlatformError('invalid_parameter', { parameter: 'channel', reason });
  }
  // What PostgreSQL cannot hold.
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new PlatformError('invalid_template', { parameter: 'text', reason: 'is no text' });
  }
  channel.render({ ...longest, locale, template: { text, parameters: {} } });
}
