import { Switch } from '@mantine/core';
import { GroupCard } from './group-card.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import {
  type GroupProps,
  type GroupShape,
  type SettingsGroup,
  useSettingsGroup,
} from './use-settings-group.ts';

interface Draft {
  readonly customCodes: boolean;
  readonly networkUnblock: boolean;
}

const shape: GroupShape<Draft> = {
  id: 'permissions',
  title: 'Permissions',
  toDraft: ({ customCodes, networkUnblock }) => ({ customCodes, networkUnblock }),
  toSettings: ({ customCodes, networkUnblock }) => ({ customCodes, networkUnblock }),
  takes: { customCodes: 'On or off.', networkUnblock: 'On or off.' },
};

export function PermissionsGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  return (
    <GroupCard group={group} lead="What callers may do beyond sending and checking codes.">
      <Permission
        group={group}
        name="customCodes"
        label="Choose the code themselves"
        description="With pin_code. A code chosen badly is guessed easily, and this server cannot tell."
      />
      <Permission
        group={group}
        name="networkUnblock"
        label="Open blocked networks"
        description="With network-unblock. A network is blocked when it looks like fraud; who opens it again pays for what follows."
      />
    </GroupCard>
  );
}

function Permission(props: {
  group: SettingsGroup<Draft>;
  name: keyof Draft;
  label: string;
  description: string;
}) {
  const { group, name, label } = props;
  return (
    <Setting
      group={group}
      name={name}
      label={label.toLowerCase()}
      word={(isOn) => (isOn ? 'on' : 'off')}
      isSwitch
    >
      <Switch
        classNames={{ label: classes.switchLabel, description: classes.switchDescription }}
        label={label}
        description={props.description}
        disabled={!group.mayChange}
        checked={group.draft[name]}
        error={group.refusalOf(name)}
        onChange={(event) => group.change({ [name]: event.currentTarget.checked })}
      />
    </Setting>
  );
}
