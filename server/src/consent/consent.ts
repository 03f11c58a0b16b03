/**
 * What consent is made of: a number's word to one sender of an application, and the evidence each
 * change of it is kept with. Pure; the rules that decide are here, the rows in store.ts.
 */
import { type Static, Type } from 'typebox';
import { PlatformError } from '../kernel/errors.ts';

/** In place of a sender: the application as a whole. */
export const wholeApplication = '*';

export const consentSources = ['message', 'api', 'console', 'web-form'] as const;
export type ConsentSource = (typeof consentSources)[number];

export const consentChanges = ['opt-in', 'opt-out', 'help'] as const;
export type ConsentKind = (typeof consentChanges)[number];

/** What a change can later be proved with. */
export const consentEvidenceSchema = Type.Partial(
  Type.Object({
    /** What the person wrote, said, or was shown when they agreed. */
    text: Type.String({ maxLength: 2_000 }),
    /** Where they were shown it. */
    page: Type.String({ maxLength: 500 }),
    /** The network address they came from. */
    clientAddress: Type.String({ maxLength: 64 }),
  }),
  { additionalProperties: false },
);
export type ConsentEvidence = Static<typeof consentEvidenceSchema>;

/** A number's word to one sender as it stands. */
export interface Standing {
  readonly isActive: boolean;
  /** Microseconds since 1970, as the database counts them; null: never. */
  readonly optedOutAt: number | null;
  readonly optedInAt: number | null;
}

export const neverAsked: Standing = { isActive: false, optedOutAt: null, optedInAt: null };

/**
 * Whether nothing may be sent. A word to the sender itself goes before an older one to the whole
 * application; `is_opted_out` asks the same of the rows, in every statement that queues a message.
 */
export function isOptedOut(own: Standing, all: Standing): boolean {
  if (own.isActive) return true;
  return all.isActive && (own.optedInAt ?? 0) <= (all.optedOutAt ?? 0);
}

export type Transition =
  /** `isNew` when the person now stands otherwise than before: only then they get an answer. */
  | { readonly kind: 'changed'; readonly isNew: boolean }
  /** They already stand so. */
  | { readonly kind: 'unchanged' }
  /** They said something else later, and it was handled first. */
  | { readonly kind: 'superseded' };

/** What a word said `at` a moment does. A tie goes to the opt-out. */
export function transitionOf(
  change: 'opt-in' | 'opt-out',
  at: number,
  standing: { readonly own: Standing; readonly all: Standing },
): Transition {
  const { own, all } = standing;
  const wasOptedOut = isOptedOut(own, all);
  const spokenAt = Math.max(own.optedOutAt ?? 0, own.optedInAt ?? 0);
  if (change === 'opt-out') {
    if (spokenAt > at) return { kind: 'superseded' };
    return own.isActive ? { kind: 'unchanged' } : { kind: 'changed', isNew: !wasOptedOut };
  }
  if (spokenAt >= at || (wasOptedOut && (all.optedOutAt ?? 0) >= at)) return { kind: 'superseded' };
  // Said again, it is proved anew; but the person stands as they stood.
  return { kind: 'changed', isNew: wasOptedOut || own.optedInAt === null };
}

/** Contexts of sealed values: bound to application and number. */
export const contexts = {
  optOut: (applicationId: number, mac: Buffer) =>
    `opt_outs.address:${applicationId}:${mac.toString('hex')}`,
  entry: (applicationId: number, mac: Buffer) =>
    `consent_entries.address:${applicationId}:${mac.toString('hex')}`,
  evidence: (applicationId: number, mac: Buffer) =>
    `consent_entries.evidence:${applicationId}:${mac.toString('hex')}`,
} as const;

/** @throws PlatformError `invalid_parameter`: PostgreSQL and JSON keep neither NUL nor half a pair. */
export function assertStorable(parameter: string, text: string | undefined): void {
  if (text === undefined || (text.isWellFormed() && !text.includes('\0'))) return;
  throw new PlatformError('invalid_parameter', { parameter, reason: 'holds a NUL or half a pair' });
}
