import { TextInput } from '@mantine/core';
import { GroupCard } from './group-card.tsx';
import { Setting } from './setting.tsx';
import { type GroupProps, type GroupShape, useSettingsGroup } from './use-settings-group.ts';

interface Draft {
  readonly sender: string;
}

const shape: GroupShape<Draft> = {
  id: 'sending',
  title: 'Sending',
  toDraft: ({ sender }) => ({ sender }),
  toSettings: ({ sender }) => ({ sender: sender.trim() }),
  takes: {
    sender: 'Use 1 to 11 letters and digits without spaces, or a number of up to 15 digits.',
  },
};

export function SendingGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  const { draft, mayChange } = group;
  return (
    <GroupCard
      group={group}
      lead="Whom messages come from where no campaign says it. Short codes and their texts are under Numbers."
    >
      <Setting group={group} name="sender" label="sender" word={(sender) => sender}>
        <TextInput
          label="Default sender"
          description="Outside the United States and Canada, when a request names none."
          autoComplete="off"
          spellCheck={false}
          readOnly={!mayChange}
          value={draft.sender}
          error={group.refusalOf('sender')}
          onChange={(event) => group.change({ sender: event.currentTarget.value })}
        />
      </Setting>
    </GroupCard>
  );
}
