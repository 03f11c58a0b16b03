/**
 * What an application reports of a message: whether it was worth its money (the code was used). The
 * last word wins, and saying the same twice changes nothing. Of what nobody here sent for this
 * application nothing is kept.
 */
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import { parseId } from '../kernel/ids.ts';
import { saveConversion } from './store.ts';

export interface Conversion {
  readonly applicationId: number;
  /** Of a dispatch: what the wires call `message-id` or `event_id`. */
  readonly messageId: string;
  readonly kind: 'sms' | 'voice';
  readonly isConverted: boolean;
  /** When it happened; now when the caller does not say. */
  readonly at?: Date;
}

/** Answers whether the message is one of the application's. */
export type RecordConversion = (conversion: Conversion) => Promise<boolean>;

export interface ConversionDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** The verification or message that a dispatch of the application belongs to. */
  readonly parentOf: (applicationId: number, dispatchId: string) => Promise<string | undefined>;
  /** Told once of each message that was worth its money. */
  readonly onConverted: (conversion: {
    readonly applicationId: number;
    readonly verificationId: string;
  }) => Promise<void>;
}

export function createRecordConversion(deps: ConversionDeps): RecordConversion {
  return async ({ applicationId, messageId: text, kind, isConverted, at }) => {
    const messageId = parseId(text);
    const verificationId = messageId && (await deps.parentOf(applicationId, messageId));
    if (!messageId || !verificationId) return false;
    const row = { applicationId, messageId, verificationId, kind, isConverted };
    const news = await saveConversion(deps.db, { ...row, at: at ?? deps.clock.now() });
    if (news.length > 0 && isConverted) await deps.onConverted({ applicationId, verificationId });
    return true;
  };
}
