import { Input, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import type { ApplicationSettings } from 'countersign/admin';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { CopyTextButton } from '../../../parts/copy-button.tsx';
import { GroupCard } from './group-card.tsx';
import { renderReceipt } from './receipt-sample.ts';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import { type GroupProps, type GroupShape, useSettingsGroup } from './use-settings-group.ts';

type Receipts = ApplicationSettings['receipts'];

interface Draft {
  readonly url: string;
  readonly method: Receipts['method'];
  readonly signature: Receipts['signature'];
}

const shape: GroupShape<Draft> = {
  id: 'receipts',
  title: 'Delivery receipts',
  toDraft: ({ receipts }) => ({ ...receipts, url: receipts.url ?? '' }),
  toSettings: ({ url, method, signature }) => ({
    receipts: { url: url.trim() || null, method, signature },
  }),
  takes: {
    'receipts.url':
      'Use a whole address that begins with https:// or http://, 500 characters at most.',
    'receipts.method': 'Choose one of the three.',
    'receipts.signature': 'Choose one of the list.',
  },
};

const methods: readonly { value: Draft['method']; label: string }[] = [
  { value: 'GET', label: 'GET' },
  { value: 'POST', label: 'POST form' },
  { value: 'POST-JSON', label: 'POST JSON' },
];
const signatures: readonly { value: Draft['signature']; label: string }[] = [
  { value: 'none', label: 'Not signed' },
  { value: 'sha256', label: 'HMAC SHA-256' },
  { value: 'sha512', label: 'HMAC SHA-512' },
  { value: 'sha1', label: 'HMAC SHA-1' },
  { value: 'md5', label: 'HMAC MD5' },
  { value: 'md5hash', label: 'MD5 hash' },
];

function labelIn(list: readonly { value: string; label: string }[]): (value: string) => string {
  return (value) => list.find((one) => one.value === value)?.label ?? value;
}

export function ReceiptsGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  const { draft, mayChange } = group;
  return (
    <GroupCard
      group={group}
      lead="A receipt is a call to your server that says what became of a two-factor message: accepted, delivered, or why not. It is repeated for 72 hours until you answer with 2xx."
    >
      <Setting group={group} name="url" label="webhook URL" word={(url) => url || 'none'}>
        <TextInput
          label="Webhook URL"
          description="Leave it empty to get no receipts."
          placeholder="https://example.com/receipts"
          type="text"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          readOnly={!mayChange}
          value={draft.url}
          error={group.refusalOf('receipts.url')}
          onChange={(event) => group.change({ url: event.currentTarget.value })}
        />
      </Setting>
      <div className={classes.pair}>
        <Setting group={group} name="method" label="method" word={labelIn(methods)}>
          <Input.Wrapper
            label="Method"
            labelElement="div"
            error={group.refusalOf('receipts.method')}
          >
            <SegmentedControl
              fullWidth
              aria-label="Method"
              readOnly={!mayChange}
              value={draft.method}
              data={[...methods]}
              onChange={(method) => group.change({ method })}
            />
          </Input.Wrapper>
        </Setting>
        <Setting group={group} name="signature" label="signature" word={labelIn(signatures)}>
          <Select
            label="Signature"
            data={[...signatures]}
            allowDeselect={false}
            readOnly={!mayChange}
            value={draft.signature}
            error={group.refusalOf('receipts.signature')}
            onChange={(signature) => signature && group.change({ signature })}
          />
        </Setting>
      </div>
      <ReceiptSample draft={draft} application={props.application} />
    </GroupCard>
  );
}

function ReceiptSample(props: { draft: Draft; application: GroupProps['application'] }) {
  const { apiKey, settings, campaigns } = props.application;
  const sample = renderReceipt({
    ...props.draft,
    apiKey,
    sender: campaigns.find(({ use }) => use === 'two-factor')?.code ?? settings.sender,
    price: settings.prices.message.sms ?? '0',
  });
  return (
    <div>
      <div className={classes.sampleHead}>
        <div>
          <Text fw={550} fz={14}>
            How one looks
          </Text>
          <Text fz={13} c="dimmed">
            {props.draft.signature === 'none'
              ? 'Not signed: anybody who knows the URL can send you one.'
              : 'Signed with the signature secret of this application.'}
          </Text>
        </div>
        <CopyTextButton value={sample} label="Copy" />
      </div>
      <CodeBlock text={sample} />
    </div>
  );
}
