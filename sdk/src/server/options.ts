export interface ClientOptions {
  /** Where the server is, e.g. `https://verify.example.com`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Instead of the runtime's own. */
  readonly fetch?: typeof globalThis.fetch;
  /** Further tries after the first; 2 when absent. */
  readonly retries?: number;
  /** For each try; 30,000 when absent. */
  readonly timeoutMilliseconds?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly retries?: number;
  readonly timeoutMilliseconds?: number;
  /** For a POST that you may want to repeat after your own process ended; otherwise one is made. */
  readonly idempotencyKey?: string;
}
