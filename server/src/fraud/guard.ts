/**
 * The guard of one node against pumping, put together: what the core asks before a message is queued
 * and tells after a code came back, and the beat that keeps the nodes in agreement.
 */
import type { Application } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { createBlockBook } from './block-book.ts';
import { createDecisionLog } from './decision-log.ts';
import {
  type JudgeDeps,
  type JudgeRequest,
  judge,
  keysOf,
  noteNotSent,
  noteSent,
  noteVerified,
  type Traffic,
  type Verdict,
} from './judge.ts';
import { numberMac } from './number-mac.ts';
import { createNumberRuns } from './number-runs.ts';
import { findOwnCodeDestination } from './store.ts';
import { createSyncTraffic } from './sync-traffic.ts';
import { createTrafficBook } from './traffic-book.ts';

export interface FraudGuard {
  /** Judges a message, and counts it unless it is refused. Synchronous, in memory. */
  admit(request: JudgeRequest): Verdict;
  /** What `admit` counted was not sent after all. */
  takeBack(request: JudgeRequest): void;
  /** The code came back. `isOwnCode`: by an answer or a report, not by a check here. */
  noteVerified(
    application: Pick<Application, 'id' | 'settings'>,
    traffic: Omit<Traffic, 'applicationId'>,
    isOwnCode: boolean,
  ): void;
  /** An application reports that its own code was used: as good as a right one, if it counts those. */
  noteConverted(conversion: { applicationId: number; verificationId: string }): Promise<void>;
  /** One beat with the database; also the last thing a node does. */
  sync(): Promise<void>;
}

export function createFraudGuard(deps: {
  db: Database;
  keyRing: KeyRing;
  clock: Clock;
}): FraudGuard {
  const { db, keyRing, clock } = deps;
  let behindMilliseconds = 0;
  const now = () => clock.now().getTime() + behindMilliseconds;
  const decisions = createDecisionLog();
  const books = {
    traffic: createTrafficBook(),
    blocks: createBlockBook(),
    runs: createNumberRuns(),
  };
  const judging: JudgeDeps = {
    ...books,
    now,
    numberMac: (address) => numberMac(keyRing, address),
    open: books.blocks.open,
    record: decisions.add,
  };
  return {
    admit(request) {
      const keys = keysOf(request, request.application.id);
      const verdict = judge(judging, request, keys);
      const isSent = verdict.kind === 'allow' || verdict.kind === 'other-channel';
      if (isSent) noteSent(judging, request, keys);
      return verdict;
    },
    takeBack: (request) => noteNotSent(judging, request),
    noteVerified(application, traffic, isOwnCode) {
      if (isOwnCode && !application.settings.pumping.countsOwnCodes) return;
      noteVerified(judging, { ...traffic, applicationId: application.id });
    },
    async noteConverted({ applicationId, verificationId }) {
      const [sent] = await findOwnCodeDestination(db, applicationId, verificationId);
      if (!sent) return;
      const { country, address_prefix: prefix, client_mac: clientMac } = sent;
      noteVerified(judging, { applicationId, country, prefix, clientMac });
    },
    sync: createSyncTraffic({
      db,
      ...books,
      decisions,
      now,
      setClock: (databaseNow) => {
        behindMilliseconds = databaseNow.getTime() - clock.now().getTime();
      },
    }),
  };
}
