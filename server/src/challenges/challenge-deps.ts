/** What challenges stand on: the use cases of verification, bound. */
import type { ApplicationDirectory } from '../applications/directory.ts';
import type { Channel } from '../channels/contract.ts';
import type { Database } from '../db/client.ts';
import type { OwnVerification } from '../history/own-verifications.ts';
import type { Clock } from '../kernel/clock.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { CancelVerification } from '../verification/cancel.ts';
import type { CheckVerification } from '../verification/check.ts';
import type { ResendCode } from '../verification/resend.ts';
import type { StartVerification } from '../verification/start.ts';

export interface ChallengeDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly directory: ApplicationDirectory;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly startVerification: StartVerification;
  readonly checkVerification: CheckVerification;
  readonly resendCode: ResendCode;
  readonly cancelVerification: CancelVerification;
  readonly findVerification: (request: {
    applicationId: number;
    id: string;
  }) => Promise<OwnVerification | undefined>;
}
