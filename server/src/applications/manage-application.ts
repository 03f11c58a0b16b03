/**
 * What operators do with an application after it was made: list, rename, settings, retire, and
 * rotate its secrets (two may be live at once, the last one cannot be revoked).
 */
import { recordAudit } from '../audit/record-audit.ts';
import { withdrawAllCampaigns } from '../campaigns/withdraw-all-campaigns.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { releaseAllNumbers } from '../numbers/release-all-numbers.ts';
import {
  type Application,
  type ApplicationSettings,
  acceptName,
  assertSettings,
  settingsInForce,
} from './application.ts';
import { newSecret, secretContext, secretRow } from './create-application.ts';
import { describeLimitChanges } from './describe-limit-changes.ts';
import { type ApplicationDirectory, toApplication } from './directory.ts';
import {
  findApplication,
  insertSecret,
  listApplications as listRows,
  listSecrets,
  lockApplication,
  markRetired,
  markSecretRevoked,
  updateApplication as updateRow,
} from './store.ts';

export interface ManageDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly directory: ApplicationDirectory;
}

export interface ApplicationSecret {
  readonly id: number;
  /** The last four characters: enough to tell two secrets apart. */
  readonly hint: string;
  readonly createdAt: Date;
}

const liveSecretsMax = 2;

export async function listApplications(deps: ManageDeps): Promise<readonly Application[]> {
  return (await listRows(deps.db)).map(toApplication);
}

export async function getApplication(deps: ManageDeps, id: number): Promise<Application> {
  return loadApplication(deps.db, id);
}

async function loadApplication(db: Queryable, id: number): Promise<Application> {
  const [row] = await findApplication(db, id);
  if (!row) throw new PlatformError('not_found');
  return toApplication(row);
}

export async function updateApplication(
  deps: ManageDeps,
  request: {
    id: number;
    name?: string;
    /** Replaces the settings that are named; the others stay. */
    settings?: Partial<ApplicationSettings>;
    actor: string;
  },
): Promise<Application> {
  const updated = await deps.db.transaction(async (tx) => {
    await lockOrRefuse(tx, request.id);
    const [row] = await findApplication(tx, request.id);
    if (!row) throw new PlatformError('not_found');
    const settings = { ...(row.settings as Partial<ApplicationSettings>), ...request.settings };
    assertSettings(row.kind, settings);
    const name = request.name === undefined ? row.name : acceptName(request.name);
    await updateRow(tx, row.id, name, JSON.stringify(settings));
    await recordAudit(tx, {
      actor: request.actor,
      action: 'application.updated',
      applicationId: row.id,
      data: {
        changed: Object.keys({
          ...request.settings,
          ...(request.name !== undefined && { name: 1 }),
        }),
        ...describeLimitChanges(settingsInForce(row.kind, row.settings), request.settings ?? {}),
      },
    });
    return loadApplication(tx, row.id);
  });
  deps.directory.forget();
  return updated;
}

export async function retireApplication(
  deps: ManageDeps,
  request: { id: number; actor: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const retired = await markRetired(tx, request.id);
    if (retired.length === 0) throw new PlatformError('not_found');
    // Numbers first: a campaign that is being made just now holds one, and is withdrawn with the rest.
    await releaseAllNumbers(tx, { applicationId: request.id });
    await withdrawAllCampaigns(tx, { applicationId: request.id });
    await recordAudit(tx, {
      actor: request.actor,
      action: 'application.retired',
      applicationId: request.id,
    });
  });
  deps.directory.forget();
}

/** The live ones, newest first. */
export async function listApplicationSecrets(
  deps: ManageDeps,
  id: number,
): Promise<readonly ApplicationSecret[]> {
  const rows = await listSecrets(deps.db, id);
  return rows
    .filter((row) => row.revoked_at === null)
    .map((row) => ({ id: row.id, hint: row.hint, createdAt: row.created_at }));
}

/**
 * @param request.secret The caller's own; kept as its MAC alone. A random one otherwise.
 * @throws PlatformError `conflict` when two secrets are live already, `invalid_parameter` for a weak
 * one.
 */
export async function issueSecret(
  deps: ManageDeps,
  request: { id: number; actor: string; secret?: string },
): Promise<{ id: number; apiSecret: string; createdAt: Date }> {
  if (request.secret !== undefined) assertStrong(request.secret);
  const issued = await deps.db.transaction(async (tx) => {
    await lockOrRefuse(tx, request.id);
    const live = (await listSecrets(tx, request.id)).filter((row) => row.revoked_at === null);
    if (live.length >= liveSecretsMax) {
      throw new PlatformError('conflict', { reason: 'two secrets are live already' });
    }
    return insertOne(tx, deps.keyRing, request);
  });
  deps.directory.forget();
  return issued;
}

/**
 * The caller's new secret takes the place of every live one, at once.
 * @throws PlatformError `invalid_parameter` for a weak one.
 */
export async function replaceSecrets(
  deps: ManageDeps,
  request: { id: number; actor: string; secret: string },
): Promise<void> {
  assertStrong(request.secret);
  await deps.db.transaction(async (tx) => {
    await lockOrRefuse(tx, request.id);
    const live = (await listSecrets(tx, request.id)).filter((row) => row.revoked_at === null);
    for (const { id } of live) {
      await markSecretRevoked(tx, request.id, id);
      await auditSecret(tx, request, 'application.secret_revoked', id);
    }
    await insertOne(tx, deps.keyRing, request);
  });
  deps.directory.forget();
}

async function insertOne(
  tx: Queryable,
  keyRing: KeyRing,
  request: { id: number; actor: string; secret?: string },
): Promise<{ id: number; apiSecret: string; createdAt: Date }> {
  const { kind } = await loadApplication(tx, request.id);
  const apiSecret = request.secret ?? newSecret(16);
  const row = secretRow(keyRing, request.id, kind, apiSecret);
  // Nobody shows a chosen secret again, and four of eight characters would say too much of it.
  const chosen = { ...row, sealed: null, hint: apiSecret.slice(-2) };
  const [made] = await insertSecret(tx, request.secret === undefined ? row : chosen);
  const { id, created_at: createdAt } = made as { id: number; created_at: Date };
  await auditSecret(tx, request, 'application.secret_issued', id);
  return { id, apiSecret, createdAt };
}

/** As the classic account API demands it: long enough, and of three kinds. */
function assertStrong(secret: string): void {
  const isStrong =
    /^[\x21-\x7e]{8,25}$/.test(secret) &&
    [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(secret));
  if (isStrong) return;
  throw new PlatformError('invalid_parameter', {
    parameter: 'secret',
    reason: '8 to 25 characters with a small letter, a capital and a digit',
  });
}

/** @throws PlatformError `conflict` for the last live secret, `not_found` for an unknown one. */
export async function revokeSecret(
  deps: ManageDeps,
  request: { id: number; secretId: number; actor: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockOrRefuse(tx, request.id);
    const live = (await listSecrets(tx, request.id)).filter((row) => row.revoked_at === null);
    if (live.length < liveSecretsMax && live.some((row) => row.id === request.secretId)) {
      throw new PlatformError('conflict', { reason: 'the last secret cannot be revoked' });
    }
    const revoked = await markSecretRevoked(tx, request.id, request.secretId);
    if (revoked.length === 0) throw new PlatformError('not_found');
    await auditSecret(tx, request, 'application.secret_revoked', request.secretId);
  });
  deps.directory.forget();
}

/** The newest live secret of a sandbox application; null for a live one, whose secret nobody can read. */
export async function sandboxSecretOf(
  deps: Pick<ManageDeps, 'db' | 'keyRing'>,
  applicationId: number,
): Promise<string | null> {
  const rows = await listSecrets(deps.db, applicationId);
  const sealed = rows.find((row) => row.revoked_at === null && row.secret_sealed)?.secret_sealed;
  if (!sealed) return null;
  return deps.keyRing.open(sealed, secretContext(applicationId)).toString('utf8');
}

async function lockOrRefuse(tx: Queryable, id: number): Promise<void> {
  const locked = await lockApplication(tx, id);
  if (locked.length === 0) throw new PlatformError('not_found');
}

async function auditSecret(
  tx: Queryable,
  request: { id: number; actor: string },
  action: string,
  secretId: number,
): Promise<void> {
  await recordAudit(tx, {
    actor: request.actor,
    action,
    applicationId: request.id,
    subject: String(secretId),
  });
}
