import { Button, Group, Text, Title } from '@mantine/core';
import type { OwnEndpoint } from 'countersign/admin';
import { useState } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Empty, Failure, FormError, Waiting } from '../../parts/states.tsx';
import { EndpointModal, SecretModal } from './endpoint-modals.tsx';
import { Tested } from './endpoints.tsx';
import {
  useDeleteOwnEndpoint,
  useOwnEndpoints,
  useTestOwnEndpoint,
  useUpdateOwnEndpoint,
} from './own-endpoint-queries.ts';
import classes from './webhooks.module.css';
import { describeFilter } from './words.ts';

const endpointsMax = 20;

/** Where events go: each endpoint with its own filter and its own secret. */
export function OwnEndpoints(props: { applicationId: number; hindrance: string | undefined }) {
  const { applicationId, hindrance } = props;
  const endpoints = useOwnEndpoints(applicationId);
  const [isAdding, setAdding] = useState(false);
  const items = endpoints.data?.items ?? [];
  const add = (
    <Button
      onClick={() => setAdding(true)}
      disabled={hindrance !== undefined || items.length >= endpointsMax}
    >
      Add an endpoint
    </Button>
  );
  return (
    <Card mb="lg">
      <Group justify="space-between" mb="sm">
        <Title order={2}>Event endpoints</Title>
        {items.length > 0 && add}
      </Group>
      {hindrance && (
        <Text fz={13} c="dimmed" mb="xs">
          {hindrance}
        </Text>
      )}
      {endpoints.isPending && <Waiting rows={2} />}
      {endpoints.isError && (
        <Failure error={endpoints.error} onRetry={() => void endpoints.refetch()} />
      )}
      {endpoints.isSuccess && items.length === 0 && (
        <Empty icon="webhooks" title="No endpoint yet" action={add}>
          An endpoint is told of everything that happens to your verifications and messages, in
          order, each event signed with a secret of its own.
        </Empty>
      )}
      {items.map((endpoint) => (
        <EndpointRow
          key={endpoint.id}
          endpoint={endpoint}
          applicationId={applicationId}
          isLocked={hindrance !== undefined}
          eventTypes={endpoints.data?.eventTypes ?? []}
        />
      ))}
      <EndpointModal
        applicationId={applicationId}
        eventTypes={endpoints.data?.eventTypes ?? []}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
      />
    </Card>
  );
}

interface RowProps {
  readonly endpoint: OwnEndpoint;
  readonly applicationId: number;
  readonly isLocked: boolean;
  readonly eventTypes: readonly string[];
}

function EndpointRow(props: RowProps) {
  const { endpoint, applicationId, isLocked } = props;
  const place = { applicationId, endpointId: endpoint.id };
  const test = useTestOwnEndpoint();
  const [open, setOpen] = useState<'change' | 'secret' | undefined>();
  const close = () => setOpen(undefined);
  const { label, tone } = describeHealth(endpoint);
  return (
    <section className={classes.endpoint} aria-label={endpoint.url}>
      <Group justify="space-between" gap="sm" align="flex-start">
        <div className={classes.where}>
          <Text className="mono long" fz={14}>
            {endpoint.url}
          </Text>
          <Text fz={14} c="dimmed" className="long">
            {[endpoint.description, describeFilter(endpoint.eventTypes)]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <PreviousSecret endpoint={endpoint} />
        </div>
        <Badge tone={tone}>{label}</Badge>
      </Group>
      <Trouble {...props} />
      <Group gap="xs" mt="xs">
        <Button
          variant="default"
          size="xs"
          disabled={isLocked}
          loading={test.isPending}
          onClick={() => test.mutate(place)}
        >
          Send a test
        </Button>
        <Button variant="default" size="xs" disabled={isLocked} onClick={() => setOpen('change')}>
          Change
        </Button>
        <Button variant="default" size="xs" disabled={isLocked} onClick={() => setOpen('secret')}>
          Replace the secret
        </Button>
        <Deletion place={place} isLocked={isLocked} />
      </Group>
      <FormError error={test.error} />
      {test.data && <Tested tested={test.data} />}
      <EndpointModal
        applicationId={applicationId}
        eventTypes={props.eventTypes}
        endpoint={endpoint}
        isOpen={open === 'change'}
        onClose={close}
      />
      <SecretModal place={place} isOpen={open === 'secret'} onClose={close} />
    </section>
  );
}

function PreviousSecret({ endpoint }: { endpoint: OwnEndpoint }) {
  if (!endpoint.previousSecretEndsAt) return null;
  return (
    <Text fz={14} c="dimmed">
      The secret before signs too, until <Moment at={endpoint.previousSecretEndsAt} />.
    </Text>
  );
}

function describeHealth(endpoint: OwnEndpoint) {
  if (endpoint.disabledAt) return { label: 'Disabled', tone: 'bad' } as const;
  if (endpoint.failingSince) return { label: 'Failing', tone: 'warn' } as const;
  return { label: 'Enabled', tone: 'good' } as const;
}

const reasons = {
  gone: 'because it answered 410 Gone',
  failing: 'because it acknowledged nothing for five days',
  'by-hand': 'by hand',
} as const;

function Trouble({ endpoint, applicationId, isLocked }: RowProps) {
  const update = useUpdateOwnEndpoint();
  const { id, disabledAt, disabledReason, failingSince } = endpoint;
  if (!disabledAt) {
    if (!failingSince) return null;
    return (
      <Text fz={14} c="dimmed" mt={4}>
        Nothing was acknowledged since <Moment at={failingSince} />. After five days it is disabled.
      </Text>
    );
  }
  return (
    <div className={classes.disabled}>
      <Text fz={14}>
        Disabled <Moment at={disabledAt} />
        {disabledReason && `, ${reasons[disabledReason]}`}. What is owed meanwhile is given up and
        can be sent again.
      </Text>
      <Button
        size="xs"
        disabled={isLocked}
        loading={update.isPending}
        onClick={() => update.mutate({ applicationId, endpointId: id, isEnabled: true })}
      >
        Enable
      </Button>
      <FormError error={update.error} />
    </div>
  );
}

function Deletion(props: {
  place: { applicationId: number; endpointId: string };
  isLocked: boolean;
}) {
  const remove = useDeleteOwnEndpoint();
  const [isSure, setSure] = useState(false);
  return (
    <>
      <Button
        variant={isSure ? 'filled' : 'subtle'}
        color="red"
        size="xs"
        disabled={props.isLocked}
        loading={remove.isPending}
        onClick={() => (isSure ? remove.mutate(props.place) : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {isSure ? 'Delete it now' : 'Delete'}
      </Button>
      <FormError error={remove.error} />
    </>
  );
}
