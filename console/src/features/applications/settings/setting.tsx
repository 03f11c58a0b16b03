import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './settings.module.css';
import { isSame, type SettingsGroup } from './use-settings-group.ts';

/** A field and, under it, whether its value is the default, and what the default is when it is not. */
export function Setting<Draft, Name extends keyof Draft>(props: {
  group: SettingsGroup<Draft>;
  name: Name;
  /** The field's name in the sentence for screen readers. */
  label: string;
  word: (value: Draft[Name]) => string;
  /** A switch stands before its words; what is said of it stands under them. */
  isSwitch?: boolean;
  children: ReactNode;
}) {
  const { group, name } = props;
  const byDefault = group.defaults[name];
  const isChanged = !isSame(group.draft[name], byDefault);
  const reset = { [name]: byDefault } as unknown as Partial<Draft>; // one member of the draft
  return (
    <div className={classes.setting} data-indented={props.isSwitch}>
      {props.children}
      <Text fz={13} c="dimmed" className={classes.mark} data-changed={isChanged}>
        {isChanged ? (
          <>
            <span>
              Changed; the default is <b>{props.word(byDefault)}</b>
            </span>
            {group.mayChange && (
              <UnstyledButton
                className={classes.reset}
                onClick={() => group.change(reset)}
                aria-label={`Use the default: ${props.label}`}
              >
                Use the default
              </UnstyledButton>
            )}
          </>
        ) : (
          'Default'
        )}
      </Text>
    </div>
  );
}
