/**
 * The check before a live message: whether its sender may write to the recipient's country. Sandbox
 * messages reach the virtual handset only and are never refused.
 */
import type { Application } from '../applications/application.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { NumberKind } from './number.ts';
import { kindOfSender } from './sender.ts';
import { checkSender, type SenderVerdict } from './sender-rules.ts';

/** Pure and in memory. @throws PlatformError `unroutable` with the rule in words. */
export function assertSender(request: {
  readonly application: Pick<Application, 'kind' | 'campaigns' | 'registeredSenders'>;
  readonly sender: string;
  /** ISO 3166 alpha-2 of the recipient. */
  readonly country: string;
}): SenderVerdict {
  const { application, sender, country } = request;
  const campaign = application.campaigns.find(({ code }) => code === sender);
  const isRegistered = campaign !== undefined || application.registeredSenders.includes(sender);
  const verdict = checkSender({
    country,
    kind: (campaign?.numberKind as NumberKind | undefined) ?? kindOfSender(sender),
    registration: isRegistered ? 'registered' : 'none',
  });
  if (verdict.verdict === 'refused' && application.kind === 'live') {
    throw new PlatformError('unroutable', { parameter: 'sender', reason: verdict.reason });
  }
  return verdict;
}
