import { Input, SegmentedControl, Select, Text } from '@mantine/core';
import type { ApplicationSettings } from 'countersign/admin';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { CopyTextButton } from '../../../parts/copy-button.tsx';
import { GroupCard } from './group-card.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import { UrlSetting } from './url-setting.tsx';
import { type GroupProps, type GroupShape, useSettingsGroup } from './use-settings-group.ts';
import { renderWebhook } from './webhook-sample.ts';

type Webhook = ApplicationSettings['receipts'];

export interface WebhookDraft {
  readonly url: string;
  readonly method: Webhook['method'];
  readonly signature: Webhook['signature'];
}
type Draft = WebhookDraft;

/** One kind of call to the application's server, with its place in the settings. */
export interface WebhookTexts {
  readonly key: 'receipts' | 'inbound';
  readonly title: string;
  readonly lead: string;
  readonly urlDescription: string;
  readonly exampleUrl: string;
  /** Without the signature. */
  readonly fieldsOf: (application: GroupProps['application']) => readonly [string, string][];
}

export function webhookShape({ key, title }: WebhookTexts): GroupShape<Draft> {
  return {
    id: key,
    title,
    toDraft: (settings) => ({ ...settings[key], url: settings[key].url ?? '' }),
    toSettings: ({ url, method, signature }) => ({
      [key]: { url: url.trim() || null, method, signature },
    }),
    takes: {
      [`${key}.url`]:
        'Use a whole address that begins with https:// or http://, 500 characters at most.',
      [`${key}.method`]: 'Choose one of the three.',
      [`${key}.signature`]: 'Choose one of the list.',
    },
  };
}

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

export function WebhookGroup(
  props: GroupProps & { texts: WebhookTexts; shape: GroupShape<Draft> },
) {
  const { texts, shape } = props;
  const group = useSettingsGroup(shape, props);
  const { draft, mayChange } = group;
  return (
    <GroupCard group={group} lead={texts.lead}>
      <UrlSetting
        group={group}
        name="url"
        field={`${texts.key}.url`}
        label="Webhook URL"
        spoken="webhook URL"
        description={texts.urlDescription}
        placeholder={texts.exampleUrl}
      />
      <div className={classes.pair}>
        <Setting group={group} name="method" label="method" word={labelIn(methods)}>
          <Input.Wrapper
            label="Method"
            labelElement="div"
            error={group.refusalOf(`${texts.key}.method`)}
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
            error={group.refusalOf(`${texts.key}.signature`)}
            onChange={(signature) => signature && group.change({ signature })}
          />
        </Setting>
      </div>
      <Sample draft={draft} texts={texts} application={props.application} />
    </GroupCard>
  );
}

function Sample(props: {
  draft: Draft;
  texts: WebhookTexts;
  application: GroupProps['application'];
}) {
  const { draft, texts, application } = props;
  const sample = renderWebhook(draft, texts.exampleUrl, texts.fieldsOf(application));
  return (
    <div>
      <div className={classes.sampleHead}>
        <div>
          <Text fw={550} fz={14}>
            How one looks
          </Text>
          <Text fz={13} c="dimmed">
            {draft.signature === 'none'
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
