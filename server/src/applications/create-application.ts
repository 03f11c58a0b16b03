/**
 * Creates an application with a key, one secret and a signature secret. The secret is answered once;
 * only a sandbox application's can be read again, because it opens nothing but the virtual handset.
 */
import { recordAudit } from '../audit/record-audit.ts';
import { giveSampleCampaign } from '../campaigns/give-sample-campaign.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { randomBytes, randomHex } from '../kernel/random.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import {
  type Application,
  type ApplicationKind,
  type ApplicationSettings,
  acceptName,
  assertSettings,
} from './application.ts';
import { signatureSecretContext, toApplication } from './directory.ts';
import { findApplication, insertApplication, insertSecret } from './store.ts';

export interface CreatedApplication {
  readonly application: Application;
  readonly apiSecret: string;
  readonly signatureSecret: string;
}

/** What a sandbox application may spend; it costs nobody anything. */
const sandboxBalance = '10000';

export async function createApplication(
  deps: { db: Database; keyRing: KeyRing },
  request: {
    name: string;
    kind: ApplicationKind;
    actor: string;
    settings?: Partial<ApplicationSettings>;
  },
): Promise<CreatedApplication> {
  return deps.db.transaction((tx) => insertNew(tx, deps.keyRing, request));
}

async function insertNew(
  tx: Queryable,
  keyRing: KeyRing,
  request: Parameters<typeof createApplication>[1],
): Promise<CreatedApplication> {
  const { kind, settings = {} } = request;
  const name = acceptName(request.name);
  assertSettings(kind, settings);
  const apiKey = randomHex(4);
  const signatureSecret = newSecret(32);
  const [made] = await insertApplication(tx, {
    name,
    kind,
    apiKey,
    signatureSecretSealed: keyRing.seal(signatureSecret, signatureSecretContext(apiKey)),
    settings: JSON.stringify(settings),
    balance: kind === 'sandbox' ? sandboxBalance : '0',
  });
  const id = (made as { id: number }).id;
  const apiSecret = newSecret(16);
  await insertSecret(tx, secretRow(keyRing, id, kind, apiSecret));
  await recordAudit(tx, {
    actor: request.actor,
    action: 'application.created',
    applicationId: id,
    subject: apiKey,
    data: { kind },
  });
  if (kind === 'sandbox') {
    await giveSampleCampaign(tx, { applicationId: id, actor: request.actor });
  }
  const [row] = await findApplication(tx, id);
  if (!row) throw new PlatformError('not_found');
  return { application: toApplication(row), apiSecret, signatureSecret };
}

/** Letters and digits with at least one of each kind, as the classic clients demand of a secret. */
export function newSecret(length: number): string {
  for (;;) {
    const text = randomBytes(length * 2)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, length);
    if (text.length === length && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text)) {
      return text;
    }
  }
}

export function secretRow(
  keyRing: KeyRing,
  applicationId: number,
  kind: ApplicationKind,
  secret: string,
): { applicationId: number; mac: Buffer; sealed: Buffer | null; hint: string } {
  const context = secretContext(applicationId);
  return {
    applicationId,
    mac: keyRing.mac('application-secret', secret),
    sealed: kind === 'sandbox' ? keyRing.seal(secret, context) : null,
    hint: secret.slice(-4),
  };
}

export function secretContext(applicationId: number): string {
  return `application_secrets.secret:${applicationId}`;
}
