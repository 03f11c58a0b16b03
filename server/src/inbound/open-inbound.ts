/** What the steps of handling one message share: what they need, and the message as it was opened. */
import type { Application } from '../applications/application.ts';
import type { Keyword } from '../consent/keywords.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { SendMessage } from '../messages/send-message.ts';
import type { CheckVerification } from '../verification/check.ts';
import type { InboundRow } from './store.ts';

export interface HandleDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly checkVerification: CheckVerification;
  readonly sendMessage: SendMessage;
}

/** A message with what is sealed in its row. */
export interface OpenInbound {
  readonly row: InboundRow;
  readonly application: Application;
  /** E.164 without plus, or an email address. */
  readonly from: string;
  readonly text: string;
  readonly keyword: Keyword | undefined;
}
