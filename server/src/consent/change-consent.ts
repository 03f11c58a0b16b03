/**
 * Changes what a number said to a sender, and writes it into the ledger with its evidence, both or
 * neither. The later word counts: one that is handled late (its node died) never undoes a newer one.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Queryable } from '../db/client.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import {
  assertStorable,
  type ConsentEvidence,
  type ConsentSource,
  contexts,
  neverAsked,
  type Standing,
  type Transition,
  transitionOf,
  wholeApplication,
} from './consent.ts';
import {
  type ConsentKey,
  findStanding,
  insertEntry,
  insertStanding,
  lockStanding,
  type StandingRow,
  updateStanding,
} from './store.ts';

export interface ConsentWord {
  readonly applicationId: number;
  /** E.164 without plus. */
  readonly address: string;
  /** A sender, or `*` for the application as a whole. */
  readonly sender: string;
  readonly campaignId: number | null;
  readonly source: ConsentSource;
  /** `subscriber`, `application`, or `operator:<id>`. */
  readonly actor: string;
  readonly evidence: ConsentEvidence;
  /** The message it came by. */
  readonly inboundId?: string;
}

export interface ConsentChange extends ConsentWord {
  readonly change: 'opt-in' | 'opt-out';
  /** When it was said, microseconds since 1970; absent: now. */
  readonly at?: number;
}

export type ConsentChanged = Transition & {
  /** When it was said, microseconds since 1970. */
  readonly at: number;
};

/** Runs in the caller's transaction. */
export async function changeConsent(
  deps: { readonly tx: Queryable; readonly keyRing: KeyRing },
  word: ConsentChange,
): Promise<ConsentChanged> {
  const { tx, keyRing } = deps;
  const { applicationId, sender, change, campaignId } = word;
  const key = { applicationId, sender, addressMac: keyRing.mac('address', word.address) };
  await insertStanding(
    tx,
    key,
    keyRing.seal(word.address, contexts.optOut(applicationId, key.addressMac)),
  );
  const [row] = await lockStanding(tx, key);
  const at = word.at ?? row?.now ?? 0;
  const all = sender === wholeApplication ? neverAsked : await standingToAll(tx, key);
  const transition = transitionOf(change, at, { own: toStanding(row), all });
  if (transition.kind !== 'changed') return { ...transition, at };
  const isOptOut = change === 'opt-out';
  await updateStanding(tx, key, { isOptOut, at, campaignId });
  await appendEntry(deps, { ...word, change });
  const action = isOptOut ? 'subscriber.opted_out' : 'subscriber.opted_in';
  await recordAudit(tx, { actor: word.actor, action, applicationId, subject: sender });
  return { ...transition, at };
}

async function standingToAll(tx: Queryable, key: ConsentKey): Promise<Standing> {
  const [row] = await findStanding(tx, { ...key, sender: wholeApplication });
  return toStanding(row);
}

function toStanding(row: StandingRow | undefined): Standing {
  if (!row) return neverAsked;
  return { isActive: row.is_active, optedOutAt: row.opted_out_at, optedInAt: row.opted_in_at };
}

/** Appends what was said to the ledger. @throws PlatformError `invalid_parameter`. */
export async function appendEntry(
  { tx, keyRing }: { readonly tx: Queryable; readonly keyRing: KeyRing },
  word: ConsentWord & { readonly change: 'opt-in' | 'opt-out' | 'help' },
): Promise<void> {
  const { applicationId, sender, campaignId, change, source, actor, evidence } = word;
  for (const [name, text] of Object.entries(evidence)) assertStorable(`evidence.${name}`, text);
  const addressMac = keyRing.mac('address', word.address);
  await insertEntry(tx, {
    applicationId,
    addressMac,
    addressSealed: keyRing.seal(word.address, contexts.entry(applicationId, addressMac)),
    sender,
    campaignId,
    change,
    source,
    actor,
    inboundId: word.inboundId ?? null,
    evidenceSealed:
      Object.keys(evidence).length === 0
        ? null
        : keyRing.seal(JSON.stringify(evidence), contexts.evidence(applicationId, addressMac)),
  });
}
