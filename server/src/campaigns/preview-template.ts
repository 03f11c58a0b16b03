/**
 * Shows a text on the virtual handset as it would arrive: a real message with sample values, from the
 * number the campaign is for. Sandbox only, because it is sent without a review.
 */
import type { Application } from '../applications/application.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { SendMessage } from '../messages/send-message.ts';
import { listNumbers } from '../numbers/list-numbers.ts';
import { lintTemplate } from './template-lint.ts';
import type { TemplateToLint } from './template-rules.ts';

export interface PreviewRequest {
  readonly application: Application;
  readonly template: TemplateToLint;
  /** One of the application's numbers. */
  readonly sender: string;
  /** A number of the handset. */
  readonly to: string;
  readonly actor: string;
}

const validitySeconds = 300;

/** @throws PlatformError `sandbox_only`, `invalid_template`, `not_found`, and what sending throws. */
export async function previewTemplate(
  deps: { readonly db: Database; readonly sendMessage: SendMessage },
  { application, template, sender, to, actor }: PreviewRequest,
): Promise<{ messageId: string; parts: number }> {
  if (application.kind !== 'sandbox') throw new PlatformError('sandbox_only');
  const { sample, errors } = lintTemplate(template);
  if (errors[0]) throw new PlatformError('invalid_template', { parameter: 'text' });
  const numbers = await listNumbers(deps, { applicationId: application.id });
  if (!numbers.some((number) => number.sender === sender)) {
    throw new PlatformError('not_found', { parameter: 'sender' });
  }
  const { messageId, parts } = await deps.sendMessage({
    application,
    dialect: 'console',
    to,
    sender,
    text: sample.text,
    wantsReceipts: false,
    validitySeconds,
  });
  const { id: applicationId } = application;
  const action = 'campaign.previewed';
  await recordAudit(deps.db, { actor, action, applicationId, subject: messageId });
  return { messageId, parts: parts.length };
}
