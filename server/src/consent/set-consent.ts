/**
 * Changes a number's consent on somebody's word other than its own message: by API, in the console,
 * or by a web form that the application reports.
 */
import type { Database } from '../db/client.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type ConsentChanged, changeConsent } from './change-consent.ts';
import type { ConsentEvidence, ConsentSource } from './consent.ts';
import { readAddress } from './read-address.ts';
import { type ConsentScope, sendersOf } from './senders-of.ts';

export interface ConsentDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

export interface SetConsentRequest extends ConsentScope {
  readonly application: { readonly id: number };
  /** A phone number in any spelling with its country code. */
  readonly address: string;
  readonly evidence?: ConsentEvidence;
  /** How it came. Default: `api`. */
  readonly source?: Exclude<ConsentSource, 'message'>;
  /** Who acted. Default: `application`. */
  readonly actor?: string;
}

export interface ConsentSet {
  /** E.164 without plus. */
  readonly address: string;
  readonly senders: readonly string[];
  /** Whether anything is different now; a repeated opt-in renews its evidence all the same. */
  readonly isNew: boolean;
  readonly at: Date;
}

/**
 * Of a use with several approved campaigns all are meant.
 * @throws PlatformError `not_found` (no approved campaign with this use) or `invalid_parameter`.
 */
export async function setConsent(
  deps: ConsentDeps,
  change: 'opt-in' | 'opt-out',
  request: SetConsentRequest,
): Promise<ConsentSet> {
  const { application, evidence = {}, source = 'api', actor = 'application' } = request;
  const address = readAddress(request.address);
  const word = { applicationId: application.id, address, change, source, actor, evidence };
  return deps.db.transaction(async (tx) => {
    const scoped = await sendersOf(tx, application.id, request);
    const changed: ConsentChanged[] = [];
    for (const scope of scoped) {
      changed.push(await changeConsent({ tx, keyRing: deps.keyRing }, { ...word, ...scope }));
    }
    return {
      address,
      senders: scoped.map(({ sender }) => sender),
      isNew: changed.some((each) => each.kind === 'changed' && each.isNew),
      at: new Date(Math.max(...changed.map(({ at }) => at)) / 1000),
    };
  });
}
