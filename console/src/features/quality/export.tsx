import { Button } from '@mantine/core';
import type { Quality, QualityDimension, QualityGroup } from 'countersign/admin';
import { type Column, toCsv } from '../../parts/csv.ts';
import { Icon } from '../../parts/icons.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { dimensionWords, groupName, sharesOf } from './words.ts';

const rounded = (share: number | null) => share?.toFixed(4);

function columnsOf(by: QualityDimension, currency: string): readonly Column<QualityGroup>[] {
  return [
    { name: dimensionWords[by], cell: ({ key, name }) => groupName(by, key, name) },
    { name: 'Code', cell: ({ key }) => key },
    { name: 'Sent', cell: ({ figures }) => String(figures.sent) },
    { name: 'Phones can report', cell: ({ figures }) => String(figures.deliverable) },
    { name: 'Delivered', cell: ({ figures }) => String(figures.delivered) },
    { name: 'Share delivered', cell: ({ figures }) => rounded(sharesOf(figures).delivered) },
    { name: 'End can be known', cell: ({ figures }) => String(figures.convertible) },
    { name: 'Converted', cell: ({ figures }) => String(figures.converted) },
    { name: 'Share converted', cell: ({ figures }) => rounded(sharesOf(figures).converted) },
    { name: 'Median seconds', cell: ({ figures }) => figures.medianSeconds?.toFixed(1) },
    { name: `Cost (${currency})`, cell: ({ figures }) => figures.cost },
    { name: `Per verified person (${currency})`, cell: ({ figures }) => figures.costPerConverted },
    { name: 'Sent before', cell: ({ before }) => String(before.sent) },
    { name: 'Share delivered before', cell: ({ before }) => rounded(sharesOf(before).delivered) },
    { name: 'Share converted before', cell: ({ before }) => rounded(sharesOf(before).converted) },
  ];
}

/** The table as it is shown. */
export function QualityExport(props: {
  by: QualityDimension;
  period: string;
  quality: Quality | undefined;
}) {
  const { by, period, quality } = props;
  const save = () => {
    if (!quality) return;
    const day = new Date().toISOString().slice(0, 10);
    const text = toCsv(columnsOf(by, quality.currency), quality.groups);
    saveFile(`quality-${by}-${period}-${day}.csv`, 'text/csv', text);
  };
  return (
    <Button
      variant="default"
      leftSection={<Icon name="download" size={16} />}
      disabled={!quality || quality.groups.length === 0}
      onClick={save}
    >
      Export CSV
    </Button>
  );
}
