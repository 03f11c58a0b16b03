/** Consent as the console sees it: no number whole. */
import type { ConsentCore } from '../apis/admin/consent-core.ts';
import type { Core } from '../core.ts';
import { maskAddress } from '../kernel/redact.ts';

export function bindConsent({ consent }: Core): ConsentCore {
  return {
    async listStandings(query) {
      const { items, next } = await consent.listStandings(query);
      return { items: items.map(masked), next };
    },
    async listConsentEntries(query) {
      const { items, next } = await consent.listEntries(query);
      return { items: items.map(masked), next };
    },
    async setConsent({ applicationId, change, who, evidence, actor }) {
      const named =
        'standing' in who ? await consent.findStanding(applicationId, who.standing) : who;
      const set = change === 'opt-in' ? consent.optIn : consent.optOut;
      const { isNew } = await set({
        application: { id: applicationId },
        ...named,
        evidence,
        source: 'console',
        actor,
      });
      return { isNew };
    },
  };
}

function masked<Item extends { address: string }>(
  item: Item,
): Omit<Item, 'address'> & { maskedAddress: string } {
  const { address, ...rest } = item;
  return { ...rest, maskedAddress: maskAddress(address) };
}
