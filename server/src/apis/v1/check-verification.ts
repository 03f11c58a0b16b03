/** Checks a code, and tells a repetition with the same key what the first try came to. */
import type { Static } from 'typebox';
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import type { CheckOutcome } from '../../verification/check.ts';
import type { V1Answer, V1Call } from './operation.ts';
import { Refusal } from './refusal.ts';
import { decodeId, findOrRefuse } from './verification-outcomes.ts';
import type {
  CheckAnswer,
  CheckBody,
  checkResults,
  VerificationParams,
} from './verification-schemas.ts';

type Checked = Static<typeof CheckAnswer>;
type Result = (typeof checkResults)[number];

const resultOf: Readonly<Record<Exclude<CheckOutcome['kind'], 'not_live'>, Result>> = {
  verified: 'verified',
  mismatch: 'wrong_code',
  code_expired: 'code_expired',
  exhausted: 'too_many_checks',
  locked: 'address_locked',
};

export async function checkVerification({
  core,
  application,
  params,
  body,
  effect,
}: V1Call<Static<typeof VerificationParams>, unknown, Static<typeof CheckBody>>): Promise<
  V1Answer<Checked>
> {
  const id = decodeId(params.verification_id);
  const earlier =
    effect?.earlier &&
    (await checkedEarlier(core, application, { id, code: body.code }, effect.earlier));
  if (earlier !== undefined) return told(core, application, id, earlier);
  const { kind } = await core.checkVerification({
    application,
    verificationId: id,
    code: body.code,
    ...(body.client_address !== undefined && { clientAddress: body.client_address }),
  });
  if (kind !== 'not_live') return told(core, application, id, resultOf[kind]);
  const { status } = await findOrRefuse(core, application, id);
  throw new Refusal(
    'conflict',
    { reason: 'it has ended' },
    { members: { verification_status: status } },
  );
}

async function told(
  core: Core,
  application: Application,
  id: string,
  result: Result,
): Promise<V1Answer<Checked>> {
  const { status, live } = await findOrRefuse(core, application, id);
  const isVerified = result === 'verified';
  const body = {
    ...{ id, is_verified: isVerified, result, status },
    checks_left: live?.checksLeft ?? null,
  };
  return { body };
}

/** The same code, checked since the key was first seen, is that check: it is not counted twice. */
async function checkedEarlier(
  core: Core,
  application: Application,
  { id, code }: { id: string; code: string },
  since: Date,
): Promise<Result | undefined> {
  const [found] = await core.searchVerifications({ application, ids: [id] });
  const check = found?.checks.find((made) => made.at >= since && made.code === code);
  if (!check) return undefined;
  return check.isValid ? 'verified' : 'wrong_code';
}
