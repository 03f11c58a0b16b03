import { Anchor, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Application, GetStarted } from 'countersign/admin';
import { type ReactNode, useState } from 'react';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { useGetStarted } from '../features/applications/queries.ts';
import { CodeSample } from '../features/get-started/code-sample.tsx';
import { Credentials } from '../features/get-started/credentials.tsx';
import classes from '../features/get-started/get-started.module.css';
import {
  type Dialect,
  type Language,
  languages,
  samples,
} from '../features/get-started/samples.ts';
import { Card } from '../parts/card.tsx';
import { Icon } from '../parts/icons.tsx';
import { Page } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';

export function GetStartedRoom() {
  const application = useCurrentApplication();
  const facts = useGetStarted(application?.id ?? 0);
  return (
    <Page
      title="Get started"
      lead="From a key to a verified number. Each step ticks itself off as your calls arrive."
    >
      {facts.isPending && <Waiting rows={3} height={120} />}
      {facts.isError && !facts.data && (
        <Failure error={facts.error} onRetry={() => void facts.refetch()} />
      )}
      {facts.data && application && <Steps facts={facts.data} application={application} />}
    </Page>
  );
}

function Steps({ facts, application }: { facts: GetStarted; application: Application }) {
  const [isSecretShown, setSecretShown] = useState(false);
  const { hasStartedVerify, hasStartedTwoFactor, hasVerified } = facts.progress;
  return (
    <div className={classes.steps}>
      <Step number={1} title="Take your key" isDone={hasStartedVerify || hasStartedTwoFactor}>
        <Text c="dimmed" mb="md">
          Any client of Verify v1 or the two-factor short code works when its host name points here.
        </Text>
        <Credentials
          facts={facts}
          isSecretShown={isSecretShown}
          onToggleSecret={() => setSecretShown(!isSecretShown)}
        />
      </Step>
      <Step
        number={2}
        title="Make your first calls"
        isDone={hasStartedVerify || hasStartedTwoFactor}
      >
        <Samples facts={facts} isSecretShown={isSecretShown} />
      </Step>
      <Step number={3} title="See it through" isDone={hasVerified}>
        <LastStep application={application} isDone={hasVerified} />
      </Step>
    </div>
  );
}

function Step(props: { number: number; title: string; isDone: boolean; children: ReactNode }) {
  return (
    <Card>
      <div className={classes.step}>
        <span className={classes.number} data-done={props.isDone}>
          {props.isDone ? <Icon name="check" size={16} /> : props.number}
        </span>
        <Title order={2} pt={2} mb={4}>
          {props.title}
          {props.isDone && (
            <Text span fz={14} fw={500} c="var(--good)" ml={10}>
              Done
            </Text>
          )}
        </Title>
      </div>
      {props.children}
    </Card>
  );
}

function Samples({ facts, isSecretShown }: { facts: GetStarted; isSecretShown: boolean }) {
  const [dialect, setDialect] = useState<Dialect>('verify');
  const [language, setLanguage] = useState<Language>('curl');
  const filled = { ...facts, apiSecret: facts.apiSecret ?? 'YOUR_API_SECRET' };
  return (
    <>
      <Group justify="space-between" mt="xs" mb="lg" gap="sm">
        <SegmentedControl
          aria-label="Dialect"
          value={dialect}
          onChange={(value) => setDialect(value as Dialect)}
          data={[
            { value: 'verify', label: 'Verify v1' },
            { value: 'two-factor', label: '2FA short code' },
          ]}
        />
        <SegmentedControl
          aria-label="Language"
          value={language}
          onChange={(value) => setLanguage(value as Language)}
          data={[...languages]}
        />
      </Group>
      {samples[dialect].map((sample) => (
        <CodeSample
          key={sample.path}
          sample={sample}
          language={language}
          facts={filled}
          isSecretShown={isSecretShown}
        />
      ))}
    </>
  );
}

function LastStep({ application, isDone }: { application: Application; isDone: boolean }) {
  const params = { applicationId: String(application.id) };
  const list = (
    <Anchor component={Link} underline="always" to={`/a/${params.applicationId}/verifications`}>
      Verifications
    </Anchor>
  );
  if (isDone) return <Text c="dimmed">A code was entered right. Its story is in {list}.</Text>;
  if (application.kind === 'live') {
    return <Text c="dimmed">Enter the code the person received; then look into {list}.</Text>;
  }
  return (
    <Text c="dimmed">
      Read the code on the{' '}
      <Anchor component={Link} underline="always" to={`/a/${params.applicationId}/handset`}>
        handset
      </Anchor>
      , check it with the second call, then look at its timeline in {list}.
    </Text>
  );
}
