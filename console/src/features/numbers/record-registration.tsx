import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../parts/states.tsx';

export interface Registration {
  readonly state: string | undefined;
  readonly registryId: string | null;
  readonly expiresAt: string | null;
}

interface RecordProps {
  /** What was registered, e.g. `the brand Acme`. */
  readonly what: string;
  /** Left out where only id and end are kept. */
  readonly states?: Readonly<Record<string, string>>;
  readonly initial: Registration;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onSave: (registration: Registration, onDone: () => void) => void;
}

/** A reviewer writes down what a registry said. */
export function RecordRegistration(props: RecordProps) {
  const [isOpen, modal] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={modal.open}>
        Record registration
      </Button>
      <Modal opened={isOpen} onClose={modal.close} title={`Registration of ${props.what}`}>
        <RegistrationForm {...props} onClose={modal.close} />
      </Modal>
    </>
  );
}

function RegistrationForm(props: RecordProps & { onClose: () => void }) {
  const { states, initial } = props;
  const [state, setState] = useState(initial.state);
  const [registryId, setRegistryId] = useState(initial.registryId ?? '');
  const [day, setDay] = useState(initial.expiresAt?.slice(0, 10) ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = day ? `${day}T23:59:59Z` : null;
    props.onSave({ state, registryId: registryId.trim() || null, expiresAt }, props.onClose);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text c="dimmed">Write down what the registry answered; nothing is sent to it.</Text>
        {states && (
          <Select
            label="What it said"
            allowDeselect={false}
            data={Object.entries(states).map(([value, label]) => ({ value, label }))}
            value={state ?? null}
            onChange={(value) => value && setState(value)}
          />
        )}
        <TextInput
          label="Id of the registry"
          maxLength={60}
          value={registryId}
          onChange={(event) => setRegistryId(event.currentTarget.value)}
        />
        <TextInput
          label="Holds until"
          description="The last day, in UTC. Empty: no end is known."
          type="date"
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <FormError error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.isBusy}>
            Record
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
