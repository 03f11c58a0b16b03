/** What each role may do: the one table every admin route is checked against. */

export const operatorRoles = ['owner', 'developer', 'support', 'reviewer', 'viewer'] as const;
export type OperatorRole = (typeof operatorRoles)[number];

export const permissions = [
  'applications.read',
  'applications.manage-sandbox',
  'applications.manage-live',
  'secrets.read',
  'handset.read',
  'handset.use',
  'verifications.read',
  'operators.read',
  'operators.manage',
  'audit.read',
] as const;
export type Permission = (typeof permissions)[number];

const permissionsOf: Readonly<Record<OperatorRole, readonly Permission[]>> = {
  owner: permissions,
  developer: [
    'applications.read',
    'applications.manage-sandbox',
    'secrets.read',
    'handset.read',
    'handset.use',
    'verifications.read',
    'operators.read',
  ],
  support: ['applications.read', 'verifications.read'],
  reviewer: ['applications.read', 'verifications.read', 'audit.read'],
  viewer: ['applications.read', 'handset.read', 'verifications.read'],
};

export function listPermissions(role: OperatorRole): readonly Permission[] {
  return permissionsOf[role];
}

export function isPermitted(role: OperatorRole, permission: Permission): boolean {
  return permissionsOf[role].includes(permission);
}
