/**
 * Finds applications by API key, remembering each for a second, so that a busy key costs one query
 * a second and a revoked secret stops working within one.
 */
import type { Database } from '../db/client.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type Application, type ApplicationSettings, settingsInForce } from './application.ts';
import { type ApplicationRow, findApplicationByKey } from './store.ts';

export interface KnownApplication {
  readonly application: Application;
  readonly secretMacs: readonly Buffer[];
  /** Key of request and webhook signatures. */
  readonly signatureSecret: string;
}

export interface ApplicationDirectory {
  find(apiKey: string): Promise<KnownApplication | undefined>;
  /**
   * Looks again when what is remembered is older than a moment: a secret issued elsewhere works at
   * once, and guessing costs the database ten look-ups a second at the most.
   */
  findAgain(apiKey: string): Promise<KnownApplication | undefined>;
  /** Forgets what is remembered, after a change made on this node. */
  forget(): void;
}

interface Entry {
  readonly loadedAt: number;
  readonly known: Promise<KnownApplication | undefined>;
}

const apiKeyPattern = /^[0-9a-f]{8}$/;
const rememberedMilliseconds = 1_000;
const momentMilliseconds = 100;
const entriesMax = 10_000;

export function createApplicationDirectory(deps: {
  db: Database;
  keyRing: KeyRing;
}): ApplicationDirectory {
  const entries = new Map<string, Entry>();

  function load(apiKey: string): Promise<KnownApplication | undefined> {
    return findApplicationByKey(deps.db, apiKey).then(([row]) =>
      row ? toKnownApplication(deps.keyRing, row) : undefined,
    );
  }

  function findYounger(apiKey: string, milliseconds: number) {
    // What can be no key is neither looked up nor remembered: it may be long, or no text at all.
    if (!apiKeyPattern.test(apiKey)) return Promise.resolve(undefined);
    const now = performance.now();
    const entry = entries.get(apiKey);
    if (entry && now - entry.loadedAt < milliseconds) return entry.known;
    if (entries.size >= entriesMax) entries.clear();
    const known = load(apiKey);
    known.catch(() => entries.delete(apiKey));
    entries.set(apiKey, { loadedAt: now, known });
    return known;
  }

  return {
    find: (apiKey) => findYounger(apiKey, rememberedMilliseconds),
    findAgain: (apiKey) => findYounger(apiKey, momentMilliseconds),
    forget: () => entries.clear(),
  };
}

function toKnownApplication(keyRing: KeyRing, row: ApplicationRow): KnownApplication {
  return {
    application: toApplication(row),
    secretMacs: row.secret_macs,
    signatureSecret: keyRing
      .open(row.signature_secret_sealed, signatureSecretContext(row.api_key))
      .toString('utf8'),
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
    createdAt: row.created_at,
    retiredAt: row.retired_at,
    settings: settingsInForce(row.kind, row.settings as Partial<ApplicationSettings>),
    campaigns: row.campaigns,
    registeredSenders: row.registered_senders,
    balance: formatAmount(parseAmount(row.amount)),
    credit: formatAmount(parseAmount(row.credit)),
    currency: 'EUR',
  };
}
