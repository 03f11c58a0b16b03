import { Button, Text, Title } from '@mantine/core';
import type { OwnSession } from 'countersign/admin';
import classes from '../../features/account/account.module.css';
import { browserName } from '../../features/account/browser-name.ts';
import { useRevokeSession, useSessions } from '../../features/account/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Failure, FormError, Waiting } from '../../parts/states.tsx';

const methodWord: Readonly<Record<string, string>> = {
  link: 'by one-time link',
  passkey: 'with a passkey',
  password: 'with password and code',
};

export function SessionsRoom() {
  const sessions = useSessions();
  const revoke = useRevokeSession();
  return (
    <Card>
      <Title order={2}>Where you are signed in</Title>
      <Text c="dimmed" mb="sm">
        A session ends by itself after an idle hour, and after a day in any case.
      </Text>
      {sessions.isPending && <Waiting rows={2} />}
      {sessions.isError && (
        <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.data?.items.map((session) => (
        <SessionRow
          key={session.id}
          session={session}
          onEnd={() => revoke.mutate(session.id)}
          isBusy={revoke.isPending}
        />
      ))}
      <FormError error={revoke.error} />
    </Card>
  );
}

function SessionRow(props: { session: OwnSession; onEnd: () => void; isBusy: boolean }) {
  const { session } = props;
  return (
    <div className={classes.row}>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text fw={550} className="long">
          {browserName(session.userAgent)}{' '}
          <Text span c="dimmed" fw={400} className="tabular">
            from {session.clientAddress}
          </Text>
        </Text>
        <Text fz={13} c="dimmed">
          Signed in {methodWord[session.method] ?? session.method} <Moment at={session.createdAt} />
          , last seen <Moment at={session.lastSeenAt} />
        </Text>
      </div>
      {session.isCurrent ? (
        <Badge tone="accent">This one</Badge>
      ) : (
        <Button
          variant="subtle"
          color="red"
          size="xs"
          onClick={props.onEnd}
          disabled={props.isBusy}
        >
          End
        </Button>
      )}
    </div>
  );
}
