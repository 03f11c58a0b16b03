import { AppShell, Burger, Group, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { Icon } from '../parts/icons.tsx';
import { Wordmark } from '../parts/mark.tsx';
import { EnrolReminder } from './enrol-reminder.tsx';
import { EnvironmentFrame } from './environment-frame.tsx';
import { Palette } from './palette.tsx';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';

/** What stands around every room: the frame that says sandbox or live, the way to other rooms. */
export function Shell() {
  const [isMenuOpen, menu] = useDisclosure(false);
  const [isPaletteOpen, palette] = useDisclosure(false);
  const application = useCurrentApplication();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of room closes the menu
  useEffect(() => menu.close(), [pathname]);
  return (
    <>
      <a className={classes.skip} href="#room">
        Skip to content
      </a>
      <EnvironmentFrame kind={application?.kind} />
      <AppShell
        header={{ height: { base: 56, sm: 0 } }}
        navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
        classNames={{ header: classes.header, navbar: classes.navbar, main: classes.main }}
      >
        <AppShell.Header hiddenFrom="sm">
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Link to="/" className={classes.home} aria-label="Countersign, start">
              <Wordmark />
            </Link>
            <Group gap={4} wrap="nowrap">
              <UnstyledButton
                className={classes.iconButton}
                onClick={palette.open}
                aria-label="Search"
              >
                <Icon name="search" />
              </UnstyledButton>
              <Burger
                opened={isMenuOpen}
                onClick={menu.toggle}
                size="sm"
                aria-label={isMenuOpen ? 'Close the menu' : 'Open the menu'}
              />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar>
          <Sidebar onSearch={palette.open} />
        </AppShell.Navbar>
        <AppShell.Main id="room" tabIndex={-1}>
          <EnrolReminder />
          <Outlet />
        </AppShell.Main>
      </AppShell>
      <Palette isOpen={isPaletteOpen} onOpen={palette.open} onClose={palette.close} />
    </>
  );
}
