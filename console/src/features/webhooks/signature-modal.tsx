import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import type { ExplainedSignature } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { CodeBlock } from '../../parts/code-block.tsx';
import { FormError, Notice } from '../../parts/states.tsx';
import { useExplainSignature } from './queries.ts';
import { signatureWord } from './words.ts';

export function SignatureModal(props: {
  applicationId: number;
  isOpen: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title="Check a signature" size="lg">
      <SignatureForm applicationId={props.applicationId} />
    </Modal>
  );
}

function SignatureForm({ applicationId }: { applicationId: number }) {
  const explain = useExplainSignature();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    explain.mutate({ applicationId, text });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Textarea
          label="What your server received"
          description="The URL with its query, the form’s body or the JSON, as it came; for an event its three webhook- headers, an empty line and the body. Nothing of it is kept."
          placeholder="msisdn=447700900000&to=98765&…&timestamp=…&nonce=…&sig=…"
          autosize
          minRows={4}
          maxRows={12}
          maxLength={20_000}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FormError error={explain.error} />
        <Group justify="flex-end">
          <Button type="submit" disabled={text.trim() === ''} loading={explain.isPending}>
            Check
          </Button>
        </Group>
        {explain.data && <Explained explained={explain.data} />}
      </Stack>
    </form>
  );
}

function Explained({ explained }: { explained: ExplainedSignature }) {
  const { algorithm, baseString, findings } = explained;
  return (
    <Stack gap="sm">
      {algorithm && (
        <Notice tone="good">The signature is ours: {signatureWord(algorithm).slice(8)}.</Notice>
      )}
      {findings.map((finding) => (
        <Notice key={finding} tone={algorithm ? 'good' : 'warn'}>
          {finding}
        </Notice>
      ))}
      <Text fz={14} fw={600}>
        Base string
      </Text>
      <CodeBlock text={baseString} />
      <Text fz={14} c="dimmed">
        {recipeOf(baseString)} Your server must build the same string before it hashes.
      </Text>
    </Stack>
  );
}

function recipeOf(baseString: string): string {
  return baseString.startsWith('&')
    ? 'Every parameter but sig, sorted by name, each as &name=value; & and = inside a value become _.'
    : 'The id, the timestamp and the body as it came, with dots between them.';
}
