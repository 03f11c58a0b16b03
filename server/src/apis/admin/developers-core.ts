/** What the room Developers needs of the core. */
import type { LoggedCall } from '../../api-log/api-log.ts';
import type { CallExplanation } from '../../api-log/explain-call.ts';
import type { FragmentInspection } from '../../templates/inspect-fragment.ts';
import type { Template, TemplateFragment } from '../../templates/template.ts';

export interface ExplainedCall extends LoggedCall {
  readonly explanation: CallExplanation | null;
}

interface InTemplate {
  readonly applicationId: number;
  readonly templateId: string;
}

interface InFragment extends InTemplate {
  readonly fragmentId: string;
}

interface Acting {
  readonly actor: string;
}

/** Errors are those of templates/template-desk.ts. */
export interface DevelopersCore {
  /** Newest first. */
  listApiCalls(query: {
    applicationId: number;
    dialect?: string;
    failuresOnly?: boolean;
    before?: string;
    limit: number;
  }): Promise<{
    readonly items: readonly ExplainedCall[];
    readonly next: string | null;
    readonly dialects: readonly string[];
  }>;
  /** @throws PlatformError `not_found`: calls are forgotten after a day. */
  describeApiCall(query: { applicationId: number; id: string }): Promise<ExplainedCall>;

  listTemplates(query: { applicationId: number }): Promise<readonly Template[]>;
  createTemplate(request: { applicationId: number; name: string } & Acting): Promise<Template>;
  changeTemplate(
    request: InTemplate & { name?: string; isDefault?: boolean } & Acting,
  ): Promise<Template>;
  deleteTemplate(request: InTemplate & Acting): Promise<void>;
  listFragments(query: InTemplate): Promise<readonly TemplateFragment[]>;
  createFragment(
    request: InTemplate & { channel: string; locale: string; text: string } & Acting,
  ): Promise<TemplateFragment>;
  changeFragment(request: InFragment & { text: string } & Acting): Promise<TemplateFragment>;
  deleteFragment(request: InFragment & Acting): Promise<void>;
  inspectFragment(request: {
    channel: string;
    locale: string;
    text: string;
    brand: string;
    originBound?: string;
  }): FragmentInspection;
  /** Channels whose messages say a code. */
  listCodeChannels(): readonly string[];
}
