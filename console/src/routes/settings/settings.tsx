import { Link, Outlet } from '@tanstack/react-router';
import { useMay } from '../../features/session/queries.ts';
import { Page } from '../../parts/page.tsx';
import classes from './settings.module.css';

export function SettingsRooms() {
  const mayReadOperators = useMay('operators.read');
  return (
    <Page title="Settings">
      <nav className={classes.tabs} aria-label="Settings">
        <Link to="/settings/applications" className={classes.tab}>
          Applications
        </Link>
        {mayReadOperators && (
          <Link to="/settings/operators" className={classes.tab}>
            Operators
          </Link>
        )}
        <Link to="/settings/prices" className={classes.tab}>
          Prices
        </Link>
        <Link to="/settings/security" className={classes.tab}>
          How you sign in
        </Link>
        <Link to="/settings/sessions" className={classes.tab}>
          Sessions
        </Link>
      </nav>
      <Outlet />
    </Page>
  );
}
