import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import {
  rememberApplication,
  useCurrentApplication,
} from '../features/applications/current-application.ts';
import { NotHere } from './not-here.tsx';

/** The rooms of one application; remembers it for the rooms that belong to none. */
export function ApplicationRooms() {
  const application = useCurrentApplication();
  useEffect(() => {
    if (application) rememberApplication(application.id);
  }, [application]);
  return application ? <Outlet key={application.id} /> : <NotHere />;
}
