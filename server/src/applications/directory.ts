/**
 * Finds applications by API key or by the id that tokens name, remembering each for a second, so that
 * a busy one costs one query a second and a revoked secret or retired key stops working within one.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Database } from '../db/client.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type Application, type ApplicationSettings, settingsInForce } from './application.ts';
import { type ApplicationRow, findKnownApplication, type KnownApplicationRow } from './store.ts';

export interface KnownApplication {
  readonly application: Application;
  readonly secretMacs: readonly Buffer[];
  /** Key of request and webhook signatures. */
  readonly signatureSecret: string;
  /** Keys its tokens are signed with: RSA, at most two. */
  readonly publicKeys: readonly KeyObject[];
}

/** Its API key, or the UUID that tokens and callbacks call it by. */
export type ApplicationName = string | { readonly wireId: string };

export interface ApplicationDirectory {
  find(name: ApplicationName): Promise<KnownApplication | undefined>;
  /**
   * Looks again when what is remembered is older than a moment: a secret issued elsewhere works at
   * once, and guessing costs the database ten look-ups a second at the most.
   */
  findAgain(name: ApplicationName): Promise<KnownApplication | undefined>;
  /** Forgets what is remembered, after a change made on this node. */
  forget(): void;
}

interface Entry {
  readonly loadedAt: number;
  readonly known: Promise<KnownApplication | undefined>;
}

const apiKeyPattern = /^[0-9a-f]{8}$/;
const wireIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const rememberedMilliseconds = 1_000;
const momentMilliseconds = 100;
const entriesMax = 10_000;

export function createApplicationDirectory(deps: {
  db: Database;
  keyRing: KeyRing;
}): ApplicationDirectory {
  const entries = new Map<string, Entry>();

  function load(name: ApplicationName): Promise<KnownApplication | undefined> {
    const isKey = typeof name === 'string';
    const names = { apiKey: isKey ? name : null, wireId: isKey ? null : name.wireId };
    return findKnownApplication(deps.db, names).then(([row]) =>
      row ? toKnownApplication(deps.keyRing, row) : undefined,
    );
  }

  function findYounger(name: ApplicationName, milliseconds: number) {
    const [key, pattern] =
      typeof name === 'string' ? [name, apiKeyPattern] : [name.wireId, wireIdPattern];
    // What can be no name is neither looked up nor remembered: it may be long, or no text at all.
    if (!pattern.test(key)) return Promise.resolve(undefined);
    const now = performance.now();
    const entry = entries.get(key);
    if (entry && now - entry.loadedAt < milliseconds) return entry.known;
    if (entries.size >= entriesMax) entries.clear();
    const known = load(name);
    known.catch(() => entries.delete(key));
    entries.set(key, { loadedAt: now, known });
    return known;
  }

  return {
    find: (name) => findYounger(name, rememberedMilliseconds),
    findAgain: (name) => findYounger(name, momentMilliseconds),
    forget: () => entries.clear(),
  };
}

function toKnownApplication(keyRing: KeyRing, row: KnownApplicationRow): KnownApplication {
  return {
    application: toApplication(row),
    secretMacs: row.secret_macs,
    signatureSecret: keyRing
      .open(row.signature_secret_sealed, signatureSecretContext(row.api_key))
      .toString('utf8'),
    publicKeys: row.public_keys.map((key) => createPublicKey({ key, format: 'der', type: 'spki' })),
  };
}

export function signatureSecretContext(apiKey: string): string {
  return `applications.signature_secret:${apiKey}`;
}

export function toApplication(row: ApplicationRow): Application {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    apiKey: row.api_key,
    wireId: row.wire_id,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
    wantsEvents: row.wants_events,
    settings: settingsInForce(row.kind, row.settings as Partial<ApplicationSettings>),
    campaigns: row.campaigns,
    registeredSenders: row.registered_senders,
    balance: formatAmount(parseAmount(row.amount)),
    credit: formatAmount(parseAmount(row.credit)),
    currency: 'EUR',
  };
}
