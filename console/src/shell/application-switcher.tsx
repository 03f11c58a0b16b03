import { Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import {
  rememberApplication,
  useCurrentApplication,
} from '../features/applications/current-application.ts';
import { useApplications } from '../features/applications/queries.ts';
import { Icon } from '../parts/icons.tsx';
import classes from './shell.module.css';

const kindWord = { sandbox: 'Sandbox', live: 'Live' } as const;

export function ApplicationSwitcher() {
  const current = useCurrentApplication();
  const active = useApplications().filter(({ retiredAt }) => !retiredAt);
  const navigate = useNavigate();
  const choose = ({ id }: Application) => {
    rememberApplication(id);
    void navigate({
      to: '/a/$applicationId/get-started',
      params: { applicationId: String(id) },
    });
  };
  return (
    <Menu width="target" position="bottom-start" radius="md">
      <Menu.Target>
        <UnstyledButton className={classes.switcher}>
          <VisuallyHidden>Switch application: </VisuallyHidden>
          <span className={classes.kind} data-kind={current?.kind} />
          <span style={{ minWidth: 0, flex: 1 }}>
            <Text fz={14} fw={600} truncate lh={1.25}>
              {current?.name ?? 'No application yet'}
            </Text>
            <Text fz={12} c="dimmed" lh={1.3}>
              {current ? kindWord[current.kind] : 'Create one in Settings'}
            </Text>
          </span>
          <Icon name="chevron" size={16} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {active.map((application) => (
          <Menu.Item
            key={application.id}
            onClick={() => choose(application)}
            leftSection={<span className={classes.kind} data-kind={application.kind} />}
            rightSection={application.id === current?.id ? <Icon name="check" size={16} /> : null}
          >
            <Text fz={14} truncate>
              {application.name}
            </Text>
            <Text fz={12} c="dimmed">
              {kindWord[application.kind]}
            </Text>
          </Menu.Item>
        ))}
        {active.length > 0 && <Menu.Divider />}
        <Menu.Item
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => navigate({ to: '/settings/applications' })}
        >
          Manage applications
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
