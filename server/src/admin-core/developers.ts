/** Binds what the room Developers reads and does. */
import type { LoggedCall } from '../api-log/api-log.ts';
import { explainCall } from '../api-log/explain-call.ts';
import type { DevelopersCore, ExplainedCall } from '../apis/admin/developers-core.ts';
import type { Core } from '../core.ts';
import { PlatformError } from '../kernel/errors.ts';

export function bindDevelopers({ apiLog, templates, channels }: Core): DevelopersCore {
  return {
    async listApiCalls(query) {
      const [{ items, next }, dialects] = await Promise.all([
        apiLog.list(query),
        apiLog.listDialects(query.applicationId),
      ]);
      return { items: items.map(explained), next, dialects };
    },
    async describeApiCall({ applicationId, id }) {
      const before = String(BigInt(id) + 1n);
      const [found] = (await apiLog.list({ applicationId, before, limit: 1 })).items;
      if (found?.id !== id) throw new PlatformError('not_found', { parameter: 'call' });
      return explained(found);
    },
    listTemplates: templates.listTemplates,
    createTemplate: templates.createTemplate,
    changeTemplate: templates.changeTemplate,
    deleteTemplate: templates.deleteTemplate,
    listFragments: templates.listFragments,
    createFragment: templates.createFragment,
    changeFragment: templates.changeFragment,
    deleteFragment: templates.deleteFragment,
    inspectFragment: templates.inspectFragment,
    listCodeChannels: () =>
      [...channels.values()]
        .filter(({ confirmedBy }) => confirmedBy === 'code')
        // The text message comes first: it is what most texts are for.
        .sort((one, other) => Number(other.takesReplies) - Number(one.takesReplies))
        .map(({ name }) => name),
  };
}

function explained(call: LoggedCall): ExplainedCall {
  return { ...call, explanation: explainCall(call) };
}
