import { Button, Group, Stack, Text } from '@mantine/core';
import type { TotpEnrolment } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { CopyButton } from '../../parts/copy-button.tsx';
import { FormError } from '../../parts/states.tsx';
import classes from './account.module.css';
import { CodeField } from './code-field.tsx';
import { useBeginTotp, useConfirmTotp } from './queries.ts';

/** Begin, scan, confirm. The seed is shown this once and forgotten when the page is left. */
export function TotpEnrolmentSteps({ hasTotp }: { hasTotp: boolean }) {
  const begin = useBeginTotp();
  if (begin.data) return <ConfirmTotp enrolment={begin.data} onDone={begin.reset} />;
  return (
    <Stack gap="sm" align="flex-start">
      <Button
        variant={hasTotp ? 'default' : 'filled'}
        onClick={() => begin.mutate()}
        loading={begin.isPending}
      >
        {hasTotp ? 'Set up another app' : 'Set up the authenticator app'}
      </Button>
      <FormError error={begin.error} />
    </Stack>
  );
}

function ConfirmTotp({ enrolment, onDone }: { enrolment: TotpEnrolment; onDone: () => void }) {
  const [code, setCode] = useState('');
  const confirm = useConfirmTotp();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(code, { onSuccess: onDone, onError: () => setCode('') });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-start" gap="lg">
        <div
          className={classes.qr}
          role="img"
          aria-label="QR code for the authenticator app"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by our own server
          dangerouslySetInnerHTML={{ __html: enrolment.qrSvg }}
        />
        <Stack gap="sm" style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Text>
            Scan this with your authenticator app, or type the key. It is shown this once.
          </Text>
          <Group gap={4} wrap="nowrap">
            <Text className="mono long" fz={14}>
              {enrolment.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
            </Text>
            <CopyButton value={enrolment.secret} label="Copy the key" />
          </Group>
          <CodeField label="Code the app shows" value={code} onChange={setCode} />
          <FormError error={confirm.error} />
          <Group>
            <Button type="submit" loading={confirm.isPending} disabled={code.length < 6}>
              Confirm code
            </Button>
            <Button variant="subtle" color="gray" onClick={onDone}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Group>
    </form>
  );
}
