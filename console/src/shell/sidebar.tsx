import { Kbd, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { useSession } from '../features/session/queries.ts';
import { Icon } from '../parts/icons.tsx';
import { Wordmark } from '../parts/mark.tsx';
import { ApplicationSwitcher } from './application-switcher.tsx';
import { OperatorMenu } from './operator-menu.tsx';
import { listRooms, type Room } from './rooms.ts';
import classes from './shell.module.css';

export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const application = useCurrentApplication();
  const { permissions } = useSession();
  const rooms = listRooms(application, permissions);
  return (
    <>
      <Link to="/" className={classes.home} aria-label="Countersign, start">
        <div style={{ padding: '2px 10px 18px' }}>
          <Wordmark />
        </div>
      </Link>
      <ApplicationSwitcher />
      <UnstyledButton className={classes.searchButton} onClick={onSearch} mt={10} visibleFrom="sm">
        <Icon name="search" />
        Search
        <Kbd size="xs">{/Mac/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'}</Kbd>
      </UnstyledButton>
      <nav className={classes.nav} aria-label="Rooms" style={{ marginTop: 6, flex: 1 }}>
        {rooms
          .filter(({ isOfApplication }) => isOfApplication)
          .map((room) => (
            <RoomLink key={room.to} room={room} />
          ))}
        <div className={classes.section}>Whole server</div>
        {rooms
          .filter(({ isOfApplication }) => !isOfApplication)
          .map((room) => (
            <RoomLink key={room.to} room={room} />
          ))}
      </nav>
      <OperatorMenu />
    </>
  );
}

function RoomLink({ room }: { room: Room }) {
  return (
    <Link to={room.to} className={classes.link}>
      <Icon name={room.icon} />
      {room.label}
    </Link>
  );
}
