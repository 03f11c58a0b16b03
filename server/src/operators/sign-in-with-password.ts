/**
 * Password and TOTP together. Decides that a try is counted before anything is compared, that a
 * stranger cannot tell an unknown email from a wrong password, and that a TOTP code works once.
 */
import { PlatformError } from '../kernel/errors.ts';
import { openSession } from './open-session.ts';
import {
  actorOf,
  type Client,
  type OpenedSession,
  type OperatorDeps,
  operatorContexts,
} from './operator.ts';
import { matchesPassword } from './password.ts';
import * as store from './store.ts';
import { findTotpStep } from './totp.ts';

const triesPerEmail = 5;
const triesPerClient = 30;

export interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
  readonly code: string;
  readonly client: Client;
  readonly previousToken?: string | undefined;
}

export async function signInWithPassword(
  deps: OperatorDeps,
  request: PasswordSignIn,
): Promise<OpenedSession> {
  const emailKey = deps.keys.mac('operator-sign-in-email', request.email.toLowerCase());
  const clientKey = deps.keys.mac('operator-sign-in-client', request.client.address);
  // Count before compare: both claims are committed before the hash is computed.
  await claimAttempt(deps, clientKey, triesPerClient);
  await claimAttempt(deps, emailKey, triesPerEmail);

  const operatorId = await store.findOperatorIdByEmail(deps.db, request.email);
  const step = await matchSecrets(deps, operatorId, request);
  if (operatorId === undefined || step === undefined) {
    await noteFailure(deps, operatorId);
    throw new PlatformError('invalid_credentials', { reason: 'password' });
  }
  return deps.db.transaction(async (tx) => {
    if (!(await store.claimTotpStep(tx, { id: operatorId, step }))) {
      throw new PlatformError('invalid_credentials', { reason: 'password' });
    }
    await store.deleteSignInThrottle(tx, emailKey);
    await store.deleteSignInThrottle(tx, clientKey);
    return openSession(deps, tx, { ...request, operatorId, method: 'password' });
  });
}

async function claimAttempt(deps: OperatorDeps, keyMac: Buffer, limit: number): Promise<void> {
  if (await store.claimSignInAttempt(deps.db, { keyMac, limit })) return;
  const retryAfterSeconds = await store.findSignInWaitSeconds(deps.db, keyMac);
  throw new PlatformError('rate_limited', { reason: 'sign-in', retryAfterSeconds });
}

/** The TOTP step when both secrets match. Both are always compared, present or not. */
async function matchSecrets(
  deps: OperatorDeps,
  operatorId: number | undefined,
  request: PasswordSignIn,
): Promise<number | undefined> {
  const secrets =
    operatorId === undefined ? undefined : await store.findOperatorSecrets(deps.db, operatorId);
  const { passwordSealed, totpSealed } = secrets ?? { passwordSealed: null, totpSealed: null };
  const open = (sealed: Buffer, context: (id: number) => string) =>
    deps.keys.open(sealed, context(operatorId as number)).toString(); // Who has secrets has an id.
  const phc = passwordSealed ? open(passwordSealed, operatorContexts.password) : undefined;
  const isPassword = await matchesPassword(request.password, phc);
  const step =
    totpSealed && secrets
      ? await findTotpStep({
          seed: open(totpSealed, operatorContexts.totp),
          code: request.code,
          epochSeconds: secrets.epochSeconds,
        })
      : undefined;
  return isPassword ? step : undefined;
}

/** Written for unknown emails as well, so that the time tells nothing. */
async function noteFailure(deps: OperatorDeps, operatorId: number | undefined): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await store.deleteOldSignInThrottles(tx);
    await deps.recordAudit(tx, {
      actor: 'visitor',
      action: 'operator.sign-in-refused',
      subject: operatorId === undefined ? 'unknown' : actorOf({ id: operatorId }),
      data: { method: 'password' },
    });
  });
}
