import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './numbers.module.css';

/** The way up, above a room's title. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <div className={classes.backLine}>
      <Link to={to} className={classes.back}>
        ‹ {children}
      </Link>
    </div>
  );
}
