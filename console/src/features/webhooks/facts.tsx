import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Webhook } from 'countersign/admin';
import { groupAddress } from '../../parts/address.ts';
import { CopiedFact, Fact, Facts } from '../../parts/fact.tsx';
import { Moment } from '../../parts/moment.tsx';
import { kindWord } from './words.ts';

export function WebhookFacts(props: { webhook: Webhook; applicationId: string }) {
  const { webhook, applicationId } = props;
  return (
    <Facts>
      <CopiedFact name="Webhook id" value={webhook.id} />
      <Fact name="Kind">{kindWord(webhook.kind)}</Fact>
      {webhook.maskedAddress && <Fact name="Number">{groupAddress(webhook.maskedAddress)}</Fact>}
      {webhook.eventType && <Fact name="Event">{webhook.eventType}</Fact>}
      {webhook.eventId && <CopiedFact name="Event id" value={webhook.eventId} />}
      {webhook.status && <Fact name="Status told">{webhook.status}</Fact>}
      <Fact name="Goes to">
        <Text className="mono long" fz={13}>
          {webhook.url ?? 'no URL is set'}
        </Text>
      </Fact>
      <Fact name="Arose">
        <Moment at={webhook.createdAt} />
      </Fact>
      {webhook.replayedAt && (
        <Fact name="Replayed">
          <Moment at={webhook.replayedAt} />
        </Fact>
      )}
      {webhook.state === 'due' && (
        <Fact name="Tried until">
          <Moment at={webhook.giveUpAt} />
        </Fact>
      )}
      {webhook.endedAt && (
        <Fact name="Ended">
          <Moment at={webhook.endedAt} />
        </Fact>
      )}
      {webhook.messageId && (
        <Fact name="Tells of">
          <Anchor component={Link} to={`/a/${applicationId}/messages/${webhook.messageId}`}>
            This message
          </Anchor>
        </Fact>
      )}
    </Facts>
  );
}
