/** What the room Developers needs of the core. */
import type { LoggedCall } from '../../api-log/api-log.ts';
import type { CallExplanation } from '../../api-log/explain-call.ts';
import type { TemplateDesk } from '../../templates/template-desk.ts';

export interface ExplainedCall extends LoggedCall {
  readonly explanation: CallExplanation | null;
}

type Templates = Pick<
  TemplateDesk,
  | 'listTemplates'
  | 'createTemplate'
  | 'changeTemplate'
  | 'deleteTemplate'
  | 'listFragments'
  | 'createFragment'
  | 'changeFragment'
  | 'deleteFragment'
  | 'inspectFragment'
>;

export interface DevelopersCore extends Templates {
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
  /** Channels whose messages say a code. */
  listCodeChannels(): readonly string[];
}
