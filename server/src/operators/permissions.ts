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
  'campaigns.review',
  'consent.read',
  // Blocks of the pumping budgets end by themselves; who helps a locked-out person may end one now.
  'blocks.lift',
  // Opting a number in or out on a person's word.
  'consent.manage',
  // The pool is for every application, live ones too.
  'numbers.manage-shared',
  // The list is for every application, live ones too.
  'prices.manage',
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
    'consent.read',
    'blocks.lift',
  ],
  support: [
    'applications.read',
    'verifications.read',
    'consent.read',
    'consent.manage',
    'blocks.lift',
  ],
  reviewer: [
    'applications.read',
    'verifications.read',
    'audit.read',
    'campaigns.review',
    'consent.read',
  ],
  viewer: ['applications.read', 'handset.read', 'verifications.read'],
};

export function listPermissions(role: OperatorRole): readonly Permission[] {
  return permissionsOf[role];
}

export function isPermitted(role: OperatorRole, permission: Permission): boolean {
  return permissionsOf[role].includes(permission);
}
