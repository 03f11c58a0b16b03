import { Button, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import type { OwnEndpoint } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { FormError, Notice } from '../../parts/states.tsx';
import { ValueShown } from '../applications/secret-shown.tsx';
import {
  useCreateOwnEndpoint,
  useRotateEndpointSecret,
  useUpdateOwnEndpoint,
} from './own-endpoint-queries.ts';

interface EndpointModalProps {
  readonly applicationId: number;
  /** Every type there is. */
  readonly eventTypes: readonly string[];
  /** Absent: a new one. */
  readonly endpoint?: OwnEndpoint;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function EndpointModal(props: EndpointModalProps) {
  const title = props.endpoint ? 'Change the endpoint' : 'Add an endpoint';
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title={title} size="lg">
      {props.endpoint ? (
        <ChangeForm {...props} endpoint={props.endpoint} />
      ) : (
        <CreateForm {...props} />
      )}
    </Modal>
  );
}

function CreateForm({ applicationId, eventTypes, onClose }: EndpointModalProps) {
  const create = useCreateOwnEndpoint();
  if (create.data) return <SecretMade secret={create.data.secret} onDone={onClose} />;
  return (
    <EndpointForm
      eventTypes={eventTypes}
      word="Add the endpoint"
      isBusy={create.isPending}
      error={create.error}
      onCancel={onClose}
      onSubmit={({ url, ...rest }) => create.mutate({ applicationId, url, ...rest })}
    />
  );
}

function ChangeForm(props: EndpointModalProps & { endpoint: OwnEndpoint }) {
  const { applicationId, endpoint, eventTypes, onClose } = props;
  const update = useUpdateOwnEndpoint();
  return (
    <EndpointForm
      eventTypes={eventTypes}
      endpoint={endpoint}
      word="Save"
      isBusy={update.isPending}
      error={update.error}
      onCancel={onClose}
      onSubmit={({ url, ...rest }) =>
        update.mutate(
          // Left empty the URL stays: what is shown of it lacks its query and its password.
          { applicationId, endpointId: endpoint.id, ...rest, ...(url !== '' && { url }) },
          { onSuccess: onClose },
        )
      }
    />
  );
}

interface Wanted {
  readonly url: string;
  readonly description: string;
  readonly eventTypes: string[] | null;
}

function EndpointForm(props: {
  eventTypes: readonly string[];
  endpoint?: OwnEndpoint;
  word: string;
  isBusy: boolean;
  error: unknown;
  onCancel: () => void;
  onSubmit: (wanted: Wanted) => void;
}) {
  const { endpoint } = props;
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const [types, setTypes] = useState<string[]>(endpoint?.eventTypes ?? []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const eventTypes = types.length === 0 ? null : types;
    props.onSubmit({ url: url.trim(), description, eventTypes });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="URL"
          description={
            endpoint
              ? `Now ${endpoint.url}. Leave it empty to keep it.`
              : 'Where events go, by POST.'
          }
          placeholder="https://example.com/countersign"
          data-autofocus
          required={!endpoint}
          withAsterisk={false}
          maxLength={500}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <TextInput
          label="Description"
          description="What your team calls it"
          maxLength={200}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <MultiSelect
          label="Events"
          description="With none chosen, every event is told, new types included."
          placeholder={types.length === 0 ? 'Every event' : undefined}
          data={filterChoices(props.eventTypes)}
          value={types}
          onChange={setTypes}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Every event' }}
          maxDropdownHeight={240}
        />
        <FormError error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={props.isBusy} disabled={!endpoint && url.trim() === ''}>
            {props.word}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Each group, then what is in it. */
function filterChoices(eventTypes: readonly string[]): string[] {
  const groups = [...new Set(eventTypes.map((type) => type.slice(0, type.indexOf('.'))))];
  return groups.flatMap((group) => [
    `${group}.*`,
    ...eventTypes.filter((type) => type.startsWith(`${group}.`)),
  ]);
}

function SecretMade({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <Stack gap="sm">
      <Text>
        Keep this secret now: it is not shown again. Your server verifies signatures by it.
      </Text>
      <ValueShown label="Signing secret" value={secret} />
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}

const overlaps = [
  { value: '86400', label: 'a day' },
  { value: '3600', label: 'an hour' },
  { value: '604800', label: 'seven days' },
  { value: '0', label: 'no longer: it was seen by somebody' },
] as const;

export function SecretModal(props: {
  place: { applicationId: number; endpointId: string };
  isOpen: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title="Replace the secret">
      <SecretForm place={props.place} onClose={props.onClose} />
    </Modal>
  );
}

function SecretForm(props: {
  place: { applicationId: number; endpointId: string };
  onClose: () => void;
}) {
  const rotate = useRotateEndpointSecret();
  const [overlap, setOverlap] = useState<string>(overlaps[0].value);
  if (rotate.data) return <SecretMade secret={rotate.data.secret} onDone={props.onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rotate.mutate({ ...props.place, overlapSeconds: Number(overlap) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>
          Both secrets sign meanwhile, so that nothing is refused while your server gets the new
          one.
        </Text>
        <Select
          label="The secret in force signs for"
          data={[...overlaps]}
          value={overlap}
          allowDeselect={false}
          onChange={(value) => setOverlap(value ?? overlaps[0].value)}
        />
        {overlap === '0' && (
          <Notice tone="warn">
            Until your server has the new secret it refuses what we send; that is sent again later.
          </Notice>
        )}
        <FormError error={rotate.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rotate.isPending}>
            Replace it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
