import type { Campaign } from 'countersign/admin';
import { admin } from '../../admin.ts';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { useOperatorNames } from '../operators/queries.ts';
import { describeState, useWord } from './words.ts';

/** The campaigns of one application as a file. */
export function CampaignsExport({ applicationId }: { applicationId: number }) {
  const nameOf = useOperatorNames();
  const columns: readonly Column<Campaign>[] = [
    { name: 'Campaign', cell: ({ id }) => String(id) },
    { name: 'Number', cell: ({ number }) => number.sender },
    { name: 'Country', cell: ({ number }) => number.country },
    { name: 'For', cell: ({ use }) => useWord[use] },
    { name: 'Company', cell: ({ company }) => company },
    { name: 'State', cell: (campaign) => describeState(campaign).label },
    { name: 'Messages', cell: ({ templates }) => templates.join('\n') },
    { name: 'Handed in', cell: ({ submittedAt }) => submittedAt },
    { name: 'Decision due', cell: ({ reviewDueAt }) => reviewDueAt },
    { name: 'Decided', cell: ({ decidedAt }) => decidedAt },
    { name: 'By', cell: ({ decidedBy }) => decidedBy && nameOf(decidedBy) },
    { name: 'Reason', cell: ({ reason }) => reason },
  ];
  return (
    <ExportButton
      fileName="campaigns"
      columns={columns}
      load={({ before, limit, signal }) =>
        admin.listCampaigns(
          { applicationId: String(applicationId), before: before || undefined, limit },
          { signal },
        )
      }
    />
  );
}
