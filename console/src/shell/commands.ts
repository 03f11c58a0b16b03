import { useCurrentApplication } from '../features/applications/current-application.ts';
import { useApplications } from '../features/applications/queries.ts';
import { useSession } from '../features/session/queries.ts';
import type { IconName } from '../parts/icons.tsx';
import { listRooms } from './rooms.ts';

export interface Command {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly icon: IconName;
  readonly to: string;
  readonly search?: { readonly q: string };
}

const settingsRooms = [
  { label: 'Applications', to: '/settings/applications' },
  { label: 'Operators', to: '/settings/operators', permission: 'operators.read' },
  { label: 'Prices', to: '/settings/prices' },
  { label: 'How you sign in', to: '/settings/security' },
  { label: 'Sessions', to: '/settings/sessions' },
] as const;

/** What the palette offers for what was typed so far. */
export function useCommands(text: string): Command[] {
  const application = useCurrentApplication();
  const applications = useApplications();
  const { permissions } = useSession();
  const wanted = text.trim().toLowerCase();
  const rooms: Command[] = listRooms(application, permissions).map(({ label, icon, to }) => ({
    key: to,
    label,
    icon,
    to,
    hint: 'Room',
  }));
  const settings: Command[] = settingsRooms
    .filter((room) => !('permission' in room) || permissions.includes(room.permission))
    .map(({ label, to }) => ({ key: to, label, icon: 'settings', to, hint: 'Settings' }));
  const others: Command[] = applications
    .filter(({ id, retiredAt }) => id !== application?.id && !retiredAt)
    .map(({ id, name, kind }) => ({
      key: `application-${id}`,
      label: name,
      icon: 'key',
      to: `/a/${id}/get-started`,
      hint: kind === 'sandbox' ? 'Sandbox application' : 'Live application',
    }));
  const found = [...rooms, ...settings, ...others].filter(({ label }) =>
    label.toLowerCase().includes(wanted),
  );
  const maySearch = application && permissions.includes('verifications.read');
  if (!wanted || !maySearch) return found;
  const search: Command = {
    key: 'search',
    label: `Find “${text.trim()}”`,
    icon: 'search',
    to: `/a/${application.id}/verifications`,
    search: { q: text.trim() },
    hint: 'Verifications',
  };
  return [...found, search];
}
