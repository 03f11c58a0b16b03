/** What a kind of webhook decides: where it goes, what it says, how long it is tried. */
import type { ApplicationSettings } from '../applications/application.ts';
import type { SignatureAlgorithm } from '../applications/signature.ts';
import type { WebhookRow } from './store.ts';

export interface WebhookEndpoint {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'POST-JSON';
  readonly signature: SignatureAlgorithm | 'none';
}

/** A delivery with what its builder needs to open sealed facts. */
export interface WebhookFacts {
  readonly row: WebhookRow;
  readonly settings: ApplicationSettings;
  readonly open: (sealed: Buffer, context: string) => string;
}

export interface WebhookKind {
  /** As `webhook_deliveries.kind`, e.g. `delivery-receipt`. */
  readonly name: string;
  /** What is not acknowledged is given up this long after it arose, or was replayed. */
  readonly keptSeconds: number;
  /** Parameters that hold a whole number, a text or a code: never shown to an operator as they are. */
  readonly secretParameters: readonly string[];
  /** Where the application's settings send it; null when no URL is set. */
  settingsOf(settings: ApplicationSettings): WebhookEndpoint | null;
  /** The same for one delivery, which may have an address of its own. */
  endpointOf(facts: WebhookFacts): WebhookEndpoint | null;
  /** Without the signature; every value is text on the classic wire. */
  parametersOf(facts: WebhookFacts): Readonly<Record<string, string>>;
  /** The same with made-up values, for a test. */
  sampleOf(apiKey: string, now: Date): Readonly<Record<string, string>>;
}

/** `YYMMDDHHMM` in UTC. */
export function compactTime(moment: Date): string {
  return moment.toISOString().replace(/\D/g, '').slice(2, 12);
}

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
export function wireTime(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}
