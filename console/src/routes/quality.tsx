import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Quality, QualityDimension, QualityPeriod } from 'countersign/admin';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { Chart } from '../features/quality/chart.tsx';
import { QualityExport } from '../features/quality/export.tsx';
import { Groups } from '../features/quality/groups.tsx';
import { useQuality } from '../features/quality/queries.ts';
import { chosen, dimensions, periods, type QualitySearch } from '../features/quality/search.ts';
import { Totals } from '../features/quality/totals.tsx';
import { dimensionWords, periodWords } from '../features/quality/words.ts';
import { Card } from '../parts/card.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

/** What were the messages worth: delivered, converted, how fast, at what price, and the trend. */
export function QualityRoom() {
  const application = useCurrentApplication();
  const search = useSearch({ strict: false }) as QualitySearch; // this room's own address
  const { period, by } = chosen(search);
  const quality = useQuality(application?.id ?? 0, search);
  return (
    <Page
      title="Quality"
      lead="What messages were worth, against the period before."
      actions={
        <Group gap="sm" align="flex-start">
          <QualityExport by={by} period={period} quality={quality.data} />
          <Button
            variant="default"
            onClick={() => void quality.refetch()}
            loading={quality.isFetching}
          >
            Refresh
          </Button>
        </Group>
      }
    >
      <Choices period={period} by={by} />
      {quality.isPending && <Waiting rows={4} height={96} />}
      {quality.isError && (
        <Card p={0}>
          <Failure error={quality.error} onRetry={() => void quality.refetch()} />
        </Card>
      )}
      {quality.data && (
        <Figures
          applicationId={application?.id ?? 0}
          quality={quality.data}
          period={period}
          by={by}
        />
      )}
    </Page>
  );
}

function Choices({ period, by }: { period: QualityPeriod; by: QualityDimension }) {
  const navigate = useNavigate();
  const go = (next: QualitySearch) =>
    void navigate({ to: '.', search: { period, by, ...next } as never, replace: true }); // this room's own search
  return (
    <Group mb="md" gap="sm">
      <SegmentedControl
        aria-label="Period"
        value={period}
        data={periods.map((value) => ({ value, label: periodWords[value] }))}
        onChange={(value) => go({ period: value as QualityPeriod })}
      />
      <SegmentedControl
        aria-label="By"
        value={by}
        data={dimensions.map((value) => ({ value, label: dimensionWords[value] }))}
        onChange={(value) => go({ by: value as QualityDimension })}
      />
    </Group>
  );
}

function Figures(props: {
  applicationId: number;
  quality: Quality;
  period: QualityPeriod;
  by: QualityDimension;
}) {
  const { quality, by } = props;
  if (quality.total.sent === 0) {
    return (
      <Card p={0}>
        <Empty
          icon="quality"
          title={`Nothing was sent in the last ${periodWords[props.period]}`}
          action={
            <Button component={Link} to={`/a/${props.applicationId}/get-started`}>
              Send a message
            </Button>
          }
        >
          As soon as messages are sent, this page tells how many arrived, how many led to a verified
          person, how long that took and what it cost.
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <Totals quality={quality} />
      <Chart quality={quality} />
      <Card p={0}>
        <Title order={2} p="lg" pb="xs">
          By {by === 'channel' ? 'way' : dimensionWords[by].toLowerCase()}
        </Title>
        <Groups {...props} />
      </Card>
      <Notes quality={quality} />
    </>
  );
}

function Notes({ quality }: { quality: Quality }) {
  return (
    <Text fz={13} c="dimmed" mt="md" maw={720}>
      Delivered is what phones reported. Converted is what led to a verified person: the right code
      was entered here, or the application reported it. Of codes that the application checks itself
      nothing is known until it reports conversions.
      {quality.asOf && (
        <>
          {' '}
          The newest hours were counted <Moment at={quality.asOf} />.
        </>
      )}
    </Text>
  );
}
