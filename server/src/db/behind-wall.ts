/**
 * Where use cases are bound, those that serve an application's own calls go behind the second wall
 * (docs/adr/0013-second-wall.md): each act runs on the database as the application it names first sees it.
 */
import { assert } from '../kernel/assert.ts';
import type { Database } from './client.ts';

/** How the acts of a desk name whose they are. */
type Tenant =
  | number
  | { readonly applicationId: number }
  | { readonly application: { readonly id: number } }
  | { readonly id: number; readonly apiKey: string };

type Act = (tenant: never, ...rest: never[]) => unknown;

/** Names of the acts that say first whose they are. */
type OwnActs<Desk> = {
  [Name in keyof Desk]: Desk[Name] extends Act
    ? Parameters<Desk[Name]>[0] extends Tenant
      ? Name
      : never
    : never;
}[keyof Desk];

/** Compiles only where every other act is named as one that stays outside. */
type Walled<Desk, Outside> = [Exclude<keyof Desk, OwnActs<Desk> | Outside>] extends [never]
  ? Desk
  : { readonly 'stays outside, or names its application first': never };

/**
 * A desk whose acts run as their application, but for those named. `make` is called for each act and
 * must keep nothing between two of them.
 */
export function behindWall<Desk extends object, Outside extends keyof Desk = never>(
  db: Database,
  make: (db: Database) => Desk,
  outside: readonly Outside[] = [],
): Walled<Desk, Outside> {
  const open = make(db);
  const bind =
    (name: keyof Desk) =>
    (tenant: Tenant, ...rest: never[]) => {
      const own = make(db.forApplication(applicationOf(tenant)));
      return (own[name] as (tenant: Tenant, ...rest: never[]) => unknown)(tenant, ...rest);
    };
  const names = Object.keys(open) as (keyof Desk)[];
  const walled = names
    .filter((name) => !(outside as readonly (keyof Desk)[]).includes(name))
    .map((name) => [name, bind(name)]);
  return { ...open, ...Object.fromEntries(walled) } as Walled<Desk, Outside>;
}

function applicationOf(tenant: Tenant): number {
  if (typeof tenant === 'number') return tenant;
  if ('applicationId' in tenant) return tenant.applicationId;
  const id = 'application' in tenant ? tenant.application.id : tenant.id;
  assert(Number.isSafeInteger(id), 'an act names its application');
  return id;
}
