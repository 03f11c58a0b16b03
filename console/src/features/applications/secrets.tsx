import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { Secret } from 'countersign/admin';
import { useState } from 'react';
import { Moment } from '../../parts/moment.tsx';
import { FormError, Notice, Waiting } from '../../parts/states.tsx';
import { useIssueSecret, useRevokeSecret, useSecrets } from './queries.ts';
import { ValueShown } from './secret-shown.tsx';

const secretsMax = 2;

/** Two secrets may be live at once, so that one can be replaced without a pause. */
export function Secrets({
  applicationId,
  mayChange,
}: {
  applicationId: number;
  mayChange: boolean;
}) {
  const secrets = useSecrets(applicationId);
  const issue = useIssueSecret(applicationId);
  const revoke = useRevokeSecret(applicationId);
  const items = secrets.data?.items ?? [];
  return (
    <Stack gap="sm">
      <Title order={3}>Secrets</Title>
      {secrets.isPending && <Waiting rows={1} />}
      {items.map((secret) => (
        <SecretRow
          key={secret.id}
          secret={secret}
          mayRevoke={mayChange && items.length > 1}
          isBusy={revoke.isPending}
          onRevoke={() => revoke.mutate(secret.id)}
        />
      ))}
      {issue.data && (
        <>
          <ValueShown label="New API secret" value={issue.data.apiSecret} />
          <Notice tone="warn">
            Keep it now. Revoke the older one once nothing uses it any more.
          </Notice>
        </>
      )}
      <FormError error={secrets.error ?? issue.error ?? revoke.error} />
      {mayChange && items.length < secretsMax && (
        <Group>
          <Button
            variant="default"
            size="xs"
            onClick={() => issue.mutate()}
            loading={issue.isPending}
          >
            Issue a second secret
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function SecretRow(props: {
  secret: Secret;
  mayRevoke: boolean;
  isBusy: boolean;
  onRevoke: () => void;
}) {
  const [isSure, setSure] = useState(false);
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text fz={15}>
        <span className="mono">••••{props.secret.hint}</span>{' '}
        <Text span c="dimmed" fz={13}>
          issued <Moment at={props.secret.createdAt} />
        </Text>
      </Text>
      {props.mayRevoke && (
        <Button
          variant={isSure ? 'filled' : 'subtle'}
          color="red"
          size="xs"
          disabled={props.isBusy}
          onClick={() => (isSure ? props.onRevoke() : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {isSure ? 'Revoke it now' : 'Revoke'}
        </Button>
      )}
    </Group>
  );
}
