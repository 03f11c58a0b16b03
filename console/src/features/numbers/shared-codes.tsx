import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import type { ApplicationKind, SharedShortCode } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { Failure, FormError, Waiting } from '../../parts/states.tsx';
import { useMay } from '../session/queries.ts';
import classes from './numbers.module.css';
import { useAddSharedShortCode, useRemoveSharedShortCode, useSharedShortCodes } from './queries.ts';

/** The codes applications of this kind may share, and for owners the way to change the list. */
export function SharedCodes({ kind }: { kind: ApplicationKind }) {
  const codes = useSharedShortCodes();
  const mayManage = useMay('numbers.manage-shared');
  const ofKind = codes.data?.items.filter((code) => code.kind === kind) ?? [];
  return (
    <section style={{ marginTop: 24 }}>
      <Card>
        <Title order={2} mb={2}>
          Codes of this installation
        </Title>
        <Text c="dimmed" mb="md">
          {kind === 'sandbox' ? 'For sandbox applications.' : 'For live applications.'}
        </Text>
        {codes.isPending && <Waiting rows={1} />}
        {codes.isError && <Failure error={codes.error} onRetry={() => void codes.refetch()} />}
        {codes.isSuccess && ofKind.length === 0 && (
          <Text>There is none yet. An owner of this installation adds those its carrier gave.</Text>
        )}
        <div className={classes.codes}>
          {ofKind.map((code) => (
            <Code key={code.code} code={code} mayManage={mayManage} />
          ))}
        </div>
        {mayManage && <AddCode kind={kind} />}
      </Card>
    </section>
  );
}

function Code({ code, mayManage }: { code: SharedShortCode; mayManage: boolean }) {
  const remove = useRemoveSharedShortCode();
  return (
    <span className={classes.code}>
      <b>{code.code}</b>
      <Text span fz={13} c="dimmed">
        {code.users === 1 ? '1 application' : `${code.users} applications`}
      </Text>
      {mayManage && code.users === 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate(code.code)}
          aria-label={`Remove ${code.code}`}
        >
          Remove
        </Button>
      )}
    </span>
  );
}

function AddCode({ kind }: { kind: ApplicationKind }) {
  const [code, setCode] = useState('');
  const add = useAddSharedShortCode();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ code: code.trim(), kind, country: 'US' }, { onSuccess: () => setCode('') });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="flex-end" mt="lg">
        <TextInput
          label="Share another code"
          placeholder="5 or 6 digits"
          inputMode="numeric"
          maxLength={8}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          disabled={!/^\d{3,8}$/.test(code.trim())}
          loading={add.isPending}
        >
          Share code
        </Button>
      </Group>
      <FormError error={add.error} />
    </form>
  );
}
