import type { AuditEntry } from 'countersign/admin';
import { admin } from '../../admin.ts';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { useApplications } from '../applications/queries.ts';
import { useOperatorNames } from '../operators/queries.ts';
import { describeAct } from './describe-act.ts';
import { factsOf } from './facts-of.ts';

export function AuditExport() {
  const nameOf = useOperatorNames();
  const applications = useApplications();
  const columns: readonly Column<AuditEntry>[] = [
    { name: 'When', cell: ({ at }) => at },
    { name: 'Who', cell: ({ actor }) => nameOf(actor) },
    { name: 'What', cell: ({ action }) => describeAct(action) },
    { name: 'Action', cell: ({ action }) => action },
    { name: 'Facts', cell: factsOf },
    { name: 'On what', cell: ({ subject }) => subject },
    {
      name: 'Application',
      cell: ({ applicationId }) => applications.find(({ id }) => id === applicationId)?.name,
    },
  ];
  return (
    <ExportButton
      fileName="audit"
      columns={columns}
      load={({ before, limit, signal }) =>
        admin.listAudit({ before: before || undefined, limit }, { signal })
      }
    />
  );
}
