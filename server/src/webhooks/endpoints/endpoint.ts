/**
 * An application's own endpoint: one URL that events are told to, with a secret that signs them. Up to
 * twenty an application. Where it may lie, what it may ask for, how it is kept.
 */
import type { Application } from '../../applications/application.ts';
import type { ApplicationDirectory } from '../../applications/directory.ts';
import type { Database } from '../../db/client.ts';
import { isEventFilter } from '../../events/event.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { destinationOf, type OutgoingRequestError } from '../../kernel/http-client.ts';
import { parseId } from '../../kernel/ids.ts';
import type { KeyRing } from '../../kernel/secret-box.ts';
import { type DisabledReason, type EndpointRow, findEndpoints } from './store.ts';

export const endpointsMax = 20;
const urlLettersMax = 500;
const descriptionLettersMax = 200;
const filtersMax = 50;

export interface OwnEndpoint {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  /** Types, or groups like `message.*`; null is every type. */
  readonly eventTypes: readonly string[] | null;
  /** Until when the secret before the current one signs too. */
  readonly previousSecretEndsAt: Date | null;
  readonly failingSince: Date | null;
  readonly disabledAt: Date | null;
  /** `gone`: it answered 410; `failing`: days without an acknowledgement; `by-hand`. */
  readonly disabledReason: DisabledReason | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** Who owns endpoints, and where they may lie. */
export type EndpointOwner = Pick<Application, 'id' | 'kind' | 'settings'>;

export interface EndpointDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

/** What changes whether events are wanted takes effect on this node at once. */
export interface ChangeEndpointDeps extends EndpointDeps {
  readonly directory: Pick<ApplicationDirectory, 'forget'>;
}

export interface EndpointAct {
  readonly application: EndpointOwner;
  /** `operator:<id>` or `application`. */
  readonly actor: string;
}

export const endpointContexts = {
  url: (endpointId: string) => `webhook_endpoints.url:${endpointId}`,
  secret: (endpointId: string) => `webhook_endpoints.secret:${endpointId}`,
} as const;

export function toOwnEndpoint(keyRing: KeyRing, row: EndpointRow): OwnEndpoint {
  return {
    id: row.id,
    url: keyRing.open(row.url_sealed, endpointContexts.url(row.id)).toString('utf8'),
    description: row.description,
    eventTypes: row.event_types,
    previousSecretEndsAt: row.previous_secret_ends_at,
    failingSince: row.failing_since,
    disabledAt: row.disabled_at,
    disabledReason: row.disabled_reason,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

/** @throws PlatformError `not_found`. */
export async function findEndpoint(
  db: Pick<Database, 'query'>,
  applicationId: number,
  idText: string,
): Promise<EndpointRow> {
  const id = parseId(idText);
  const [row] = id === undefined ? [] : await findEndpoints(db, applicationId, id);
  if (!row) throw new PlatformError('not_found');
  return row;
}

/**
 * A name is judged only when it is called: what it stands for may change at any time.
 * @throws PlatformError `invalid_parameter`.
 */
export function acceptUrl(owner: EndpointOwner, text: string): string {
  const { allowedNetworks } = owner.settings;
  if (text.length > urlLettersMax) throw wrong('url', `at most ${urlLettersMax} letters`);
  let url: URL;
  try {
    url = destinationOf(text, allowedNetworks);
  } catch (error) {
    const { kind } = error as OutgoingRequestError;
    const isUrl = kind !== 'invalid-url';
    throw wrong('url', isUrl ? 'leads to an internal or reserved address' : 'no http or https URL');
  }
  // Inside one's own networks there may be no certificates; on the way out there must be.
  if (owner.kind === 'live' && url.protocol !== 'https:' && allowedNetworks.length === 0) {
    throw wrong('url', 'https only, for a live application without allowed networks');
  }
  return text;
}

/** @throws PlatformError `invalid_parameter`. */
export function acceptDescription(text: string): string {
  const description = text.trim();
  if (description.length > descriptionLettersMax || /\p{Cc}/u.test(description)) {
    throw wrong('description', `at most ${descriptionLettersMax} letters on one line`);
  }
  return description;
}

/** Null or an empty list is every type. @throws PlatformError `invalid_parameter`. */
export function acceptEventTypes(filter: readonly string[] | null): readonly string[] | null {
  if (filter === null || filter.length === 0) return null;
  const unknown = filter.find((each) => !isEventFilter(each));
  if (unknown !== undefined) {
    throw wrong('event_types', 'names a type there is not; see the catalogue of events');
  }
  const once = [...new Set(filter)];
  if (once.length > filtersMax) throw wrong('event_types', `at most ${filtersMax}`);
  return once;
}

function wrong(parameter: string, reason: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter, reason });
}
