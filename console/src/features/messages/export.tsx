import type { MessageSummary } from 'countersign/admin';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { channelWord, dialectWord } from '../verifications/words.ts';
import { loadMessages } from './queries.ts';
import type { MessageSearch } from './search.ts';
import { describeMessage, kindWord } from './words.ts';

const columns: readonly Column<MessageSummary>[] = [
  { name: 'Id', cell: ({ id }) => id },
  { name: 'Direction', cell: ({ direction }) => direction },
  { name: 'Kind', cell: kindWord },
  { name: 'State', cell: (item) => describeMessage(item).label },
  { name: 'Error', cell: ({ errorCode }) => errorCode?.toString() },
  { name: 'What it means', cell: ({ explanation }) => explanation.meaning },
  { name: 'Address', cell: ({ maskedAddress }) => maskedAddress },
  { name: 'Our number', cell: ({ sender }) => sender },
  { name: 'Way', cell: ({ channel }) => channelWord(channel) },
  { name: 'Country', cell: ({ country }) => country },
  { name: 'Carrier', cell: ({ network }) => network },
  { name: 'Carried by', cell: ({ transport }) => transport },
  { name: 'Parts', cell: ({ segments }) => segments?.toString() },
  { name: 'Cost', cell: ({ cost }) => cost },
  { name: 'Currency', cell: ({ currency }) => currency },
  { name: 'Reference', cell: ({ reference }) => reference },
  { name: 'Came by', cell: ({ dialect }) => dialect && dialectWord(dialect) },
  { name: 'Verification', cell: ({ verificationId }) => verificationId },
  { name: 'Requested', cell: ({ createdAt }) => createdAt },
  { name: 'Sent', cell: ({ sentAt }) => sentAt },
  { name: 'Ended', cell: ({ endedAt }) => endedAt },
];

/** The list as it is shown, filters included; numbers stay masked. */
export function MessagesExport(props: { applicationId: number; search: MessageSearch }) {
  const { applicationId, search } = props;
  return (
    <ExportButton
      fileName="messages"
      columns={columns}
      load={(page) => loadMessages(applicationId, search, page)}
    />
  );
}
