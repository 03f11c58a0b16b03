import { Switch, Textarea, TextInput } from '@mantine/core';
import { GroupCard } from './group-card.tsx';
import { MessagePreview } from './message-preview.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import {
  type GroupProps,
  type GroupShape,
  type SettingsGroup,
  useSettingsGroup,
} from './use-settings-group.ts';

interface Draft {
  readonly sender: string;
  readonly hasShortCode: boolean;
  readonly code: string;
  readonly company: string;
  readonly template: string;
}

const usualTemplate = '${company} code: ${pin}. Reply STOP to opt out, HELP for help.';

const shape: GroupShape<Draft> = {
  id: 'sending',
  title: 'Sending',
  toDraft: ({ sender, shortCode }) => ({
    sender,
    hasShortCode: shortCode !== null,
    code: shortCode?.code ?? '',
    company: shortCode?.company ?? '',
    template: shortCode?.template ?? usualTemplate,
  }),
  toSettings: ({ sender, hasShortCode, code, company, template }) => ({
    sender: sender.trim(),
    shortCode: hasShortCode
      ? { code: code.trim(), company: company.trim(), template: template.trim() }
      : null,
  }),
  takes: {
    sender: 'Use 1 to 11 letters and digits without spaces, or a number of up to 15 digits.',
    'shortCode.code': 'Use 3 to 15 digits.',
    'shortCode.company': 'Use 1 to 40 characters.',
    'shortCode.template':
      'The text needs ${pin} exactly once, each ${…} closed by }, and 480 characters at most.',
  },
};

export function SendingGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  const { draft, mayChange } = group;
  return (
    <GroupCard group={group} lead="Whom messages come from, and the text of two-factor messages.">
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
      <Setting
        group={group}
        name="hasShortCode"
        label="short code campaign"
        word={(isOn) => (isOn ? 'on' : 'off')}
        isSwitch
      >
        <Switch
          classNames={{ label: classes.switchLabel, description: classes.switchDescription }}
          label="Short code campaign"
          description="The short code and the text approved for it. Without one, two-factor messages are refused with status 101."
          disabled={!mayChange}
          checked={draft.hasShortCode}
          onChange={(event) => group.change({ hasShortCode: event.currentTarget.checked })}
        />
      </Setting>
      {draft.hasShortCode && <Campaign group={group} />}
    </GroupCard>
  );
}

function Campaign({ group }: { group: SettingsGroup<Draft> }) {
  const { draft, mayChange } = group;
  return (
    <div className={classes.inset}>
      <div className={classes.pair}>
        <Setting group={group} name="code" label="short code" word={(code) => code || 'none'}>
          <TextInput
            label="Short code"
            inputMode="numeric"
            autoComplete="off"
            readOnly={!mayChange}
            value={draft.code}
            error={group.refusalOf('shortCode.code')}
            onChange={(event) => group.change({ code: event.currentTarget.value })}
          />
        </Setting>
        <Setting group={group} name="company" label="company" word={(name) => name || 'none'}>
          <TextInput
            label="Company"
            autoComplete="off"
            readOnly={!mayChange}
            value={draft.company}
            error={group.refusalOf('shortCode.company')}
            onChange={(event) => group.change({ company: event.currentTarget.value })}
          />
        </Setting>
      </div>
      <Setting group={group} name="template" label="text" word={(text) => text}>
        <Textarea
          label="Text"
          description="${pin} stands for the code, ${company} for the company; any other ${name} is a parameter of the request."
          autosize
          minRows={2}
          readOnly={!mayChange}
          value={draft.template}
          error={group.refusalOf('shortCode.template')}
          onChange={(event) => group.change({ template: event.currentTarget.value })}
        />
      </Setting>
      <MessagePreview {...draft} />
    </div>
  );
}
