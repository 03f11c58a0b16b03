import {
  Box,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { isSessionEnd } from '../admin.ts';
import { useSession, useSignOut } from '../features/session/queries.ts';
import { Icon, type IconName } from '../parts/icons.tsx';
import { Notice, sentenceOf } from '../parts/states.tsx';
import classes from './shell.module.css';

export function OperatorMenu() {
  const { operator } = useSession();
  const navigate = useNavigate();
  const signOut = useSignOut(() => navigate({ to: '/sign-in' }));
  return (
    <>
      <SchemeSwitch />
      {signOut.isError && !isSessionEnd(signOut.error) && (
        <Box mt={6}>
          <Notice tone="warn">You may still be signed in. {sentenceOf(signOut.error)}</Notice>
        </Box>
      )}
      <Menu width="target" position="top-start" radius="md">
        <Menu.Target>
          <UnstyledButton className={classes.searchButton} mt={6}>
            <VisuallyHidden>Your account: </VisuallyHidden>
            <Icon name="person" />
            <span style={{ minWidth: 0 }}>
              <Text fz={14} fw={550} c="var(--mantine-color-text)" truncate lh={1.25}>
                {operator.name}
              </Text>
              <Text fz={12} truncate lh={1.3}>
                {operator.email}
              </Text>
            </span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="key" size={16} />}
            onClick={() => navigate({ to: '/settings/security' })}
          >
            How you sign in
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="exit" size={16} />}
            onClick={() => signOut.mutate()}
            disabled={signOut.isPending}
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

const schemes: readonly { value: 'light' | 'dark' | 'auto'; label: string; icon: IconName }[] = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'auto', label: 'As the system', icon: 'system' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      mt={6}
      style={{ flexShrink: 0 }}
      aria-label="Colours"
      value={colorScheme}
      onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
      data={schemes.map(({ value, label, icon }) => ({
        value,
        label: (
          <span title={label} style={{ display: 'grid', placeItems: 'center', padding: 2 }}>
            <Icon name={icon} size={15} />
            <VisuallyHidden>{label}</VisuallyHidden>
          </span>
        ),
      }))}
    />
  );
}
