/**
 * Gives an endpoint a new secret, answered here and never again. The one before signs too, a day long
 * unless the caller says otherwise; nought ends it at once.
 */
import { recordAudit } from '../../audit/record-audit.ts';
import { newSecret } from './create-endpoint.ts';
import { type EndpointAct, type EndpointDeps, endpointContexts, findEndpoint } from './endpoint.ts';
import { replaceSecret } from './store.ts';

const overlapSecondsUsual = 86_400;

export interface RotatedSecret {
  /** `whsec_…` */
  readonly secret: string;
  readonly previousSecretEndsAt: Date | null;
}

/** @throws PlatformError `not_found`. */
export async function rotateSecret(
  deps: EndpointDeps,
  /** `overlapSeconds`: 0 to 604,800. */
  request: EndpointAct & { endpointId: string; overlapSeconds?: number },
): Promise<RotatedSecret> {
  const { application, actor, overlapSeconds = overlapSecondsUsual } = request;
  const secret = newSecret();
  return deps.db.transaction(async (tx) => {
    const { id } = await findEndpoint(tx, application.id, request.endpointId);
    const secretSealed = deps.keyRing.seal(secret, endpointContexts.secret(id));
    const applicationId = application.id;
    const [replaced] = await replaceSecret(tx, { applicationId, id, secretSealed, overlapSeconds });
    await recordAudit(tx, {
      actor,
      action: 'endpoint.secret_rotated',
      applicationId,
      subject: id,
      data: { overlapSeconds },
    });
    const endsAt = replaced?.previous_secret_ends_at ?? null;
    return { secret, previousSecretEndsAt: overlapSeconds > 0 ? endsAt : null };
  });
}
