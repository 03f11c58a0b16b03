import { Button, Group, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import classes from '../../features/applications/applications.module.css';
import { CreateModal } from '../../features/applications/create-modal.tsx';
import { useApplications } from '../../features/applications/queries.ts';
import { useMay } from '../../features/session/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Empty } from '../../parts/states.tsx';

export function ApplicationsRoom() {
  const applications = useApplications();
  const mayCreate = useMay('applications.manage-sandbox');
  const [isCreating, creating] = useDisclosure(false);
  const sorted = [...applications].sort(
    (a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null),
  );
  return (
    <Card p={0}>
      <Group justify="space-between" p="lg" pb="md">
        <div>
          <Title order={2}>Applications</Title>
          <Text c="dimmed">Each holds a key, its secrets, settings and verifications.</Text>
        </div>
        {mayCreate && <Button onClick={creating.open}>Create an application</Button>}
      </Group>
      {sorted.length === 0 && (
        <Empty icon="key" title="No application yet">
          Create a sandbox application: its codes arrive on the handset in this console.
        </Empty>
      )}
      {sorted.map((application) => (
        <Row key={application.id} application={application} />
      ))}
      <CreateModal isOpen={isCreating} onClose={creating.close} />
    </Card>
  );
}

function Row({ application }: { application: Application }) {
  const { id, name, kind, apiKey, retiredAt } = application;
  return (
    <Link
      to="/settings/applications/$applicationId"
      params={{ applicationId: String(id) }}
      className={classes.row}
    >
      <span className={classes.kind} data-kind={kind} />
      <span style={{ minWidth: 0, flex: 1 }}>
        <Text fw={600} truncate>
          {name}
        </Text>
        <Text fz={13} c="dimmed">
          {kind === 'sandbox' ? 'Sandbox' : 'Live'} · key <span className="mono">{apiKey}</span>
        </Text>
      </span>
      {retiredAt && <Badge tone="plain">Retired</Badge>}
      <span style={{ transform: 'rotate(-90deg)', color: 'var(--text-quiet)', display: 'flex' }}>
        <Icon name="chevron" />
      </span>
    </Link>
  );
}
