import { Button, Group, Tabs } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Application, WebhookSummary } from 'countersign/admin';
import { useState } from 'react';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { useNumbersHindrance } from '../features/numbers/may-change.ts';
import { Endpoints } from '../features/webhooks/endpoints.tsx';
import { WebhooksExport } from '../features/webhooks/export.tsx';
import { WebhookFilters } from '../features/webhooks/filters.tsx';
import { OwnEndpoints } from '../features/webhooks/own-endpoints.tsx';
import { useWebhooks } from '../features/webhooks/queries.ts';
import { ReplayModal } from '../features/webhooks/replay-modal.tsx';
import { views, type WebhookSearch } from '../features/webhooks/search.ts';
import { SignatureModal } from '../features/webhooks/signature-modal.tsx';
import classes from '../features/webhooks/webhooks.module.css';
import { describeWebhook, kindWord, shortAnswer, triesWord } from '../features/webhooks/words.ts';
import { groupAddress } from '../parts/address.ts';
import { Badge } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import { LoadOlder } from '../parts/load-older.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

/** Was the application told, and if not, why: each delivery, each answer, and sending it again. */
export function WebhooksRoom() {
  const application = useCurrentApplication();
  if (!application) return <Waiting rows={6} />;
  return <Room application={application} />;
}

const viewWords = { deliveries: 'Deliveries', endpoints: 'Endpoints' } as const;

function Room({ application }: { application: Application }) {
  const search = useSearch({ strict: false }) as WebhookSearch; // this room's own address
  const navigate = useNavigate();
  const list = useWebhooks(application.id, search);
  const hindrance = useNumbersHindrance(application);
  const go = (next: string | null) => {
    const view = views.find((one) => one === next && one !== views[0]);
    void navigate({ to: '.', search: (view ? { view } : {}) as never }); // the room's own search
  };
  return (
    <Page
      title="Webhooks"
      lead="What your server was told, how often it was tried, and what it answered."
      actions={
        <Group gap="sm" align="flex-start">
          <WebhooksExport applicationId={application.id} search={search} />
          <Button variant="default" onClick={() => void list.refetch()} loading={list.isRefetching}>
            Refresh
          </Button>
        </Group>
      }
    >
      <Tabs value={search.view ?? views[0]} onChange={go} keepMounted={false}>
        <Tabs.List mb="md">
          {views.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {viewWords[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="deliveries">
          <Deliveries
            applicationId={application.id}
            search={search}
            list={list}
            hindrance={hindrance}
          />
        </Tabs.Panel>
        <Tabs.Panel value="endpoints">
          <OwnEndpoints applicationId={application.id} hindrance={hindrance} />
          <Endpoints applicationId={application.id} hindrance={hindrance} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Deliveries(props: {
  applicationId: number;
  search: WebhookSearch;
  list: ReturnType<typeof useWebhooks>;
  hindrance: string | undefined;
}) {
  const { applicationId, search, list, hindrance } = props;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group justify="space-between" align="flex-start" gap="sm">
        <WebhookFilters search={search} />
        <Tools applicationId={applicationId} mayReplay={hindrance === undefined} />
      </Group>
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && (
          <Nothing isFiltered={Object.keys(search).length > 0} applicationId={applicationId} />
        )}
        {items.length > 0 && <Rows items={items} applicationId={applicationId} />}
      </Card>
      <LoadOlder list={list} />
    </>
  );
}

function Tools({ applicationId, mayReplay }: { applicationId: number; mayReplay: boolean }) {
  const [open, setOpen] = useState<'replay' | 'signature' | undefined>();
  const close = () => setOpen(undefined);
  return (
    <Group gap="sm" mb="sm">
      <Button variant="default" onClick={() => setOpen('signature')}>
        Check a signature
      </Button>
      <Button variant="default" disabled={!mayReplay} onClick={() => setOpen('replay')}>
        Resend what was given up
      </Button>
      <SignatureModal applicationId={applicationId} isOpen={open === 'signature'} onClose={close} />
      <ReplayModal applicationId={applicationId} isOpen={open === 'replay'} onClose={close} />
    </Group>
  );
}

function Nothing({ isFiltered, applicationId }: { isFiltered: boolean; applicationId: number }) {
  if (isFiltered) {
    return (
      <Empty icon="search" title="Nothing matches">
        There are no webhooks of this state, kind and time.
      </Empty>
    );
  }
  return (
    <Empty
      icon="webhooks"
      title="No webhook yet"
      action={
        <Button
          component={Link}
          to={`/a/${applicationId}/webhooks`}
          search={{ view: 'endpoints' } as never} // this room's own search
        >
          Add an endpoint
        </Button>
      }
    >
      Each event, receipt and message from a person that your server is told of will be here, with
      every attempt and its answer.
    </Empty>
  );
}

function Rows({
  items,
  applicationId,
}: {
  items: readonly WebhookSummary[];
  applicationId: number;
}) {
  return (
    <>
      <div className={classes.head} aria-hidden="true">
        <span>State</span>
        <span>What it tells</span>
        <span>Last answer</span>
        <span>Tries</span>
        <span className={classes.when}>When</span>
      </div>
      {items.map((item) => (
        <Row key={item.id} item={item} applicationId={applicationId} />
      ))}
    </>
  );
}

function Row({ item, applicationId }: { item: WebhookSummary; applicationId: number }) {
  const { label, tone } = describeWebhook(item);
  const told = [item.status, item.maskedAddress && groupAddress(item.maskedAddress)];
  return (
    <Link
      to="/a/$applicationId/webhooks/$webhookId"
      params={{ applicationId: String(applicationId), webhookId: item.id }}
      className={classes.row}
    >
      <span>
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className={classes.what}>
        <span className={classes.kind}>{item.eventType ?? kindWord(item.kind)}</span>
        <span className={classes.quiet}>{told.filter(Boolean).join(' · ')}</span>
      </span>
      <span className={classes.answer}>
        {shortAnswer(item)}
        <span className={classes.quiet}>{item.url}</span>
      </span>
      <span className={classes.tries}>{triesWord(item.tries)}</span>
      <span className={classes.when}>
        <Moment at={item.createdAt} />
      </span>
    </Link>
  );
}
