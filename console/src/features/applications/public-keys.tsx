import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { CountersignError, type PublicKey } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { CopyTextButton } from '../../parts/copy-button.tsx';
import { Moment } from '../../parts/moment.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { FormError, Notice, Waiting } from '../../parts/states.tsx';
import { canMakeKeys } from './key-pair.ts';
import {
  useAddPublicKey,
  useMakeKeyPair,
  usePublicKeys,
  useRetirePublicKey,
} from './public-key-queries.ts';
import { ValueShown } from './secret-shown.tsx';
import classes from './settings/settings.module.css';
import type { GroupProps } from './settings/use-settings-group.ts';

const keysMax = 2;

/** What signed tokens (JWT) are made with: the application's id and its key pairs. */
export function PublicKeys({ application, mayChange }: Omit<GroupProps, 'onUnsaved'>) {
  const { id, wireId, retiredAt } = application;
  return (
    <section id="tokens" aria-labelledby="tokens-title" className={classes.section}>
      <Card>
        <Title order={2} id="tokens-title">
          Signed tokens
        </Title>
        <Text c="dimmed" mb="md">
          Verify v2 takes tokens (JWT, RS256) that your server signs with a private key. Only the
          public half is kept here. Two keys may be live, so that one can be replaced without a
          pause.
        </Text>
        <Stack gap="lg">
          <ValueShown label="Application ID" value={wireId} />
          {!retiredAt && <Keys applicationId={id} mayChange={mayChange} />}
        </Stack>
      </Card>
    </section>
  );
}

function Keys({ applicationId, mayChange }: { applicationId: number; mayChange: boolean }) {
  const keys = usePublicKeys(applicationId);
  const retire = useRetirePublicKey(applicationId);
  const items = keys.data?.items ?? [];
  return (
    <Stack gap="sm">
      <Title order={3}>Public keys</Title>
      {keys.isPending && <Waiting rows={1} />}
      {keys.isSuccess && items.length === 0 && (
        <Text c="dimmed">No key yet: tokens are refused until there is one.</Text>
      )}
      {items.map((key) => (
        <KeyRow
          key={key.id}
          publicKey={key}
          mayRetire={mayChange}
          isBusy={retire.isPending}
          onRetire={() => retire.mutate(key.id)}
        />
      ))}
      <FormError error={keys.error ?? retire.error} />
      {mayChange && keys.isSuccess && (
        <NewKey applicationId={applicationId} isFull={items.length >= keysMax} />
      )}
    </Stack>
  );
}

function KeyRow(props: {
  publicKey: PublicKey;
  mayRetire: boolean;
  isBusy: boolean;
  onRetire: () => void;
}) {
  const [isSure, setSure] = useState(false);
  const { fingerprint, bits, createdAt } = props.publicKey;
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div style={{ minWidth: 0 }}>
        <Text fz={15} className="mono long" title={`SHA-256 ${fingerprint}`}>
          {shortFingerprint(fingerprint)}
        </Text>
        <Text c="dimmed" fz={13}>
          RSA {bits} bits, added <Moment at={createdAt} />
        </Text>
      </div>
      {props.mayRetire && (
        <Button
          variant={isSure ? 'filled' : 'subtle'}
          color="red"
          size="xs"
          flex="none"
          disabled={props.isBusy}
          onClick={() => (isSure ? props.onRetire() : setSure(true))}
          onBlur={() => setSure(false)}
          aria-label={`${isSure ? 'Retire it now' : 'Retire'}: ${shortFingerprint(fingerprint)}`}
        >
          {isSure ? 'Retire it now' : 'Retire'}
        </Button>
      )}
    </Group>
  );
}

/** Enough to tell two keys apart; the whole one stands in the tooltip. */
function shortFingerprint(fingerprint: string): string {
  return (fingerprint.slice(0, 32).match(/.{4}/g) ?? []).join(' ');
}

function NewKey({ applicationId, isFull }: { applicationId: number; isFull: boolean }) {
  const make = useMakeKeyPair(applicationId);
  const [isPasting, setPasting] = useState(false);
  if (make.data) return <PrivateKeyReady {...make.data} onDone={make.reset} />;
  if (isFull) return null;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {canMakeKeys && (
          <Button
            variant="default"
            size="xs"
            onClick={() => make.mutate()}
            loading={make.isPending}
          >
            Generate a key pair
          </Button>
        )}
        <Button
          variant="subtle"
          size="xs"
          aria-expanded={isPasting}
          onClick={() => setPasting(!isPasting)}
        >
          Add a public key of your own
        </Button>
      </Group>
      {!canMakeKeys && (
        <Text c="dimmed" fz={14}>
          This browser makes keys on https and localhost only. Make one with{' '}
          <span className="mono">openssl genrsa -out private.key 2048</span> and add what{' '}
          <span className="mono">openssl rsa -in private.key -pubout</span> prints.
        </Text>
      )}
      <FormError error={make.error} />
      {isPasting && <PasteKey applicationId={applicationId} onAdded={() => setPasting(false)} />}
    </Stack>
  );
}

/** To be kept this once; it was made in this browser, and stands on no screen. */
function PrivateKeyReady(props: { privateKey: string; fingerprint: string; onDone: () => void }) {
  const { privateKey, fingerprint } = props;
  const save = () =>
    saveFile(`private-${fingerprint.slice(0, 8)}.key`, 'application/x-pem-file', privateKey);
  return (
    <Stack gap="sm">
      <Notice tone="warn">
        The private key is ready: keep it now. It was made in this browser, the server has never had
        it, and it cannot be had again. Whoever has it can act as this application.
      </Notice>
      <Group gap="sm">
        <Button size="xs" onClick={save}>
          Download the private key
        </Button>
        <CopyTextButton value={privateKey} label="Copy it" />
        <Button size="xs" variant="subtle" color="gray" onClick={props.onDone}>
          I have kept it
        </Button>
      </Group>
    </Stack>
  );
}

function PasteKey({ applicationId, onAdded }: { applicationId: number; onAdded: () => void }) {
  const [pem, setPem] = useState('');
  const add = useAddPublicKey(applicationId);
  // It must not even travel: whoever pasted it should think of it as known by now.
  const isPrivate = /PRIVATE KEY/.test(pem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isPrivate) add.mutate(pem, { onSuccess: onAdded });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Textarea
          label="Public key (PEM)"
          description="RSA of 2048 to 4096 bits. Never paste a private key."
          placeholder="-----BEGIN PUBLIC KEY-----"
          w="100%"
          autosize
          minRows={4}
          maxRows={12}
          maxLength={4_000}
          spellCheck={false}
          value={pem}
          error={
            isPrivate
              ? 'This is a private key. Keep it, and paste the public one.'
              : refusalOf(add.error)
          }
          onChange={(event) => setPem(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        {!refusalOf(add.error) && <FormError error={add.error} />}
        <Button
          type="submit"
          variant="default"
          size="xs"
          disabled={!pem.trim() || isPrivate}
          loading={add.isPending}
        >
          Add this key
        </Button>
      </Stack>
    </form>
  );
}

/** What the field itself is to blame for. */
function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof CountersignError)) return undefined;
  if (error.code === 'conflict') return 'This key is live already.';
  if (error.code !== 'invalid_parameter') return undefined;
  return 'This is no RSA public key of 2048 to 4096 bits in PEM form.';
}
