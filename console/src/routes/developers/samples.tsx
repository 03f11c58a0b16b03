import { Anchor, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import { useState } from 'react';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import classes from '../../features/developers/developers.module.css';
import { useHost } from '../../features/developers/queries.ts';
import {
  type GroupName,
  groupNames,
  type Language,
  languages,
  samplesFor,
} from '../../features/developers/samples.ts';
import { SampleText } from '../../features/get-started/code-sample.tsx';
import { Card } from '../../parts/card.tsx';
import { Failure, Waiting } from '../../parts/states.tsx';

/** What to paste, in the words of each API this server speaks. */
export function SamplesRoom() {
  const application = useCurrentApplication();
  const host = useHost(application?.id ?? 0);
  if (host.isError) return <Failure error={host.error} onRetry={() => void host.refetch()} />;
  if (!application || !host.data) return <Waiting rows={4} height={90} />;
  return <Samples application={application} host={host.data} />;
}

function Samples({ application, host }: { application: Application; host: string }) {
  const { api } = useSearch({ strict: false }) as { api?: GroupName }; // this room's own address
  const navigate = useNavigate();
  const [language, setLanguage] = useState<Language>('curl');
  const groups = samplesFor({
    host,
    apiKey: application.apiKey,
    applicationId: application.wireId,
  });
  const name = groupNames.find((one) => one === api) ?? groupNames[0];
  const { page, samples } = groups[name];
  const go = (value: string | null) =>
    void navigate({ to: '.', search: { api: value } as never, replace: true });
  return (
    <Card>
      <Group justify="space-between" gap="sm" mb="xs">
        <Select
          aria-label="API"
          data={groupNames.map((value) => ({ value, label: groups[value].label }))}
          value={name}
          allowDeselect={false}
          onChange={go}
        />
        <SegmentedControl
          aria-label="Language"
          value={language}
          onChange={(value) => setLanguage(languages.find((one) => one === value) ?? language)}
          data={[...languages]}
        />
      </Group>
      <Text fz={14} c="dimmed" mb="lg">
        The secret is read from API_SECRET of the environment.{' '}
        <Anchor href={page} target="_blank" underline="always">
          Every parameter and answer
        </Anchor>
      </Text>
      <div className={classes.samples}>
        {samples.map((sample) => (
          <SampleText
            key={sample.title}
            title={sample.title}
            sentence={sample.sentence}
            shown={sample.text[language]}
            copied={sample.text[language]}
          />
        ))}
      </div>
    </Card>
  );
}
