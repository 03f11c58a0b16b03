import { Link } from '@tanstack/react-router';
import { useCurrentApplication } from '../applications/current-application.ts';
import classes from './numbers.module.css';

const rooms: readonly { path: string; label: string; isExact: boolean }[] = [
  { path: 'numbers', label: 'Numbers and campaigns', isExact: true },
  { path: 'numbers/brands', label: 'Brands', isExact: false },
  { path: 'numbers/rules', label: 'Sender rules', isExact: false },
];

/** The rooms under Numbers. */
export function NumbersNav() {
  const application = useCurrentApplication();
  const pathOf = (path: string): string => `/a/${application?.id}/${path}`;
  return (
    <nav className={classes.nav} aria-label="Numbers">
      {rooms.map(({ path, label, isExact }) => (
        <Link
          key={path}
          to={pathOf(path)}
          activeOptions={{ exact: isExact }}
          className={classes.navLink}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
