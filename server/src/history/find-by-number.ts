/**
 * Finds an application's verification by the decimal number its wire names it by, with the state it is
 * in by the database's clock. Two of one application with one number are as good as impossible
 * (52 bits of chance); the newer one is meant then.
 */
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import { idEndOfNumber, idFloor } from '../kernel/ids.ts';
import { findVerificationByEnd } from './number-store.ts';
import type { VerificationRow } from './store.ts';

export interface NumberedVerification {
  readonly id: string;
  readonly status: VerificationRow['status'];
}

export type FindByNumber = (request: {
  readonly applicationId: number;
  readonly number: string;
}) => Promise<NumberedVerification | undefined>;

/** Older ones are not looked for, so that a look-up touches the partitions of two weeks. */
const lookBackMilliseconds = 14 * 86_400_000;

export function createFindByNumber(deps: { db: Database; clock: Clock }): FindByNumber {
  return async ({ applicationId, number }) => {
    const end = idEndOfNumber(number);
    if (end === undefined) return undefined;
    const oldest = new Date(deps.clock.now().getTime() - lookBackMilliseconds);
    const [found] = await findVerificationByEnd(deps.db, applicationId, end, idFloor(oldest));
    return found;
  };
}
