import { Anchor, Group, Text, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Message } from 'countersign/admin';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { MessageFacts } from '../features/messages/facts.tsx';
import classes from '../features/messages/messages.module.css';
import { useMessage } from '../features/messages/queries.ts';
import { Steps } from '../features/messages/steps.tsx';
import {
  channelWord,
  describeMessage,
  describeState,
  isOwnRefusal,
  kindWord,
  sentence,
} from '../features/messages/words.ts';
import columns from '../features/verifications/verifications.module.css';
import { groupAddress } from '../parts/address.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';

/** Did the carrier do its work, and what can be done if not: one page, one message. */
export function MessageRoom() {
  const { applicationId, messageId } = useParams({
    from: '/signed-in/a/$applicationId/messages/$messageId',
  });
  const message = useMessage(Number(applicationId), messageId);
  return (
    <>
      <Group maw={1080} mx="auto" mb={10}>
        <Anchor component={Link} to={`/a/${applicationId}/messages`} fz={14}>
          ← All messages
        </Anchor>
      </Group>
      {message.isPending && <Waiting rows={6} />}
      {message.isError && <Failure error={message.error} onRetry={() => void message.refetch()} />}
      {message.data && <Details message={message.data} />}
    </>
  );
}

function Details({ message }: { message: Message }) {
  const { label, tone } = describeMessage(message);
  const way = channelWord(message.channel);
  const lead =
    message.direction === 'inbound'
      ? `${kindWord(message)} to ${groupAddress(message.sender)}`
      : `${kindWord(message)} by ${way} from ${groupAddress(message.sender)}`;
  return (
    <Page
      title={groupAddress(message.maskedAddress)}
      lead={lead}
      actions={<Badge tone={tone}>{label}</Badge>}
    >
      <Verdict message={message} tone={tone} />
      <div className={columns.columns}>
        <div style={{ minWidth: 0 }}>
          <Card>
            <Title order={2} mb="md">
              Timeline
            </Title>
            <Steps message={message} />
          </Card>
          {message.siblings.length > 1 && <Siblings message={message} />}
        </div>
        <MessageFacts message={message} />
      </div>
    </Page>
  );
}

/** The answer to "did it arrive, and if not, what now" before anything else. */
function Verdict({ message, tone }: { message: Message; tone: Tone }) {
  const { explanation, conversion, error, state } = message;
  const isOurs = state === 'not_sent' || isOwnRefusal(message);
  const meaning = isOurs && error ? sentence(error) : explanation.meaning;
  return (
    <div className={classes.verdict} data-tone={tone}>
      <Text fw={600}>{meaning}</Text>
      {explanation.advice && <Text>{explanation.advice}</Text>}
      {conversion && (
        <Text>
          {conversion.isConverted
            ? 'The application reported that it was used.'
            : 'The application reported that it was not used.'}
        </Text>
      )}
      <SandboxHint message={message} />
    </div>
  );
}

/** What the sandbox sent can be read where the person would read it. */
function SandboxHint({ message }: { message: Message }) {
  const application = useCurrentApplication();
  if (application?.kind !== 'sandbox' || message.sentAt === null) return null;
  return (
    <Text fz={14}>
      <Anchor
        component={Link}
        to={`/a/${application.id}/handset`}
        inherit
        c="inherit"
        underline="always"
      >
        Read it on the handset
      </Anchor>
    </Text>
  );
}

function Siblings({ message }: { message: Message }) {
  const isText = message.content !== null;
  return (
    <Card mt="lg">
      <Title order={2} mb="md">
        {isText ? 'Its parts' : 'All messages of this verification'}
      </Title>
      <ul className={classes.siblings}>
        {message.siblings.map((sibling, index) => (
          <Sibling key={sibling.id} sibling={sibling} index={index} message={message} />
        ))}
      </ul>
    </Card>
  );
}

function Sibling(props: { sibling: Message['siblings'][number]; index: number; message: Message }) {
  const { sibling, index, message } = props;
  const { label, tone } = describeState(sibling.state);
  const name = `${message.content ? 'Part' : channelWord(sibling.channel)} ${index + 1}`;
  return (
    <li>
      {sibling.id === message.id ? (
        <span aria-current="page">
          <Text span>{name}, this one</Text>
          <Badge tone={tone}>{label}</Badge>
        </span>
      ) : (
        <Anchor component={Link} to={`/a/${message.applicationId}/messages/${sibling.id}`}>
          <span>{name}</span>
          <Badge tone={tone}>{label}</Badge>
        </Anchor>
      )}
    </li>
  );
}
