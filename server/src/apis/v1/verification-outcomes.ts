/** How the outcomes that verifications share are refused. */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import type { OwnVerification } from '../../history/own-verifications.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { parseId } from '../../kernel/ids.ts';
import { Refusal } from './refusal.ts';

/** @throws PlatformError `not_found`: what can be no id is nobody's. */
export function decodeId(text: string): string {
  const id = parseId(text);
  if (id === undefined) throw new PlatformError('not_found');
  return id;
}

/** @throws PlatformError `not_found`, the same for another application's. */
export async function findOrRefuse(
  core: Core,
  application: Application,
  id: string,
): Promise<OwnVerification> {
  const found = await core.history.findVerification({ applicationId: application.id, id });
  if (!found) throw new PlatformError('not_found');
  return found;
}

const reasons: Readonly<Record<string, string>> = {
  no_more_steps: 'there are no more steps',
  too_late: 'its code has too little life left',
};

/** Why nothing was sent for a verification. @throws PlatformError always */
export async function refusedSend(
  core: Core,
  application: Application,
  id: string,
  outcome: { readonly kind: string; readonly retryAfterSeconds?: number },
): Promise<never> {
  const { kind, retryAfterSeconds } = outcome;
  if (retryAfterSeconds !== undefined) throw limited(kind, retryAfterSeconds);
  if (kind === 'opted_out') throw new PlatformError('opted_out');
  const { status } = await findOrRefuse(core, application, id);
  const reason = reasons[kind] ?? 'it has ended';
  throw new Refusal('conflict', { reason }, { members: { verification_status: status } });
}

/** Budgets of the address: what it may be sent, and the lock after wrong codes. */
export function limited(kind: string, retryAfterSeconds: number): Refusal {
  const isLocked = kind === 'address_locked';
  return new Refusal(
    'rate_limited',
    {
      parameter: 'to',
      reason: isLocked ? 'too many wrong codes' : 'too many messages',
      retryAfterSeconds,
    },
    { policy: isLocked ? 'checks' : 'sends' },
  );
}
