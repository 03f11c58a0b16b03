import { TextInput } from '@mantine/core';
import { Setting } from './setting.tsx';
import type { SettingsGroup } from './use-settings-group.ts';

/** An address in a group of settings; empty is none. */
export function UrlSetting<
  Name extends string,
  Draft extends Readonly<Record<Name, string>>,
>(props: {
  group: SettingsGroup<Draft>;
  name: Name;
  /** The server's name for it. */
  field: string;
  label: string;
  /** As it stands inside a sentence. */
  spoken: string;
  description: string;
  placeholder: string;
}) {
  const { group, name } = props;
  return (
    <Setting group={group} name={name} label={props.spoken} word={(url) => url || 'none'}>
      <TextInput
        label={props.label}
        description={props.description}
        placeholder={props.placeholder}
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        readOnly={!group.mayChange}
        value={group.draft[name]}
        error={group.refusalOf(props.field)}
        onChange={
          (event) =>
            group.change({ [name]: event.currentTarget.value } as unknown as Partial<Draft>) // one member of the draft
        }
      />
    </Setting>
  );
}
