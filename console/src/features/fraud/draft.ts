/** The limits as they are typed: numbers are text while something unfinished stands in a field. */
import type {
  Application,
  ApplicationSettings,
  FraudAction,
  ProposedBudgets,
} from 'countersign/admin';

export type Typed = number | string;
export type BudgetName = 'country' | 'prefix' | 'client';
type Pumping = ApplicationSettings['pumping'];

export interface BudgetDraft {
  readonly action: FraudAction;
  readonly hour: Typed;
  readonly day: Typed;
  readonly share: Typed;
}

export interface LimitsDraft extends Readonly<Record<BudgetName, BudgetDraft>> {
  readonly clientCountries: { readonly action: FraudAction; readonly most: Typed };
  readonly sequence: {
    readonly action: FraudAction;
    readonly run: Typed;
    readonly windowMinutes: Typed;
  };
  readonly otherChannel: string | null;
  readonly countsOwnCodes: boolean;
  readonly allow: Pumping['allow'];
  /** Empty: no cap. */
  readonly capHour: Typed;
  readonly capDay: Typed;
}

export function toDraft({ pumping, spendCaps }: Application['settings']): LimitsDraft {
  return { ...pumping, capHour: spendCaps.hour ?? '', capDay: spendCaps.day ?? '' };
}

/** What is empty is sent as 0, which the server refuses with the field's name. */
export function toSettings({ capHour, capDay, ...draft }: LimitsDraft): Required<ProposedBudgets> {
  const budget = ({ action, hour, day, share }: BudgetDraft) => ({
    action,
    hour: Number(hour),
    day: Number(day),
    share: share === '' ? -1 : Number(share),
  });
  const { clientCountries, sequence } = draft;
  return {
    pumping: {
      country: budget(draft.country),
      prefix: budget(draft.prefix),
      client: budget(draft.client),
      clientCountries: { ...clientCountries, most: Number(clientCountries.most) },
      sequence: {
        action: sequence.action,
        run: Number(sequence.run),
        windowMinutes: Number(sequence.windowMinutes),
      },
      otherChannel: draft.otherChannel,
      countsOwnCodes: draft.countsOwnCodes,
      allow: draft.allow,
    },
    spendCaps: { hour: cap(capHour), day: cap(capDay) },
  };
}

function cap(typed: Typed): string | null {
  return typed === '' ? null : String(typed);
}
