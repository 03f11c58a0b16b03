import { Button, Group, Text } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { CallFilters, CallRows } from '../../features/developers/calls.tsx';
import { CallsExport } from '../../features/developers/export.tsx';
import { useApiCalls, useHost } from '../../features/developers/queries.ts';
import type { CallSearch } from '../../features/developers/search.ts';
import { Card } from '../../parts/card.tsx';
import { CodeBlock } from '../../parts/code-block.tsx';
import { CopyTextButton } from '../../parts/copy-button.tsx';
import { LoadOlder } from '../../parts/load-older.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';

/** What arrived from the application's code, and what it was answered. */
export function CallsRoom() {
  const application = useCurrentApplication();
  return application ? <Calls application={application} /> : <Waiting rows={6} />;
}

function Calls({ application }: { application: Application }) {
  const search = useSearch({ strict: false }) as CallSearch; // this room's own address
  const list = useApiCalls(application.id, search);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Object.keys(search).length > 0;
  return (
    <>
      <Group justify="space-between" gap="sm" mb="sm">
        <Group gap="md">
          <CallFilters search={search} dialects={list.data?.pages[0]?.dialects ?? []} />
        </Group>
        <Group gap="sm" align="flex-start">
          <Button variant="default" onClick={() => void list.refetch()} loading={list.isRefetching}>
            Refresh
          </Button>
          <CallsExport applicationId={application.id} search={search} />
        </Group>
      </Group>
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && isFiltered && (
          <Empty icon="search" title="Nothing matches">
            No call of the last day is of this kind.
          </Empty>
        )}
        {list.isSuccess && items.length === 0 && !isFiltered && (
          <NoCalls application={application} />
        )}
        {items.length > 0 && <CallRows items={items} applicationId={application.id} />}
      </Card>
      <Text fz={13} c="dimmed" mt="sm">
        The last thousand calls of a day, without secrets, codes, texts and whole numbers. When a
        second is busy, its newest calls stand for all.
      </Text>
      <LoadOlder list={list} />
    </>
  );
}

function NoCalls({ application }: { application: Application }) {
  const host = useHost(application.id);
  return (
    <>
      <Empty icon="developers" title="No call yet">
        Each call to this server with the key of this application will be here a second later, with
        its answer and, when it was refused, the reason. Paste this for a first one:
      </Empty>
      {host.data && (
        <FirstCall
          text={`curl -u ${application.apiKey}:$API_SECRET \\\n  ${host.data}/v1/verifications`}
        />
      )}
    </>
  );
}

function FirstCall({ text }: { text: string }) {
  return (
    <Group justify="center" align="flex-start" px="lg" pb="xl" mt={-24}>
      <div style={{ minWidth: 0, maxWidth: '100%' }}>
        <CodeBlock text={text} />
      </div>
      <CopyTextButton value={text} label="Copy" />
    </Group>
  );
}
