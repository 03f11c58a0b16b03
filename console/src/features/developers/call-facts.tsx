import { Anchor, Text, Title } from '@mantine/core';
import type { ApiCall, ApiCallValue } from 'countersign/admin';
import { Card } from '../../parts/card.tsx';
import { Fact, Facts } from '../../parts/fact.tsx';
import { Moment } from '../../parts/moment.tsx';
import messages from '../messages/messages.module.css';
import classes from './developers.module.css';
import { apiWord } from './words.ts';

/** Why it was refused and what to do, before anything else. */
export function Why({ call }: { call: ApiCall }) {
  const { explanation, isFailure } = call;
  if (!explanation) return null;
  return (
    <section
      className={messages.verdict}
      data-tone={isFailure ? 'bad' : 'warn'}
      aria-label="Why it was refused"
    >
      <Text fw={600}>{explanation.meaning}</Text>
      <Text>
        {explanation.advice}
        {explanation.page && (
          <>
            {' '}
            <Anchor href={explanation.page} target="_blank" c="inherit" underline="always">
              Read more
            </Anchor>
          </>
        )}
      </Text>
    </section>
  );
}

export function Values(props: { title: string; none: string; values: readonly ApiCallValue[] }) {
  return (
    <Card mb="md">
      <Title order={2} mb="sm">
        {props.title}
      </Title>
      {props.values.length === 0 && <Text c="dimmed">{props.none}</Text>}
      <dl className={classes.values}>
        {props.values.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-hidden={/^\(\d+ characters\)$/.test(value)}>{value || 'empty'}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function CallFacts({ call }: { call: ApiCall }) {
  return (
    <Facts note="Secrets, codes, texts and whole numbers are never kept; of what may be one, only its length is shown.">
      <Fact name="API">{apiWord(call.dialect)}</Fact>
      <Fact name="Caller">
        {call.isProven
          ? 'This application'
          : 'Somebody who named its key and did not prove to be it'}
      </Fact>
      <Fact name="HTTP status">{call.status}</Fact>
      <Fact name="Took">{call.milliseconds.toLocaleString('en')} ms</Fact>
      <Fact name="When">
        <Moment at={call.at} />
      </Fact>
    </Facts>
  );
}
