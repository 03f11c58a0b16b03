/** Binds what the room Numbers needs for a campaign's words and its opt-in page. */
import type { OptInCore } from '../apis/admin/opt-in-core.ts';
import { getApplication } from '../applications/manage-application.ts';
import { describeDisclosure } from '../campaigns/describe-disclosure.ts';
import { findLastOptInCheck } from '../campaigns/find-last-opt-in-check.ts';
import { previewTemplate } from '../campaigns/preview-template.ts';
import { runOptInCheck } from '../campaigns/run-opt-in-check.ts';
import { lintTemplate } from '../campaigns/template-lint.ts';
import type { Core, CoreDeps } from '../core.ts';
import { formatAmount } from '../kernel/money.ts';
import { textChannelOf } from '../quality/count-hours.ts';

export function bindOptIn(core: Core, deps: CoreDeps): OptInCore {
  const { db, keyRing, httpClient } = deps;
  const channel = textChannelOf(core.channels);
  const find = (applicationId: number) =>
    getApplication({ db, keyRing, directory: core.directory }, applicationId);
  return {
    async lintTemplate({ applicationId, template, country }) {
      const { settings } = await find(applicationId);
      const unitPrice = formatAmount(core.prices.priceOf({ settings, channel, country }));
      return lintTemplate({ ...template, unitPrice });
    },
    async previewTemplate({ applicationId, ...request }) {
      const application = await find(applicationId);
      return previewTemplate({ db, sendMessage: core.sendMessage }, { application, ...request });
    },
    describeDisclosure: (request) => describeDisclosure({ db }, request),
    async runOptInCheck(request) {
      const { settings } = await find(request.applicationId);
      const { allowedNetworks } = settings;
      return runOptInCheck({ db, httpClient }, { ...request, allowedNetworks });
    },
    findLastOptInCheck: (request) => findLastOptInCheck({ db }, request),
  };
}
