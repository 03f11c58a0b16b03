/** The rooms of the console and who may enter them: the sidebar and the palette read this list. */
import type { Application, Permission } from 'countersign/admin';
import type { IconName } from '../parts/icons.tsx';

export interface Room {
  readonly label: string;
  readonly icon: IconName;
  readonly to: string;
  readonly isOfApplication: boolean;
}

interface RoomRule {
  readonly label: string;
  readonly icon: IconName;
  readonly path: string;
  readonly permission?: Permission;
  readonly isSandboxOnly?: boolean;
}

const applicationRooms: readonly RoomRule[] = [
  { label: 'Get started', icon: 'start', path: 'get-started' },
  {
    label: 'Handset',
    icon: 'handset',
    path: 'handset',
    permission: 'handset.read',
    isSandboxOnly: true,
  },
  {
    label: 'Verifications',
    icon: 'verifications',
    path: 'verifications',
    permission: 'verifications.read',
  },
  { label: 'Messages', icon: 'messages', path: 'messages', permission: 'verifications.read' },
  { label: 'Consent', icon: 'consent', path: 'consent', permission: 'consent.read' },
  { label: 'Numbers', icon: 'numbers', path: 'numbers', permission: 'applications.read' },
  { label: 'Webhooks', icon: 'webhooks', path: 'webhooks', permission: 'verifications.read' },
  {
    label: 'Developers',
    icon: 'developers',
    path: 'developers',
    permission: 'verifications.read',
  },
  { label: 'Quality', icon: 'quality', path: 'quality', permission: 'verifications.read' },
  { label: 'Fraud', icon: 'fraud', path: 'fraud', permission: 'verifications.read' },
  { label: 'Billing', icon: 'billing', path: 'billing' },
];

const commonRooms: readonly RoomRule[] = [
  { label: 'Review', icon: 'review', path: '/review', permission: 'campaigns.review' },
  { label: 'Audit', icon: 'audit', path: '/audit', permission: 'audit.read' },
  { label: 'Settings', icon: 'settings', path: '/settings' },
];

export function listRooms(
  application: Application | undefined,
  permissions: readonly Permission[],
): Room[] {
  const mayEnter = ({ permission }: RoomRule) => !permission || permissions.includes(permission);
  const ofApplication = application
    ? applicationRooms.filter(
        (rule) => mayEnter(rule) && (!rule.isSandboxOnly || application.kind === 'sandbox'),
      )
    : [];
  return [
    ...ofApplication.map(({ label, icon, path }) => ({
      label,
      icon,
      to: `/a/${application?.id}/${path}`,
      isOfApplication: true,
    })),
    ...commonRooms
      .filter(mayEnter)
      .map(({ label, icon, path }) => ({ label, icon, to: path, isOfApplication: false })),
  ];
}
