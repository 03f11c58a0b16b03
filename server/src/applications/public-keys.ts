/**
 * The keys an application's tokens are signed with: two may be live, so that one can be replaced
 * without a pause, and unlike a secret the last one may be retired. Only the public half is ever here.
 */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { ManageDeps } from './manage-application.ts';
import {
  insertPublicKey,
  listPublicKeys as listRows,
  lockApplication,
  markPublicKeyRetired,
} from './store.ts';

export interface PublicKey {
  readonly id: number;
  /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal. */
  readonly fingerprint: string;
  /** Bits of the modulus. */
  readonly bits: number;
  readonly createdAt: Date;
}

const liveKeysMax = 2;
const pemCharactersMax = 4_000;
/** Below 2048 NIST SP 800-131A forbids signatures; above 4096 every call would cost us noticeably. */
const bitsMin = 2_048;
const bitsMax = 4_096;
const usualExponent = 65_537n;

type KeyDeps = Pick<ManageDeps, 'db' | 'directory'>;

/** The live ones, newest first. */
export async function listPublicKeys(
  deps: Pick<KeyDeps, 'db'>,
  applicationId: number,
): Promise<readonly PublicKey[]> {
  const rows = await listRows(deps.db, applicationId);
  return rows.map(({ id, fingerprint, spki, created_at: createdAt }) => ({
    id,
    fingerprint: fingerprint.toString('hex'),
    bits: bitsOf(createPublicKey({ key: spki, format: 'der', type: 'spki' })),
    createdAt,
  }));
}

/**
 * @param request.pem `-----BEGIN PUBLIC KEY-----` or `-----BEGIN RSA PUBLIC KEY-----`.
 * @throws PlatformError `invalid_parameter` for what is no RSA key of 2048 to 4096 bits, `conflict`
 * when two are live already or this one is.
 */
export async function addPublicKey(
  deps: KeyDeps,
  request: { id: number; pem: string; actor: string },
): Promise<PublicKey> {
  const key = readPublicKey(request.pem);
  const spki = key.export({ format: 'der', type: 'spki' });
  const fingerprint = createHash('sha256').update(spki).digest();
  const added = await deps.db.transaction(async (tx) => {
    const locked = await lockApplication(tx, request.id);
    if (locked.length === 0) throw new PlatformError('not_found');
    const live = await listRows(tx, request.id);
    if (live.length >= liveKeysMax) {
      throw new PlatformError('conflict', { reason: 'two keys are live already' });
    }
    const [made] = await insertPublicKey(tx, { applicationId: request.id, spki, fingerprint });
    if (!made) throw new PlatformError('conflict', { reason: 'this key is live already' });
    await auditKey(tx, request, 'application.key_added', fingerprint);
    return made;
  });
  deps.directory.forget();
  return {
    id: added.id,
    fingerprint: fingerprint.toString('hex'),
    bits: bitsOf(key),
    createdAt: added.created_at,
  };
}

/** Tokens under it stop working at once here, within a second elsewhere. @throws `not_found` */
export async function retirePublicKey(
  deps: KeyDeps,
  request: { id: number; keyId: number; actor: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const locked = await lockApplication(tx, request.id);
    if (locked.length === 0) throw new PlatformError('not_found');
    const [retired] = await markPublicKeyRetired(tx, request.id, request.keyId);
    if (!retired) throw new PlatformError('not_found');
    await auditKey(tx, request, 'application.key_retired', retired.fingerprint);
  });
  deps.directory.forget();
}

function readPublicKey(pem: string): KeyObject {
  const text = pem.trim();
  const refuse = (reason: string) =>
    new PlatformError('invalid_parameter', { parameter: 'publicKey', reason });
  if (/PRIVATE KEY/.test(text)) {
    throw refuse('holds a private key: keep that where tokens are made, and send the public one');
  }
  const isPublic =
    /^-----BEGIN (RSA )?PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END (RSA )?PUBLIC KEY-----$/;
  if (text.length > pemCharactersMax || !isPublic.test(text))
    throw refuse('is no public key (PEM)');
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch {
    throw refuse('is no public key (PEM)');
  }
  const isUsable =
    key.asymmetricKeyType === 'rsa' &&
    key.asymmetricKeyDetails?.publicExponent === usualExponent &&
    bitsOf(key) >= bitsMin &&
    bitsOf(key) <= bitsMax;
  if (!isUsable) throw refuse(`is no RSA key of ${bitsMin} to ${bitsMax} bits, exponent 65537`);
  return key;
}

function bitsOf(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

async function auditKey(
  tx: Parameters<typeof recordAudit>[0],
  request: { id: number; actor: string },
  action: string,
  fingerprint: Buffer,
): Promise<void> {
  await recordAudit(tx, {
    actor: request.actor,
    action,
    applicationId: request.id,
    subject: fingerprint.toString('hex'),
  });
}
