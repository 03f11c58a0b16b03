import { Button, Group, Text } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import type { MessageSummary } from 'countersign/admin';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { MessagesExport } from '../features/messages/export.tsx';
import { MessageFilters } from '../features/messages/filters.tsx';
import classes from '../features/messages/messages.module.css';
import { useMessages } from '../features/messages/queries.ts';
import { isFiltered, type MessageSearch } from '../features/messages/search.ts';
import { WhyNoCode } from '../features/messages/why-no-code.tsx';
import {
  channelWord,
  describeMessage,
  kindWord,
  shortMeaning,
} from '../features/messages/words.ts';
import { groupAddress } from '../parts/address.ts';
import { Badge } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

export function MessagesRoom() {
  const application = useCurrentApplication();
  const search = useSearch({ strict: false }) as MessageSearch; // this room's own address
  const list = useMessages(application?.id ?? 0, search);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const searchedTo = list.data?.pages.at(-1)?.searchedTo ?? null;
  return (
    <Page
      title="Messages"
      lead="What went to people and came from them, and what the carrier said about each."
      actions={
        <Group gap="sm" align="flex-start">
          <MessagesExport applicationId={application?.id ?? 0} search={search} />
          <Button variant="default" onClick={() => void list.refetch()} loading={list.isRefetching}>
            Refresh
          </Button>
        </Group>
      }
    >
      <MessageFilters search={search} />
      <WhyNoCode applicationId={application?.id ?? 0} q={search.q} />
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && (
          <Nothing isFiltered={isFiltered(search)} searchedTo={searchedTo} />
        )}
        {items.length > 0 && <Rows items={items} />}
      </Card>
      {list.hasNextPage && (
        <Group justify="center" mt="md">
          {searchedTo && items.length > 0 && (
            <Text fz={14} c="dimmed">
              Looked back to <Moment at={searchedTo} />.
            </Text>
          )}
          <Button
            variant="default"
            onClick={() => void list.fetchNextPage()}
            loading={list.isFetchingNextPage}
          >
            {searchedTo ? 'Look further back' : 'Load older'}
          </Button>
        </Group>
      )}
    </Page>
  );
}

function Nothing(props: { isFiltered: boolean; searchedTo: string | null }) {
  const application = useCurrentApplication();
  if (props.searchedTo) {
    return (
      <Empty icon="search" title="Nothing so far">
        Nothing matches back to <Moment at={props.searchedTo} />. There are older messages.
      </Empty>
    );
  }
  if (props.isFiltered) {
    return (
      <Empty icon="search" title="Nothing matches">
        Numbers are matched whole, with their country code. Ids and references are matched exactly.
      </Empty>
    );
  }
  return (
    <Empty
      icon="messages"
      title="No message yet"
      action={
        <Button component={Link} to={`/a/${application?.id}/get-started`}>
          Send the first one
        </Button>
      }
    >
      Each code and each message that is sent, and each text a person sends back, will have its page
      here with the carrier’s own words and what they mean.
    </Empty>
  );
}

function Rows({ items }: { items: readonly MessageSummary[] }) {
  return (
    <>
      <div className={classes.head} aria-hidden="true">
        <span>State</span>
        <span>Number</span>
        <span>What the carrier said</span>
        <span>Way</span>
        <span className={classes.when}>When</span>
      </div>
      {items.map((item) => (
        <Row key={item.id} item={item} />
      ))}
    </>
  );
}

function Row({ item }: { item: MessageSummary }) {
  const { label, tone } = describeMessage(item);
  return (
    <Link
      to="/a/$applicationId/messages/$messageId"
      params={{ applicationId: String(item.applicationId), messageId: item.id }}
      className={classes.row}
    >
      <span>
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className={classes.who}>
        <span className={classes.address}>
          {item.direction === 'inbound' && <span className={classes.quiet}>from </span>}
          {groupAddress(item.maskedAddress)}
        </span>
        <span className={`${classes.quiet} ${classes.clip}`}>
          {kindWord(item)}
          {item.reference && ` · ${item.reference}`}
        </span>
      </span>
      <span className={classes.what}>{shortMeaning(item)}</span>
      <span className={`${classes.quiet} ${classes.way}`}>
        {channelWord(item.channel)}
        {item.network && ` · ${item.network}`}
      </span>
      <span className={`${classes.quiet} ${classes.when}`}>
        <Moment at={item.createdAt} />
      </span>
    </Link>
  );
}
