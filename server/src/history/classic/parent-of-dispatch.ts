/** The verification or message that a dispatch of an application belongs to. */
import type { Database } from '../../db/client.ts';
import { windowBefore, windowNear } from './id-window.ts';
import { findDispatch, findLaterStep } from './store.ts';

/** The last step of a workflow begins within an hour of the first. */
const stepsMilliseconds = 3_600_000;
/** A look-up must stay cheap, also for an id that nobody has. */
const verificationsMax = 2_000;

/** Undefined when it is nobody's, another application's, or a later step of long ago. */
export async function parentOfDispatch(
  deps: { readonly db: Database },
  request: { readonly applicationId: number; readonly dispatchId: string },
): Promise<string | undefined> {
  const { applicationId, dispatchId } = request;
  const [first] = await findDispatch(deps.db, windowNear(applicationId, dispatchId), dispatchId);
  if (first) return first.verification_id;
  const window = windowBefore(applicationId, dispatchId, stepsMilliseconds);
  const [later] = await findLaterStep(deps.db, window, dispatchId, verificationsMax);
  return later?.verification_id;
}
