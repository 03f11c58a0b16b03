/** Binds what the rooms Messages and Quality read. */
import type { MessageCore } from '../apis/admin/message-core.ts';
import { getApplication } from '../applications/manage-application.ts';
import type { Core, CoreDeps } from '../core.ts';
import { describeMessage } from '../history/describe-message.ts';
import { explainAddress } from '../history/explain-address.ts';
import { listMessages } from '../history/list-messages.ts';
import { textChannelOf } from '../quality/count-hours.ts';
import { describeQuality } from '../quality/describe-quality.ts';
import { refuseMagicNumber } from '../sandbox/magic-numbers.ts';

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
    async explainAddress({ applicationId, address }) {
      const managing = { db, keyRing, directory: core.directory };
      const application = await getApplication(managing, applicationId);
      const { priceOf } = core.prices;
      return explainAddress(
        { db, keyRing, refuseMagicNumber, priceOf, textChannel },
        { application, address },
      );
    },
    describeQuality: (query) => describeQuality({ db, textChannel }, query),
  };
}
