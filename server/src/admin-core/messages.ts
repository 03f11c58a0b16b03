/** Binds what the rooms Messages and Quality read. */
import type { MessageCore } from '../apis/admin/message-core.ts';
import type { Core, CoreDeps } from '../core.ts';
import { describeMessage } from '../history/describe-message.ts';
import { listMessages } from '../history/list-messages.ts';
import { textChannelOf } from '../quality/count-hours.ts';
import { describeQuality } from '../quality/describe-quality.ts';

export function bindMessages(
  core: Core,
  deps: Pick<CoreDeps, 'db' | 'keyRing'> & {
    readonly normaliseAddress: (text: string) => string | undefined;
  },
): MessageCore {
  const { db, keyRing, normaliseAddress } = deps;
  const textChannel = textChannelOf(core.channels);
  const history = { db, keyRing, normaliseAddress, textChannel };
  return {
    listMessages: (query) => listMessages(history, query),
    describeMessage: (query) => describeMessage(history, query),
    describeQuality: (query) => describeQuality({ db, textChannel }, query),
  };
}
