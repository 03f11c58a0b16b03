/** What the classic APIs note of messages and look up again, bound once. */
import { behindWall } from '../../db/behind-wall.ts';
import {
  type ConversionDeps,
  createRecordConversion,
  type RecordConversion,
} from '../../delivery/conversions.ts';
import { createRedactMessage, type RedactMessage } from '../redact/redact-message.ts';
import { createFindMessages, type FindMessages } from './find-messages.ts';
import { type FindRejections, findRejections } from './find-rejections.ts';
import { parentOfDispatch } from './parent-of-dispatch.ts';
import { createRejectionRecorder, type RecorderDeps, type Rejection } from './record-rejection.ts';

export interface ClassicRecords {
  readonly findMessages: FindMessages;
  readonly findRejections: FindRejections;
  readonly recordConversion: RecordConversion;
  readonly redactMessage: RedactMessage;
  /** Notes a send that was refused; never waits and never throws. */
  recordRejection(rejection: Rejection): void;
}

type OwnRecords = Pick<ClassicRecords, 'findRejections' | 'recordConversion' | 'redactMessage'>;

export function createClassicRecords(
  deps: RecorderDeps & Pick<ConversionDeps, 'onConverted'>,
): ClassicRecords & { /** Resolves when what was noted is written. */ idle(): Promise<void> } {
  const { db, keyRing, clock, onConverted } = deps;
  const rejections = createRejectionRecorder(deps);
  return {
    findMessages: behindWall(db, (own) => createFindMessages({ db: own, keyRing })),
    ...behindWall(db, (own): OwnRecords => {
      const parentOf = (applicationId: number, dispatchId: string) =>
        parentOfDispatch({ db: own }, { applicationId, dispatchId });
      return {
        findRejections: (search) => findRejections({ db: own, keyRing }, search),
        recordConversion: createRecordConversion({ db: own, clock, parentOf, onConverted }),
        redactMessage: createRedactMessage({ db: own, keyRing }),
      };
    }),
    recordRejection: rejections.record,
    idle: rejections.idle,
  };
}
