/** What the console needs of the core for a campaign's words and its opt-in page. */
import type { OptInDisclosure } from '../../campaigns/opt-in-disclosure.ts';
import type { OptInLanguage } from '../../campaigns/opt-in-words.ts';
import type { KeptOptInCheck } from '../../campaigns/run-opt-in-check.ts';
import type { TemplateLint } from '../../campaigns/template-lint.ts';
import type { TemplateToLint } from '../../campaigns/template-rules.ts';

export type { KeptOptInCheck };

export interface OptInCore {
  /** Judges a text that is not stored yet; the cost is this application's. */
  lintTemplate(request: {
    applicationId: number;
    template: Omit<TemplateToLint, 'unitPrice'>;
    country: string;
  }): Promise<TemplateLint>;
  /** @throws PlatformError `sandbox_only`, `invalid_template`, `not_found` (the sender). */
  previewTemplate(request: {
    applicationId: number;
    template: TemplateToLint;
    sender: string;
    to: string;
    actor: string;
  }): Promise<{ messageId: string; parts: number }>;
  /** @throws PlatformError `not_found`. */
  describeDisclosure(request: {
    applicationId: number;
    campaignId: number;
    language: OptInLanguage;
  }): Promise<OptInDisclosure>;
  /** @throws PlatformError `not_found`; `missing_parameter` when no page is known. */
  runOptInCheck(request: {
    applicationId: number;
    campaignId: number;
    url?: string;
    actor: string;
  }): Promise<KeptOptInCheck>;
  findLastOptInCheck(request: {
    applicationId: number;
    campaignId: number;
  }): Promise<KeptOptInCheck | null>;
}
