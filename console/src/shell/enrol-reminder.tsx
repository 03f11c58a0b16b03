import { Anchor } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useSession } from '../features/session/queries.ts';
import { Notice } from '../parts/states.tsx';
import classes from './shell.module.css';

/** Stays until there is a way to sign in without a link. */
export function EnrolReminder() {
  const { operator } = useSession();
  const { pathname } = useLocation();
  const isThere = pathname === '/welcome' || pathname === '/settings/security';
  if (operator.hasEnrolled || isThere) return null;
  return (
    <div className={classes.reminder}>
      <Notice tone="warn">
        You came in by a one-time link.{' '}
        <Anchor component={Link} to="/welcome" c="inherit" fw={650} underline="always">
          Add a passkey or a password
        </Anchor>{' '}
        to be able to come back.
      </Notice>
    </div>
  );
}
