import { Button, Group } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import type { VerificationSummary } from 'countersign/admin';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { WhyNoCode } from '../features/messages/why-no-code.tsx';
import { VerificationsExport } from '../features/verifications/export.tsx';
import { useVerifications } from '../features/verifications/queries.ts';
import { statuses, type VerificationSearch } from '../features/verifications/search.ts';
import classes from '../features/verifications/verifications.module.css';
import { channelWord, describeStatus, statusWord } from '../features/verifications/words.ts';
import { groupAddress } from '../parts/address.ts';
import { Badge } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import { FilterChoice } from '../parts/filter-choice.tsx';
import { LoadOlder } from '../parts/load-older.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { useFilters } from '../parts/use-filters.ts';

export function VerificationsRoom() {
  const application = useCurrentApplication();
  const search = useSearch({ strict: false }) as VerificationSearch; // this room's own address
  const list = useVerifications(application?.id ?? 0, search);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title="Verifications"
      lead="What happened to each person, newest first."
      actions={
        <Group gap="sm" align="flex-start">
          <VerificationsExport applicationId={application?.id ?? 0} search={search} />
          <Button variant="default" onClick={() => void list.refetch()} loading={list.isRefetching}>
            Refresh
          </Button>
        </Group>
      }
    >
      <Filters search={search} />
      <WhyNoCode applicationId={application?.id ?? 0} q={search.q} />
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && (
          <Nothing isFiltered={Boolean(search.q || search.status)} />
        )}
        {items.length > 0 && <Rows items={items} />}
      </Card>
      <LoadOlder list={list} />
    </Page>
  );
}

function Filters({ search }: { search: VerificationSearch }) {
  const go = useFilters(search);
  return (
    <Group mb="md" gap="sm">
      <SearchField
        className={classes.search}
        label="Search verifications"
        placeholder="Number, email, id or reference"
        value={search.q}
        onSearch={(q) => go({ q })}
      />
      <FilterChoice
        className={classes.choice}
        label="Status"
        any="Any status"
        data={statuses.map((value) => ({ value, label: statusWord[value].label }))}
        value={search.status}
        onChange={(status) => go({ status: statuses.find((one) => one === status) })}
      />
    </Group>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const application = useCurrentApplication();
  if (isFiltered) {
    return (
      <Empty icon="search" title="Nothing matches">
        Numbers are matched whole, with their country code. References are matched exactly.
      </Empty>
    );
  }
  return (
    <Empty
      icon="verifications"
      title="No verification yet"
      action={
        <Button component={Link} to={`/a/${application?.id}/get-started`}>
          Send the first one
        </Button>
      }
    >
      Each request to verify a number or an email will have its page here, with a timeline of what
      was sent, delivered and entered.
    </Empty>
  );
}

function Rows({ items }: { items: readonly VerificationSummary[] }) {
  return (
    <>
      <div className={classes.head} aria-hidden="true">
        <span>Status</span>
        <span>Address</span>
        <span>For</span>
        <span>Ways</span>
        <span className={classes.when}>Started</span>
      </div>
      {items.map((item) => (
        <Row key={item.id} item={item} />
      ))}
    </>
  );
}

function Row({ item }: { item: VerificationSummary }) {
  const { label, tone } = describeStatus(item);
  return (
    <Link
      to="/a/$applicationId/verifications/$verificationId"
      params={{ applicationId: String(item.applicationId), verificationId: item.id }}
      className={classes.row}
    >
      <span>
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className={classes.address}>{groupAddress(item.maskedAddress)}</span>
      <span className={`${classes.quiet} ${classes.brand} ${classes.clip}`}>
        {item.brand}
        {item.reference && ` · ${item.reference}`}
      </span>
      <span className={`${classes.quiet} ${classes.ways}`}>
        {item.channels.map(channelWord).join(', ')}
      </span>
      <span className={`${classes.quiet} ${classes.when}`}>
        <Moment at={item.createdAt} />
      </span>
    </Link>
  );
}
