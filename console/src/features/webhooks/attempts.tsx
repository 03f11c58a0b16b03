import { Text, Title, Tooltip } from '@mantine/core';
import type { Webhook, WebhookAttempt } from 'countersign/admin';
import { Card } from '../../parts/card.tsx';
import { clockTime, exactTime } from '../../parts/time.ts';
import timeline from '../verifications/verifications.module.css';
import { RequestView } from './request-view.tsx';
import classes from './webhooks.module.css';
import { describeAnswer } from './words.ts';

/** Every attempt, the newest first: what came of it, and what it sent one click below. */
export function Attempts({ webhook }: { webhook: Webhook }) {
  return (
    <Card>
      <Title order={2} mb="md">
        Attempts
      </Title>
      {webhook.attempts.length === 0 && <Text c="dimmed">Nothing has been sent yet.</Text>}
      <ol className={timeline.timeline} aria-label="Attempts">
        {webhook.attempts.toReversed().map((attempt) => (
          <Attempt key={attempt.number} attempt={attempt} />
        ))}
      </ol>
    </Card>
  );
}

function Attempt({ attempt }: { attempt: WebhookAttempt }) {
  const { words, tone } = describeAnswer(attempt);
  return (
    <li className={timeline.event}>
      <span className={timeline.dot} data-tone={tone} />
      <span className={timeline.eventHead}>
        <Text span fw={600}>
          Attempt {attempt.number}
        </Text>
        <Tooltip label={exactTime(attempt.at)}>
          <Text component="time" dateTime={attempt.at} fz={13} c="dimmed" className="tabular">
            {clockTime(attempt.at)} · {attempt.milliseconds.toLocaleString('en')} ms
          </Text>
        </Tooltip>
      </span>
      <Text span fz={15} display="block">
        {words}
      </Text>
      {attempt.request && (
        <details className={classes.sent}>
          <summary>The request</summary>
          <RequestView request={attempt.request} />
        </details>
      )}
    </li>
  );
}
