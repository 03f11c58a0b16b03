import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Endpoint, TestedWebhook } from 'countersign/admin';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Failure, FormError, Notice, Waiting } from '../../parts/states.tsx';
import { useEnableEndpoint, useEndpoints, useTestWebhook } from './queries.ts';
import { RequestView } from './request-view.tsx';
import classes from './webhooks.module.css';
import { describeAnswer, kindWord, signatureWord } from './words.ts';

/** Where receipts and messages go, whether that works, and a way to try it now. */
export function Endpoints(props: { applicationId: number; hindrance: string | undefined }) {
  const { applicationId, hindrance } = props;
  const endpoints = useEndpoints(applicationId);
  const settings = `/settings/applications/${applicationId}`;
  return (
    <Card mb="lg">
      <Group justify="space-between" mb="sm">
        <Title order={2}>Callbacks</Title>
        <Anchor component={Link} to={settings} fz={14}>
          Change them in the settings
        </Anchor>
      </Group>
      {endpoints.isPending && <Waiting rows={1} />}
      {endpoints.isError && (
        <Failure error={endpoints.error} onRetry={() => void endpoints.refetch()} />
      )}
      {endpoints.data?.items.length === 0 && (
        <Text c="dimmed">
          No webhook URL is set. Receipts are told to the URL a request names itself; messages from
          people are told to nobody.
        </Text>
      )}
      {endpoints.data?.items.map((endpoint) => (
        <EndpointRow
          key={endpoint.id}
          endpoint={endpoint}
          applicationId={applicationId}
          hindrance={hindrance}
        />
      ))}
    </Card>
  );
}

interface RowProps {
  readonly endpoint: Endpoint;
  readonly applicationId: number;
  readonly hindrance: string | undefined;
}

function EndpointRow({ endpoint, applicationId, hindrance }: RowProps) {
  const test = useTestWebhook();
  return (
    <div className={classes.endpoint}>
      <Group justify="space-between" gap="sm" align="flex-start">
        <div className={classes.where}>
          <Text className="mono long" fz={14}>
            {endpoint.url}
          </Text>
          <Text fz={14} c="dimmed">
            {describeEndpoint(endpoint)}
          </Text>
        </div>
        <Badge tone={endpoint.disabledAt ? 'bad' : 'good'}>
          {endpoint.disabledAt ? 'Disabled' : 'Enabled'}
        </Badge>
      </Group>
      {endpoint.disabledAt && (
        <Disabled endpoint={endpoint} applicationId={applicationId} hindrance={hindrance} />
      )}
      {endpoint.kinds.length > 0 && (
        <Group gap="xs" mt="xs">
          {endpoint.kinds.map((kind) => (
            <Button
              key={kind}
              variant="default"
              size="xs"
              disabled={hindrance !== undefined}
              loading={test.isPending && test.variables.kind === kind}
              onClick={() => test.mutate({ applicationId, kind })}
            >
              Send a test: {kindWord(kind).toLowerCase()}
            </Button>
          ))}
          {hindrance && (
            <Text fz={13} c="dimmed">
              {hindrance}
            </Text>
          )}
        </Group>
      )}
      <FormError error={test.error} />
      {test.data && <Tested tested={test.data} />}
    </div>
  );
}

function describeEndpoint({ kinds, method, signature }: Endpoint): string {
  if (kinds.length === 0) return 'Named by single requests, or set formerly';
  const what = kinds.map(kindWord).join(', ');
  return [what, method, signature && signatureWord(signature)].filter(Boolean).join(' · ');
}

function Disabled({ endpoint, applicationId, hindrance }: RowProps) {
  const enable = useEnableEndpoint();
  return (
    <div className={classes.disabled}>
      <Text fz={14}>
        It answered 410 Gone <Moment at={endpoint.disabledAt ?? ''} />
        {'. '}
        Nothing is sent there until it is enabled; what was owed meanwhile is given up and can be
        sent again.
      </Text>
      <Button
        size="xs"
        disabled={hindrance !== undefined}
        loading={enable.isPending}
        onClick={() => enable.mutate({ applicationId, endpointId: endpoint.id })}
      >
        Enable
      </Button>
      <FormError error={enable.error} />
    </div>
  );
}

export function Tested({ tested }: { tested: TestedWebhook }) {
  const { words } = describeAnswer(tested);
  return (
    <div className={classes.tested}>
      <Notice tone={tested.isAcknowledged ? 'good' : 'warn'}>
        {words} It took {tested.milliseconds.toLocaleString('en')} ms.
      </Notice>
      <details>
        <summary>The request</summary>
        <RequestView request={tested.request} />
      </details>
    </div>
  );
}
