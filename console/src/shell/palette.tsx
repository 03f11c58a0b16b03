import { Modal, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Icon } from '../parts/icons.tsx';
import { type Command, useCommands } from './commands.ts';
import classes from './shell.module.css';

interface PaletteProps {
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** Everything by keyboard: rooms, applications, and a search for one verification. */
export function Palette({ isOpen, onOpen, onClose }: PaletteProps) {
  useHotkeys([['mod+K', onOpen]], []);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      padding={0}
      size={560}
      yOffset="12vh"
      transitionProps={{ duration: 100 }}
    >
      <Modal.Overlay blur={2} />
      <Modal.Content aria-label="Search and go" radius="lg">
        <Modal.Body>{isOpen && <PaletteBody onClose={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const navigate = useNavigate();
  const commands = useCommands(text);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    void navigate({ to: command.to, search: command.search ?? {} });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive((active + step + commands.length) % Math.max(1, commands.length));
    }
    if (event.key === 'Enter') run(commands[active]);
  };
  return (
    <>
      <TextInput
        data-autofocus
        size="lg"
        variant="unstyled"
        px="md"
        leftSection={<Icon name="search" />}
        placeholder="Room, application, number, id or reference"
        aria-label="Search"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={commands[active] ? `palette-${active}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        className={classes.paletteList}
        id="palette-list"
        role="listbox"
        aria-label="Results"
        style={{ borderTop: '1px solid var(--line)' }}
      >
        {commands.map((command, index) => (
          <PaletteItem
            key={command.key}
            command={command}
            id={`palette-${index}`}
            isActive={index === active}
            onPoint={() => setActive(index)}
            onRun={() => run(command)}
          />
        ))}
        {commands.length === 0 && (
          <Text c="dimmed" p="md" ta="center">
            Nothing by that name
          </Text>
        )}
      </div>
    </>
  );
}

function PaletteItem(props: {
  command: Command;
  id: string;
  isActive: boolean;
  onPoint: () => void;
  onRun: () => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.isActive) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [props.isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above takes the keys
    <div
      ref={ref}
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={props.isActive}
      className={classes.paletteItem}
      onMouseMove={props.onPoint}
      onClick={props.onRun}
    >
      <Icon name={props.command.icon} />
      <Text fz={15} truncate>
        {props.command.label}
      </Text>
      <Text fz={13} c="dimmed" ml="auto" style={{ whiteSpace: 'nowrap' }}>
        {props.command.hint}
      </Text>
    </div>
  );
}
