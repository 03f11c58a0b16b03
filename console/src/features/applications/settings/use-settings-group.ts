/**
 * One group of settings as a form: what is typed over what is in force, what differs from the
 * default, and what the server refused. What it accepts is the server's business alone.
 */
import {
  type Application,
  type ApplicationSettings,
  type ApplicationSettingsChange,
  CountersignError,
} from 'countersign/admin';
import { useEffect, useState } from 'react';
import { useUpdateSettings } from '../queries.ts';

export interface GroupShape<Draft> {
  /** Its anchor on the page. */
  readonly id: string;
  readonly title: string;
  /** A draft is flat: one member for each field as it is typed. */
  readonly toDraft: (settings: ApplicationSettings) => Draft;
  readonly toSettings: (draft: Draft) => ApplicationSettingsChange;
  /** What each field takes, in a sentence, by the name under which the server refuses it. */
  readonly takes: Readonly<Record<string, string>>;
}

export interface GroupProps {
  readonly application: Application;
  readonly mayChange: boolean;
  /** Told whenever the group begins or ceases to hold something that is not saved. */
  readonly onUnsaved: (title: string, isUnsaved: boolean) => void;
}

export interface SettingsGroup<Draft> {
  readonly id: string;
  readonly title: string;
  readonly draft: Draft;
  readonly defaults: Draft;
  readonly mayChange: boolean;
  readonly isUnsaved: boolean;
  readonly isSaving: boolean;
  readonly isSaved: boolean;
  /** A refusal that names no field of this group. */
  readonly error: unknown;
  change(fields: Partial<Draft>): void;
  save(): void;
  discard(): void;
  /** The sentence to show at a field the server refused. */
  refusalOf(field: string): string | undefined;
}

export function useSettingsGroup<Draft>(
  shape: GroupShape<Draft>,
  { application, mayChange, onUnsaved }: GroupProps,
): SettingsGroup<Draft> {
  const { title } = shape;
  const [typed, setTyped] = useState<Draft>();
  const update = useUpdateSettings(application.id);
  const stored = shape.toDraft(application.settings);
  const draft = typed ?? stored;
  const wanted = shape.toSettings(draft);
  const isUnsaved = !isSame(wanted, shape.toSettings(stored));
  useEffect(() => {
    onUnsaved(title, isUnsaved);
    return () => onUnsaved(title, false);
  }, [title, isUnsaved, onUnsaved]);
  const refused = refusedField(shape, update.error);
  return {
    id: shape.id,
    title,
    draft,
    defaults: shape.toDraft(application.defaults),
    mayChange,
    isUnsaved,
    isSaving: update.isPending,
    isSaved: update.isSuccess,
    error: refused === undefined ? update.error : undefined,
    change(fields) {
      update.reset();
      setTyped({ ...draft, ...fields });
    },
    save() {
      // What was typed while the server was busy stays.
      const forget = (now: Draft | undefined) => (now === typed ? undefined : now);
      update.mutate(wanted, { onSuccess: () => setTyped(forget) });
    },
    discard() {
      update.reset();
      setTyped(undefined);
    },
    refusalOf: (field) => (field === refused ? shape.takes[field] : undefined),
  };
}

/** The server may name a place inside a field: one network of the list, say. */
function refusedField<Draft>(shape: GroupShape<Draft>, error: unknown): string | undefined {
  if (!(error instanceof CountersignError) || !error.parameter) return undefined;
  const named = error.parameter.replace(/^settings\./, '');
  return Object.keys(shape.takes).find((field) => `${named}.`.startsWith(`${field}.`));
}

/** Both sides are made by the same functions, so their members stand in the same order. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
