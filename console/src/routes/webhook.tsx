import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Webhook } from 'countersign/admin';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import messages from '../features/messages/messages.module.css';
import { useNumbersHindrance } from '../features/numbers/may-change.ts';
import columns from '../features/verifications/verifications.module.css';
import { Attempts } from '../features/webhooks/attempts.tsx';
import { WebhookFacts } from '../features/webhooks/facts.tsx';
import { useReplay, useWebhook } from '../features/webhooks/queries.ts';
import {
  describeAnswer,
  describeWebhook,
  kindWord,
  triesWord,
} from '../features/webhooks/words.ts';
import { groupAddress } from '../parts/address.ts';
import { Badge } from '../parts/badge.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { Failure, FormError, Waiting } from '../parts/states.tsx';

/** Was this told, and if not, what stands in the way: one page, one webhook. */
export function WebhookRoom() {
  const { applicationId, webhookId } = useParams({
    from: '/signed-in/a/$applicationId/webhooks/$webhookId',
  });
  const webhook = useWebhook(Number(applicationId), webhookId);
  return (
    <>
      <Group maw={1080} mx="auto" mb={10}>
        <Anchor component={Link} to={`/a/${applicationId}/webhooks`} fz={14}>
          ← All webhooks
        </Anchor>
      </Group>
      {webhook.isPending && <Waiting rows={6} />}
      {webhook.isError && <Failure error={webhook.error} onRetry={() => void webhook.refetch()} />}
      {webhook.data && <Details webhook={webhook.data} applicationId={applicationId} />}
    </>
  );
}

function Details({ webhook, applicationId }: { webhook: Webhook; applicationId: string }) {
  const { label, tone } = describeWebhook(webhook);
  const about = [webhook.status, webhook.maskedAddress && groupAddress(webhook.maskedAddress)];
  return (
    <Page
      title={webhook.eventType ?? kindWord(webhook.kind)}
      lead={about.filter(Boolean).join(' · ')}
      actions={
        <Group gap="sm">
          <Badge tone={tone}>{label}</Badge>
          <Replay webhook={webhook} applicationId={Number(applicationId)} />
        </Group>
      }
    >
      <Verdict webhook={webhook} />
      <div className={columns.columns}>
        <div style={{ minWidth: 0 }}>
          <Attempts webhook={webhook} />
        </div>
        <WebhookFacts webhook={webhook} applicationId={applicationId} />
      </div>
    </Page>
  );
}

function Replay({ webhook, applicationId }: { webhook: Webhook; applicationId: number }) {
  const replay = useReplay();
  const hindrance = useNumbersHindrance(useCurrentApplication());
  return (
    <div>
      <Button
        variant="default"
        disabled={hindrance !== undefined}
        title={hindrance}
        loading={replay.isPending}
        onClick={() => replay.mutate({ applicationId, webhookId: webhook.id })}
      >
        {webhook.state === 'due' ? 'Try now' : 'Send again'}
      </Button>
      <FormError error={replay.error} />
    </div>
  );
}

/** What came of it and what comes next, before anything else. */
function Verdict({ webhook }: { webhook: Webhook }) {
  const { tone } = describeWebhook(webhook);
  const { lastStatus: status, lastError: error, state, dueAt, tries } = webhook;
  const isTried = status !== null || error !== null;
  return (
    <div className={messages.verdict} data-tone={tone}>
      <Text fw={600}>
        {isTried ? describeAnswer({ status, error }).words : 'It has not been tried yet.'}
      </Text>
      {state === 'due' && dueAt && tries > 0 && (
        <Text>
          Next try <Moment at={dueAt} />, after {triesWord(tries)} so far.
        </Text>
      )}
      {state === 'gave_up' && (
        <Text>
          It was given up after {triesWord(tries)}. Once your server is well, send it again: the id
          stays the same.
        </Text>
      )}
    </div>
  );
}
