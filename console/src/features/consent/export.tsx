import type { ConsentEntry, ConsentStanding } from 'countersign/admin';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { loadLedger, loadStandings } from './queries.ts';
import type { ConsentSearch } from './search.ts';
import { changeWord, senderWord, sourceWord } from './words.ts';

const standingColumns: readonly Column<ConsentStanding>[] = [
  { name: 'Number', cell: ({ maskedNumber }) => maskedNumber },
  { name: 'Sender', cell: ({ sender }) => senderWord(sender) },
  { name: 'State', cell: ({ isOptedOut }) => (isOptedOut ? 'Opted out' : 'Opted in') },
  { name: 'Opted out', cell: ({ optedOutAt }) => optedOutAt },
  { name: 'Opted in', cell: ({ optedInAt }) => optedInAt },
];

const entryColumns: readonly Column<ConsentEntry>[] = [
  { name: 'Id', cell: ({ id }) => String(id) },
  { name: 'When', cell: ({ at }) => at },
  { name: 'Number', cell: ({ maskedNumber }) => maskedNumber },
  { name: 'Sender', cell: ({ sender }) => senderWord(sender) },
  { name: 'Change', cell: ({ change }) => changeWord[change].label },
  { name: 'How', cell: ({ source }) => sourceWord[source] },
  { name: 'Who', cell: ({ actor }) => actor },
  { name: 'Text', cell: ({ text }) => text },
  { name: 'Page', cell: ({ page }) => page },
  { name: 'Client address', cell: ({ clientAddress }) => clientAddress },
];

/** What is shown, filters included; numbers stay masked. */
export function ConsentExport(props: { applicationId: number; search: ConsentSearch }) {
  const { applicationId, search } = props;
  if (search.view === 'ledger') {
    return (
      <ExportButton
        fileName="consent-ledger"
        columns={entryColumns}
        load={(page) => loadLedger(applicationId, search, page)}
      />
    );
  }
  return (
    <ExportButton
      fileName="opt-outs"
      columns={standingColumns}
      load={(page) => loadStandings(applicationId, search, page)}
    />
  );
}
