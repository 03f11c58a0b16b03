import { Link, Outlet, useParams } from '@tanstack/react-router';
import { Page } from '../../parts/page.tsx';
import classes from '../settings/settings.module.css';

const tabs = [
  { path: 'calls', label: 'API calls' },
  { path: 'templates', label: 'Templates' },
  { path: 'samples', label: 'Samples' },
  { path: 'keys', label: 'Keys and webhooks' },
] as const;

/** For who writes the code that calls: what arrived, what is said, what to paste. */
export function DevelopersRooms() {
  const { applicationId } = useParams({ from: '/signed-in/a/$applicationId/developers' });
  return (
    <Page title="Developers" isWide>
      <nav className={classes.tabs} aria-label="Developers">
        {tabs.map(({ path, label }) => (
          <Link
            key={path}
            to={`/a/$applicationId/developers/${path}`}
            params={{ applicationId }}
            className={classes.tab}
          >
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  );
}
