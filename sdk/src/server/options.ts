/** Key and secret of the application, or a maker of tokens under its key pair. */
type ClientCredentials =
  | { readonly apiKey: string; readonly apiSecret: string; readonly token?: undefined }
  | {
      readonly apiKey?: undefined;
      readonly apiSecret?: undefined;
      /** Asked before each try for a JWT; keep one for as long as it lives. */
      readonly token: () => string | Promise<string>;
    };

export type ClientOptions = ClientCredentials & ClientSettings;

interface ClientSettings {
  /** Where the server is, e.g. `https://verify.example.com`. */
  readonly baseUrl: string;
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
