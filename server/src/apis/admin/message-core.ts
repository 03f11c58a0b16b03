/** What the rooms Messages and Quality need of the core. */
import type { MessageDetails } from '../../history/describe-message.ts';
import type { MessagePage, MessageQuery } from '../../history/list-messages.ts';
import type { Quality, QualityQuery } from '../../quality/describe-quality.ts';

export type { MessageSummary } from '../../history/message.ts';
export type { MessageDetails, Quality };

export interface MessageCore {
  listMessages(query: MessageQuery): Promise<MessagePage>;
  /** @throws PlatformError `not_found`. */
  describeMessage(query: { applicationId: number; id: string }): Promise<MessageDetails>;
  describeQuality(query: QualityQuery): Promise<Quality>;
}
