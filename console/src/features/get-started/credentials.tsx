import { ActionIcon, Text, Tooltip } from '@mantine/core';
import type { GetStarted } from 'countersign/admin';
import type { ReactNode } from 'react';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Icon } from '../../parts/icons.tsx';
import classes from './get-started.module.css';

export function Credentials(props: {
  facts: GetStarted;
  isSecretShown: boolean;
  onToggleSecret: () => void;
}) {
  const { facts, isSecretShown } = props;
  const { apiSecret } = facts;
  return (
    <div className={classes.credentials}>
      <Credential label="Host" value={facts.baseUrl} />
      <Credential label="API key" value={facts.apiKey} />
      {apiSecret === null ? (
        <div className={classes.credential}>
          <div className={classes.credentialText}>
            <Text fz={13} c="dimmed">
              API secret
            </Text>
            <Text fz={14}>Shown once, when it was issued. Settings can issue a second one.</Text>
          </div>
        </div>
      ) : (
        <Credential
          label="API secret"
          value={apiSecret}
          shown={isSecretShown ? apiSecret : '••••••••••••'}
          action={
            <Tooltip label={isSecretShown ? 'Hide secret' : 'Show secret'}>
              <ActionIcon
                variant="subtle"
                color="gray"
                c="var(--text-quiet)"
                onClick={props.onToggleSecret}
                aria-label={isSecretShown ? 'Hide secret' : 'Show secret'}
                aria-pressed={isSecretShown}
              >
                <Icon name="eye" size={16} />
              </ActionIcon>
            </Tooltip>
          }
        />
      )}
    </div>
  );
}

function Credential(props: { label: string; value: string; shown?: string; action?: ReactNode }) {
  return (
    <div className={classes.credential}>
      <div className={classes.credentialText}>
        <Text fz={13} c="dimmed">
          {props.label}
        </Text>
        <Text className="mono long" fz={15}>
          {props.shown ?? props.value}
        </Text>
      </div>
      {props.action}
      <CopyButton value={props.value} label={`Copy ${props.label}`} />
    </div>
  );
}
