/** What the core stands on: opened by startup/, or by a test. */
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { HttpClient } from '../kernel/http-client.ts';
import type { Logger } from '../kernel/logger.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { Metrics } from '../metrics.ts';
import type { OpenTransport } from '../transports/contract.ts';

export interface CoreDeps {
  /** For the batched statements of the hot path. */
  readonly hotDb: Database;
  /** For everything else. */
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly httpClient: HttpClient;
  /** Where this server is reached, without a slash at its end; links are relative without it. */
  readonly baseUrl?: string;
  /** Lets a test or the bench listen to what carriers are given. */
  readonly wrapTransport?: (name: string, transport: OpenTransport) => OpenTransport;
}
