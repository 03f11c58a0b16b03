/** Brands of an application: written by its people, registered by what a reviewer writes down. */
import type { ApplicationDirectory } from '../applications/directory.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Brand, BrandData, BrandState } from './brand.ts';
import {
  type BrandRow,
  insertBrand,
  listBrandRows,
  updateBrand,
  updateBrandRegistration,
} from './store.ts';

/** Oldest first. */
export async function listBrands(
  deps: { db: Database },
  request: { applicationId: number },
): Promise<readonly Brand[]> {
  return (await listBrandRows(deps.db, request.applicationId, null)).map(toBrand);
}

/** @throws PlatformError `not_found` when the application is not there any more. */
export async function createBrand(
  deps: { db: Database },
  request: { applicationId: number; data: BrandData; actor: string },
): Promise<Brand> {
  const { applicationId, data, actor } = request;
  return deps.db.transaction(async (tx) => {
    const [made] = await insertBrand(tx, applicationId, JSON.stringify(data));
    if (!made) throw new PlatformError('not_found');
    const subject = String(made.id);
    await recordAudit(tx, { actor, action: 'brand.created', applicationId, subject });
    return loadBrand(tx, applicationId, made.id);
  });
}

/** @throws PlatformError `not_found`, `conflict` once it is with the registry. */
export async function editBrand(
  deps: { db: Database },
  request: { applicationId: number; brandId: number; data: BrandData; actor: string },
): Promise<Brand> {
  const { applicationId, brandId, data, actor } = request;
  return deps.db.transaction(async (tx) => {
    await loadBrand(tx, applicationId, brandId);
    const updated = await updateBrand(tx, applicationId, brandId, JSON.stringify(data));
    if (updated.length === 0) throw new PlatformError('conflict', { reason: 'brand-submitted' });
    const subject = String(brandId);
    await recordAudit(tx, { actor, action: 'brand.edited', applicationId, subject });
    return loadBrand(tx, applicationId, brandId);
  });
}

/** @throws PlatformError `not_found`. */
export async function recordBrandRegistration(
  deps: { db: Database; directory: Pick<ApplicationDirectory, 'forget'> },
  request: {
    applicationId: number;
    brandId: number;
    state: BrandState;
    registryId: string | null;
    expiresAt: Date | null;
    actor: string;
  },
): Promise<Brand> {
  const { applicationId, brandId, state, registryId, expiresAt, actor } = request;
  const changed = await deps.db.transaction(async (tx) => {
    const row = { applicationId, id: brandId, state, registryId, expiresAt };
    const updated = await updateBrandRegistration(tx, row);
    if (updated.length === 0) throw new PlatformError('not_found');
    await recordAudit(tx, {
      actor,
      action: 'brand.registration-recorded',
      applicationId,
      subject: String(brandId),
      data: { state, registryId, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return loadBrand(tx, applicationId, brandId);
  });
  deps.directory.forget();
  return changed;
}

async function loadBrand(db: Queryable, applicationId: number, id: number): Promise<Brand> {
  const [row] = await listBrandRows(db, applicationId, id);
  if (!row) throw new PlatformError('not_found');
  return toBrand(row);
}

function toBrand(row: BrandRow): Brand {
  return {
    id: row.id,
    applicationId: row.application_id,
    data: row.data,
    state: row.state,
    isInForce: row.is_in_force,
    registryId: row.registry_id,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
