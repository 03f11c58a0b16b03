import { Text } from '@mantine/core';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { GroupCard } from './group-card.tsx';
import { UrlSetting } from './url-setting.tsx';
import { type GroupProps, type GroupShape, useSettingsGroup } from './use-settings-group.ts';

interface Draft {
  readonly url: string;
}

const shape: GroupShape<Draft> = {
  id: 'verify-events',
  title: 'Verify v2 events',
  toDraft: ({ verifyEvents }) => ({ url: verifyEvents.url ?? '' }),
  toSettings: ({ url }) => ({ verifyEvents: { url: url.trim() || null } }),
  takes: {
    'verifyEvents.url':
      'Use a whole address that begins with https:// or http://, 500 characters at most.',
  },
};

export function VerifyEventsGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  return (
    <GroupCard
      group={group}
      lead="Your server is told of verifications that were started by Verify v2: an event for each channel that is done, and a summary at the end. It is repeated for 72 hours until you answer with 2xx."
    >
      <UrlSetting
        group={group}
        name="url"
        field="verifyEvents.url"
        label="Status URL"
        spoken="status URL"
        description="Leave it empty to be told of none."
        placeholder="https://example.com/verify-events"
      />
      <div>
        <Text fw={550} fz={14}>
          How one looks
        </Text>
        <Text fz={13} c="dimmed" mb={6}>
          The token is signed (HS256) with the signature secret of this application and holds the
          SHA-256 of the body.
        </Text>
        <CodeBlock text={sampleFor(group.draft.url)} />
      </div>
    </GroupCard>
  );
}

const sample = {
  request_id: '01a1fd84-3b0a-747a-9451-8916cc105da7',
  triggered_at: '2026-03-04T05:06:07.000Z',
  type: 'event',
  channel: 'sms',
  status: 'completed',
  finalized_at: '2026-03-04T05:06:21.000Z',
  client_ref: 'order-17',
};

function sampleFor(typed: string): string {
  const url = URL.parse(typed) ?? new URL('https://example.com/verify-events');
  return [
    `POST ${url.pathname}${url.search}`,
    `Host: ${url.host}`,
    'Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…',
    'Content-Type: application/json',
    '',
    JSON.stringify(sample, null, 2),
  ].join('\n');
}
