import type { WebhookSummary } from 'countersign/admin';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { loadWebhooks } from './queries.ts';
import type { WebhookSearch } from './search.ts';
import { describeWebhook, kindWord } from './words.ts';

const columns: readonly Column<WebhookSummary>[] = [
  { name: 'Id', cell: ({ id }) => id },
  { name: 'Kind', cell: ({ kind }) => kindWord(kind) },
  { name: 'Event', cell: ({ eventType }) => eventType },
  { name: 'State', cell: (item) => describeWebhook(item).label },
  { name: 'Number', cell: ({ maskedAddress }) => maskedAddress },
  { name: 'Status told', cell: ({ status }) => status },
  { name: 'URL', cell: ({ url }) => url },
  { name: 'Tries', cell: ({ tries }) => tries.toString() },
  { name: 'Last answer', cell: ({ lastStatus }) => lastStatus?.toString() },
  { name: 'Last error', cell: ({ lastError }) => lastError },
  { name: 'Arose', cell: ({ createdAt }) => createdAt },
  { name: 'Next try', cell: ({ dueAt }) => dueAt },
  { name: 'Ended', cell: ({ endedAt }) => endedAt },
  { name: 'Replayed', cell: ({ replayedAt }) => replayedAt },
];

/** The list as it is shown, filters included; numbers stay masked. */
export function WebhooksExport(props: { applicationId: number; search: WebhookSearch }) {
  const { applicationId, search } = props;
  return (
    <ExportButton
      fileName="webhooks"
      columns={columns}
      load={(page) => loadWebhooks(applicationId, search, page)}
    />
  );
}
