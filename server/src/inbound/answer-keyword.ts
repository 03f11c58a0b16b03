/** Answers a keyword, once for each message from a subscriber, whoever handles it and how often. */
import type { Keyword } from '../consent/keywords.ts';
import { PlatformError } from '../kernel/errors.ts';
import { answerText } from './answer-text.ts';
import type { HandleDeps, OpenInbound } from './open-inbound.ts';

/** An answer that comes a day late is of no use. */
const validitySeconds = 24 * 3_600;

export async function answerKeyword(
  deps: HandleDeps,
  { row, application, from, keyword }: OpenInbound & { readonly keyword: Keyword },
): Promise<'sent' | `not-sent: ${string}`> {
  const campaign = application.campaigns.find(({ code }) => code === row.recipient);
  const text = answerText(keyword, campaign, application.name);
  try {
    await deps.sendMessage({
      application,
      dialect: 'keyword',
      to: from,
      sender: row.recipient,
      text,
      ...(campaign && { campaignId: campaign.id }),
      wantsReceipts: false,
      validitySeconds,
      inReplyTo: row.id,
      // Whoever asks to be left alone is told so, and help is given to everybody.
      ignoresOptOut: keyword.meaning !== 'start',
    });
    return 'sent';
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
    // Answered by the node that died before it could say so.
    return error.code === 'conflict' ? 'sent' : `not-sent: ${error.code}`;
  }
}
