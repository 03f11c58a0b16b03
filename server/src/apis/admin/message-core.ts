/** What the rooms Messages and Quality need of the core. */
import type { MessageDetails } from '../../history/describe-message.ts';
import type { ExplainedAddress } from '../../history/explain-address.ts';
import type { MessagePage, MessageQuery } from '../../history/list-messages.ts';
import type { Quality, QualityQuery } from '../../quality/describe-quality.ts';

export type { MessageSummary } from '../../history/message.ts';
export type { ExplainedAddress, MessageDetails, Quality };

export interface MessageCore {
  listMessages(query: MessageQuery): Promise<MessagePage>;
  /** @throws PlatformError `not_found`. */
  describeMessage(query: { applicationId: number; id: string }): Promise<MessageDetails>;
  /** Why somebody with this address gets no code. */
  explainAddress(query: { applicationId: number; address: string }): Promise<ExplainedAddress>;
  describeQuality(query: QualityQuery): Promise<Quality>;
}
