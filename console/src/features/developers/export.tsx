import type { ApiCallSummary } from 'countersign/admin';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { loadApiCalls } from './queries.ts';
import type { CallSearch } from './search.ts';
import { apiWord } from './words.ts';

const columns: readonly Column<ApiCallSummary>[] = [
  { name: 'Id', cell: ({ id }) => id },
  { name: 'When', cell: ({ at }) => at },
  { name: 'API', cell: ({ dialect }) => apiWord(dialect) },
  { name: 'Method', cell: ({ method }) => method },
  { name: 'Route', cell: ({ route }) => route },
  { name: 'Outcome', cell: ({ isFailure }) => (isFailure ? 'Refused' : 'Done') },
  { name: 'HTTP status', cell: ({ status }) => status.toString() },
  { name: 'Milliseconds', cell: ({ milliseconds }) => milliseconds.toString() },
  { name: 'Why', cell: ({ explanation }) => explanation?.meaning },
];

/** The list as it is shown, filters included. */
export function CallsExport(props: { applicationId: number; search: CallSearch }) {
  const { applicationId, search } = props;
  return (
    <ExportButton
      fileName="api-calls"
      columns={columns}
      load={(page) => loadApiCalls(applicationId, search, page)}
    />
  );
}
