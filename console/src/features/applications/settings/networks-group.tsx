import { Textarea } from '@mantine/core';
import { Notice } from '../../../parts/states.tsx';
import { GroupCard } from './group-card.tsx';
import { Setting } from './setting.tsx';
import { type GroupProps, type GroupShape, useSettingsGroup } from './use-settings-group.ts';

interface Draft {
  /** One network a line. */
  readonly networks: string;
}

const shape: GroupShape<Draft> = {
  id: 'networks',
  title: 'Internal networks',
  toDraft: ({ allowedNetworks }) => ({ networks: allowedNetworks.join('\n') }),
  toSettings: ({ networks }) => ({ allowedNetworks: listOf(networks) }),
  takes: {
    allowedNetworks:
      'Each line takes one network with its length, such as 10.20.0.0/16 or fd00::/8; 20 lines at most.',
  },
};

function listOf(networks: string): string[] {
  return networks
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);
}

export function NetworksGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  const networks = listOf(group.draft.networks);
  return (
    <GroupCard
      group={group}
      lead="Webhooks never reach addresses inside your network, so that nobody can use this server to look around there. If your receiver stands inside, name its network here, as narrowly as you can."
    >
      <Setting
        group={group}
        name="networks"
        label="allowed networks"
        word={(text) => listOf(text).join(', ') || 'none'}
      >
        <Textarea
          label="Allowed networks"
          description="One a line, in CIDR form."
          placeholder="10.20.30.40/32"
          autosize
          minRows={2}
          maxRows={12}
          spellCheck={false}
          readOnly={!group.mayChange}
          value={group.draft.networks}
          error={group.refusalOf('allowedNetworks')}
          onChange={(event) => group.change({ networks: event.currentTarget.value })}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      </Setting>
      {networks.length > 0 && (
        <Notice tone="warn">
          Whoever holds this application’s key can name a webhook URL for each message, and thereby
          make this server call any host in{' '}
          {networks.length === 1 ? 'this network' : 'these networks'}.
        </Notice>
      )}
      {networks.some(isWide) && (
        <Notice tone="warn">
          A length below 8 opens nearly everything, the metadata service of a cloud machine
          included.
        </Notice>
      )}
    </GroupCard>
  );
}

const narrowEnough = 8;

function isWide(network: string): boolean {
  const length = /\/(\d+)$/.exec(network)?.[1];
  return length !== undefined && Number(length) < narrowEnough;
}
