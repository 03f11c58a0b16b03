import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import type { PriceImportMode, PriceImportResult } from 'countersign/admin';
import { useRef, useState } from 'react';
import { FormError, Notice } from '../../parts/states.tsx';
import classes from './billing.module.css';
import { Changes, Problems } from './import-result.tsx';
import { useImport, usePlanImport } from './queries.ts';

const fileLettersMax = 240_000;

export function ImportModal({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Import prices" size="xl">
      <ImportSteps onDone={onClose} />
    </Modal>
  );
}

interface Chosen {
  readonly name: string;
  readonly text: string;
}

/** First what would change, then the change itself: nothing is taken unseen. */
function ImportSteps({ onDone }: { onDone: () => void }) {
  const plan = usePlanImport();
  const take = useImport();
  const [file, setFile] = useState<Chosen>();
  const [mode, setMode] = useState<PriceImportMode>('merge');
  const look = (next: { file?: Chosen; mode?: PriceImportMode }) => {
    const chosen = next.file ?? file;
    const how = next.mode ?? mode;
    setFile(chosen);
    setMode(how);
    take.reset();
    plan.reset();
    if (chosen && chosen.text.length <= fileLettersMax) {
      plan.mutate({ text: chosen.text, mode: how });
    }
  };
  if (take.data?.kind === 'imported') return <Taken result={take.data} onDone={onDone} />;
  const planned = plan.data?.kind === 'planned' ? plan.data : undefined;
  const isTooLong = file !== undefined && file.text.length > fileLettersMax;
  return (
    <Stack>
      <FileField name={file?.name} onChoose={(chosen) => look({ file: chosen })} />
      <Radio.Group
        label="Lines the file does not name"
        value={mode}
        onChange={(value) => look({ mode: value as PriceImportMode })}
      >
        <Group mt={8} gap="lg">
          <Radio value="merge" label="Stay as they are" />
          <Radio value="replace" label="Are removed: the file is the whole list" />
        </Group>
      </Radio.Group>
      {isTooLong && (
        <Notice tone="warn">The file is too long. Import it in parts, keeping other lines.</Notice>
      )}
      {plan.data?.kind === 'refused' && <Problems problems={plan.data.problems} />}
      {planned && <Changes result={planned} />}
      <FormError error={plan.error ?? take.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          disabled={!file || !planned || planned.changes.length === 0}
          loading={plan.isPending || take.isPending}
          onClick={() =>
            file && planned && take.mutate({ text: file.text, mode, version: planned.version ?? 0 })
          }
        >
          {planned ? `Make ${changeWord(planned.changes.length)}` : 'Import'}
        </Button>
      </Group>
    </Stack>
  );
}

function FileField({
  name,
  onChoose,
}: {
  name: string | undefined;
  onChoose: (file: Chosen) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const read = async (chosen: File | undefined) => {
    if (chosen) onChoose({ name: chosen.name, text: await chosen.text() });
    // The same file, changed meanwhile, can be chosen again.
    if (field.current) field.current.value = '';
  };
  return (
    <div>
      <Text mb="sm">
        A CSV with the columns <span className="mono">channel</span>,{' '}
        <span className="mono">transport</span>, <span className="mono">country</span>,{' '}
        <span className="mono">network</span>, <span className="mono">network_name</span> and{' '}
        <span className="mono">price</span>. You see what changes before anything does.
      </Text>
      <Group gap="sm">
        <Button variant="default" onClick={() => field.current?.click()}>
          Choose a file
        </Button>
        <Text c="dimmed" className="long">
          {name ?? 'No file chosen'}
        </Text>
      </Group>
      <input
        ref={field}
        type="file"
        accept=".csv,text/csv,text/plain"
        aria-label="Price file"
        tabIndex={-1}
        className={classes.file}
        onChange={(event) => void read(event.currentTarget.files?.[0])}
      />
    </div>
  );
}

function Taken({ result, onDone }: { result: PriceImportResult; onDone: () => void }) {
  return (
    <Stack>
      <Notice tone="good">
        {changeWord(result.changes.length)} made. Messages from now on cost the new prices.
      </Notice>
      <Group justify="flex-end">
        <Button onClick={onDone} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  );
}

function changeWord(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'change' : 'changes'}`;
}
