import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Application, TemplateDraft } from 'countersign/admin';
import { useState } from 'react';
import { FormError } from '../../parts/states.tsx';
import { useMay } from '../session/queries.ts';
import { usePreview } from './queries.ts';

const firstNumber = '12015550123';

/** Sends the text with sample values to the virtual handset: how it really arrives. */
export function SendPreview(props: {
  application: Application;
  template: TemplateDraft;
  /** Undefined before the application has the number. */
  sender: string | undefined;
  isFaulty: boolean;
}) {
  const { application, template, sender } = props;
  const [to, setTo] = useState(firstNumber);
  const preview = usePreview(application.id);
  const maySend = useMay('handset.use');
  if (application.kind !== 'sandbox' || !maySend || sender === undefined) return null;
  return (
    <div>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label="Preview on the handset"
          style={{ flex: 1 }}
          inputMode="tel"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={props.isFaulty || to.trim() === ''}
          loading={preview.isPending}
          onClick={() => preview.mutate({ ...template, sender, to: to.trim() })}
        >
          Send
        </Button>
      </Group>
      <FormError error={preview.error} />
      {preview.data && (
        <Text fz={14} mt={8} role="status">
          Sent.{' '}
          <Anchor component={Link} to={`/a/${application.id}/handset`} fz={14}>
            See it on the handset
          </Anchor>
        </Text>
      )}
    </div>
  );
}
