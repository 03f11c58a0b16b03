import { Button, Group } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import { type ReactNode, useState } from 'react';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { ConsentModal, type ConsentSubject } from '../features/consent/change-modal.tsx';
import { ConsentExport } from '../features/consent/export.tsx';
import { ConsentFilters } from '../features/consent/filters.tsx';
import { useLedger, useStandings } from '../features/consent/queries.ts';
import type { ConsentSearch } from '../features/consent/search.ts';
import { LedgerTable, StandingTable } from '../features/consent/tables.tsx';
import { useMay } from '../features/session/queries.ts';
import { Card } from '../parts/card.tsx';
import { LoadOlder } from '../parts/load-older.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

export function ConsentRoom() {
  const application = useCurrentApplication();
  return application && <Consent key={application.id} application={application} />;
}

function Consent({ application }: { application: Application }) {
  const search = useSearch({ strict: false }) as ConsentSearch; // this room's own address
  const mayManage = useMay('consent.manage');
  const [subject, setSubject] = useState<ConsentSubject>();
  return (
    <Page
      title="Consent"
      lead="Who wants no messages, who wants them again, and the proof of both."
      actions={
        <Group gap="sm" align="flex-start">
          <ConsentExport applicationId={application.id} search={search} />
          {mayManage && <Button onClick={() => setSubject('new')}>Record a consent</Button>}
        </Group>
      }
    >
      <ConsentFilters search={search} />
      {search.view === 'ledger' ? (
        <Ledger applicationId={application.id} search={search} />
      ) : (
        <Standings applicationId={application.id} search={search} onOptIn={setSubject} />
      )}
      <ConsentModal
        application={application}
        subject={subject}
        onClose={() => setSubject(undefined)}
      />
    </Page>
  );
}

interface ListProps {
  readonly applicationId: number;
  readonly search: ConsentSearch;
}

function Standings(props: ListProps & { onOptIn: (subject: ConsentSubject) => void }) {
  const { applicationId, search } = props;
  const list = useStandings(applicationId, search);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <List
      list={list}
      isEmpty={items.length === 0}
      empty={
        <Nothing isFiltered={Boolean(search.q ?? search.state)}>
          A number appears here when somebody answers STOP or START to one of your senders, or when
          you record what they said. Try it on the handset: reply STOP to a message.
        </Nothing>
      }
    >
      <StandingTable items={items} onOptIn={props.onOptIn} />
    </List>
  );
}

function Ledger({ applicationId, search }: ListProps) {
  const list = useLedger(applicationId, search);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <List
      list={list}
      isEmpty={items.length === 0}
      empty={
        <Nothing isFiltered={Boolean(search.q ?? search.change ?? search.of)}>
          Every change of consent is written here with its evidence and kept for four years. Nothing
          can be changed or removed.
        </Nothing>
      }
    >
      <LedgerTable items={items} />
    </List>
  );
}

function Nothing({ isFiltered, children }: { isFiltered: boolean; children: ReactNode }) {
  if (isFiltered) {
    return (
      <Empty icon="search" title="Nothing matches">
        Numbers are matched whole, with their country code.
      </Empty>
    );
  }
  return (
    <Empty icon="consent" title="Nobody has said anything yet">
      {children}
    </Empty>
  );
}

function List(props: {
  list: Pick<
    ReturnType<typeof useLedger>,
    'isPending' | 'isError' | 'error' | 'hasNextPage' | 'isFetchingNextPage'
  > & { refetch: () => unknown; fetchNextPage: () => unknown };
  isEmpty: boolean;
  empty: ReactNode;
  children: ReactNode;
}) {
  const { list } = props;
  const isShown = !list.isPending && !list.isError;
  return (
    <>
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {isShown && (props.isEmpty ? props.empty : props.children)}
      </Card>
      <LoadOlder list={list} />
    </>
  );
}
