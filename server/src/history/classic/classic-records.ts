/** What the classic APIs note of messages and look up again, bound once. */
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

export function createClassicRecords(
  deps: RecorderDeps & Pick<ConversionDeps, 'onConverted'>,
): ClassicRecords & { /** Resolves when what was noted is written. */ idle(): Promise<void> } {
  const { db, clock, onConverted } = deps;
  const rejections = createRejectionRecorder(deps);
  const parentOf = (applicationId: number, dispatchId: string) =>
    parentOfDispatch({ db }, { applicationId, dispatchId });
  return {
    findMessages: createFindMessages(deps),
    findRejections: (search) => findRejections(deps, search),
    recordConversion: createRecordConversion({ db, clock, parentOf, onConverted }),
    redactMessage: createRedactMessage(deps),
    recordRejection: rejections.record,
    idle: rejections.idle,
  };
}
