/** What a kind of webhook decides: where it goes, what it says, how long it is tried. */
import type { ApplicationSettings } from '../applications/application.ts';
import type { KnownApplication } from '../applications/directory.ts';
import type { SignatureAlgorithm } from '../applications/signature.ts';
import type { WebhookRow } from './facts-store.ts';

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

interface AnyKind {
  /** As `webhook_deliveries.kind`, e.g. `delivery-receipt`. */
  readonly name: string;
  /** What is not acknowledged is given up this long after it arose, or was replayed. */
  readonly keptSeconds: number;
}

/** Parameters of text, in a query, a form or flat JSON, signed as the vendor does. */
export interface ClassicWebhookKind extends AnyKind {
  readonly form: 'classic';
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

/** What is sent, before it is signed. */
export interface JsonWebhook {
  readonly url: string;
  /** Names the thing told over all attempts. */
  readonly id: string;
  readonly body: object;
}

/** A JSON document by POST, signed in headers of the kind's own. */
export interface JsonWebhookKind extends AnyKind {
  readonly form: 'json';
  /** Waits after each attempt, 10 % more or less; when they are used up it is given up. */
  readonly retrySeconds: readonly number[];
  /** How it is signed, in one word, for those who look at an attempt. */
  readonly signature: string;
  /** Where the application's settings send it, where they say so. */
  settingsOf?(settings: ApplicationSettings): Pick<WebhookEndpoint, 'url' | 'method'> | null;
  /** Why no attempt is worth while any more: it is given up then. Null when one is. */
  refusalOf(facts: WebhookFacts): string | null;
  /** Where it goes and what it says; the URL is empty when it goes nowhere any more. */
  webhookOf(facts: WebhookFacts): JsonWebhook;
  /** The webhook as an operator may see it: numbers masked, texts left out. */
  shownOf(webhook: JsonWebhook): JsonWebhook;
  /** The number it tells of, masked; null when it tells of none. */
  maskedAddressOf(webhook: JsonWebhook): string | null;
  /** Made-up values for a test, and how they are signed; absent where tests go another way. */
  testOf?(known: KnownApplication, now: Date): JsonTest;
  /** Headers made over the body's text at this moment, secrets opened by `facts`. */
  headersOf(signed: SignedText): Readonly<Record<string, string>>;
  /** What the signature is made over, told again from an attempt's headers; null when there is none. */
  baseStringOf(body: string, headers: Readonly<Record<string, string>>): string | null;
}

export interface JsonTest {
  readonly body: object;
  headersFor(text: string): Readonly<Record<string, string>>;
}

export interface SignedText {
  readonly facts: WebhookFacts;
  readonly id: string;
  readonly body: string;
  readonly now: Date;
}

export type WebhookKind = ClassicWebhookKind | JsonWebhookKind;

/** `YYMMDDHHMM` in UTC. */
export function compactTime(moment: Date): string {
  return moment.toISOString().replace(/\D/g, '').slice(2, 12);
}

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
export function wireTime(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}
