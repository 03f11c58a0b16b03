/**
 * What a message is going to cost, and what limits how much an application may spend. Asked before a
 * message is queued: money is taken in the statement that queues it, and given back by the one that
 * says it was not sent.
 */
import type { ApplicationKind, ApplicationSettings } from '../applications/application.ts';
import type { CodeMessage, RenderedMessage } from '../channels/contract.ts';

export interface QuoteRequest {
  readonly settings: ApplicationSettings;
  readonly channel: string;
  /** ISO 3166 alpha-2 of the recipient; null for an email address. */
  readonly country: string | null;
  readonly message: CodeMessage;
}

/**
 * Renders the message (which also proves the template) and prices its parts, units of
 * kernel/money.ts. @throws PlatformError `invalid_template`
 */
export type Quote = (request: QuoteRequest) => {
  readonly rendered: RenderedMessage;
  readonly charge: number;
};

export interface QuoteDeps {
  /** As the channel says it. @throws PlatformError `invalid_template` */
  readonly render: (channel: string, message: CodeMessage) => RenderedMessage;
  /** Price of one part, units of kernel/money.ts. */
  readonly priceOf: (part: Omit<QuoteRequest, 'message'>) => number;
}

export function createQuote(deps: QuoteDeps): Quote {
  return (request) => {
    const rendered = deps.render(request.channel, request.message);
    return { rendered, charge: deps.priceOf(request) * rendered.segments };
  };
}

/** A live application spends no more than it has; caps hold for every kind. */
export function spendLimits(application: {
  kind: ApplicationKind;
  settings: ApplicationSettings;
}): {
  isGuarded: boolean;
  hourCap: string | null;
  dayCap: string | null;
} {
  const { hour, day } = application.settings.spendCaps;
  return { isGuarded: application.kind === 'live', hourCap: hour, dayCap: day };
}
