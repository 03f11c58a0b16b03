import type { VerificationSummary } from 'countersign/admin';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { loadVerifications } from './queries.ts';
import type { VerificationSearch } from './search.ts';
import { channelWord, describeStatus, dialectWord } from './words.ts';

const columns: readonly Column<VerificationSummary>[] = [
  { name: 'Id', cell: ({ id }) => id },
  { name: 'Status', cell: (item) => describeStatus(item).label },
  { name: 'Address', cell: ({ maskedAddress }) => maskedAddress },
  { name: 'For', cell: ({ brand }) => brand },
  { name: 'Reference', cell: ({ reference }) => reference },
  { name: 'Ways', cell: ({ channels }) => channels.map(channelWord).join(', ') },
  { name: 'Came by', cell: ({ dialect }) => dialectWord(dialect) },
  { name: 'Language', cell: ({ locale }) => locale },
  { name: 'Started', cell: ({ createdAt }) => createdAt },
  { name: 'Ended', cell: ({ endedAt }) => endedAt },
];

/** The list as it is shown, filters included; addresses stay masked. */
export function VerificationsExport(props: { applicationId: number; search: VerificationSearch }) {
  const { applicationId, search } = props;
  return (
    <ExportButton
      fileName="verifications"
      columns={columns}
      load={(page) => loadVerifications(applicationId, search, page)}
    />
  );
}
