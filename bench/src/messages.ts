/** What parent and children of the bench say to each other over the process channel. */
import type { Destination } from './dialects.ts';
import type { Percentiles } from './statistics.ts';

/** One step of the bench: so many callers, for so long. */
export interface Step {
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface Measured {
  /** Length of the measured window, by the generator's monotonic clock. */
  readonly seconds: number;
  /** Right flows that ended inside the window. */
  readonly flows: number;
  /** All right flows of the step, with warm-up and the last ones under way. */
  readonly flowsInAll: number;
  readonly start: Percentiles;
  readonly check: Percentiles;
  /** The two timed requests together. */
  readonly flow: Percentiles;
  /** From the start's answer to the code's arrival: untimed in the flow, told for interest. */
  readonly codeWait: Percentiles;
  /** Over the whole step, warm-up included: an error is never hidden. */
  readonly errors: readonly { readonly text: string; readonly count: number }[];
}

/** A child that can be used, and what one must know to use it. */
export interface ReadyMessage {
  readonly kind: 'ready';
  /** Port of a server, or of the generator's sink; 0 where there is none. */
  readonly port: number;
  readonly credentials?: { readonly apiKey: string; readonly apiSecret: string };
}

/** What every server under test is told at its start, as JSON in an environment variable. */
export interface ServerOptions {
  readonly sinkPort: number;
  readonly databaseUrl: string;
  /** Folder of its own that it may fill; removed after the run. */
  readonly directory: string;
}

export const optionsVariable = 'BENCH_CHILD_OPTIONS';

/** The options this child was started with. */
export function readServerOptions(): ServerOptions {
  return JSON.parse(process.env[optionsVariable] ?? '{}') as ServerOptions;
}

/** Rows written by the database floor for each flow. */
export interface FloorWork {
  readonly rowsPerFlow: number;
}

export type ToChild =
  | { readonly kind: 'load'; readonly step: Step; readonly destination: Destination }
  | { readonly kind: 'write'; readonly step: Step; readonly work: FloorWork }
  | { readonly kind: 'profile-start' }
  | { readonly kind: 'profile-stop'; readonly path: string }
  | { readonly kind: 'stop' };

export type FromChild =
  | ReadyMessage
  | { readonly kind: 'window-opened' }
  | { readonly kind: 'window-closed' }
  | { readonly kind: 'measured'; readonly measured: Measured }
  | { readonly kind: 'profiling' }
  | { readonly kind: 'profiled' };

/** Sends to the parent; a parent that is gone needs no answer. */
export function tellParent(message: FromChild): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

export function onParentMessage(listener: (message: ToChild) => void): void {
  process.on('message', (message) => listener(message as ToChild));
}
