import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Application, HandsetMessage } from 'countersign/admin';
import { useMemo, useState } from 'react';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import { ownerOf, toConversations } from '../features/handset/conversations.ts';
import classes from '../features/handset/handset.module.css';
import { NumberList } from '../features/handset/number-list.tsx';
import { Phone } from '../features/handset/phone.tsx';
import { type LiveState, useHandsetMessages, useLiveHandset } from '../features/handset/queries.ts';
import { SendTest } from '../features/handset/send-test.tsx';
import { useMay } from '../features/session/queries.ts';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

export function HandsetRoom() {
  const application = useCurrentApplication();
  if (!application) return null;
  if (application.kind === 'live') {
    return (
      <Page title="Handset">
        <Card>
          <Empty icon="handset" title="A live application has no handset">
            Its messages go to real people, and nobody but them sees a code. Switch to a sandbox
            application to watch codes arrive.
          </Empty>
        </Card>
      </Page>
    );
  }
  return <SandboxHandset application={application} />;
}

const liveWord: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting',
  open: 'Live',
  retrying: 'Reconnecting',
};

function SandboxHandset({ application }: { application: Application }) {
  const messages = useHandsetMessages(application.id);
  const [calls, setCalls] = useState<readonly HandsetMessage[]>([]);
  const state = useLiveHandset(application.id, (message) => {
    const isCall = message.channel === 'voice' && message.direction === 'to-handset';
    if (isCall) setCalls((ringing) => [...ringing, message]);
  });
  const endCall = (id: string) => setCalls((ringing) => ringing.filter((call) => call.id !== id));
  return (
    <Page
      isWide
      title="Handset"
      lead="What the person you verify would see and hear."
      actions={
        <span className={classes.live} data-state={state} role="status">
          {liveWord[state]}
        </span>
      }
    >
      {messages.isPending && <Waiting rows={3} height={90} />}
      {messages.isError && (
        <Failure error={messages.error} onRetry={() => void messages.refetch()} />
      )}
      {messages.data && (
        <Stage
          applicationId={application.id}
          messages={messages.data}
          calls={calls}
          onCallEnd={endCall}
        />
      )}
    </Page>
  );
}

function Stage(props: {
  applicationId: number;
  messages: readonly HandsetMessage[];
  calls: readonly HandsetMessage[];
  onCallEnd: (id: string) => void;
}) {
  const { applicationId, messages, calls } = props;
  const mayUse = useMay('handset.use');
  const conversations = useMemo(() => toConversations(messages), [messages]);
  const { shown, setShown, toggle } = useShownNumbers(conversations[0]?.owner);
  const phones = shown
    .map((owner) => conversations.find((conversation) => conversation.owner === owner))
    .filter((conversation) => conversation !== undefined);
  return (
    <div className={classes.room}>
      <div className={classes.rail}>
        {mayUse && (
          <SendTest
            applicationId={applicationId}
            onSent={(owner) => !shown.includes(owner) && setShown([owner, ...shown].slice(0, 3))}
          />
        )}
        {conversations.length > 0 && (
          <NumberList conversations={conversations} shown={shown} onToggle={toggle} />
        )}
      </div>
      <div className={classes.stage}>
        {phones.length === 0 && (
          <Empty icon="handset" title="No message yet">
            Every SMS, WhatsApp message, call and email of this application will arrive here the
            moment it is sent.
          </Empty>
        )}
        {phones.map((conversation) => {
          const { owner } = conversation;
          const call = calls.find((ringing) => ownerOf(ringing) === owner);
          return (
            <Phone
              key={owner}
              applicationId={applicationId}
              conversation={conversation}
              call={call}
              mayReply={mayUse}
              onCallEnd={() => call && props.onCallEnd(call.id)}
              onClose={phones.length > 1 ? () => toggle(owner) : undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The numbers on the stage, kept in the address; without a choice the most recent one. */
function useShownNumbers(recent: string | undefined) {
  const navigate = useNavigate();
  const { numbers } = useSearch({ from: '/signed-in/a/$applicationId/handset' });
  const chosen = numbers?.split(',').filter(Boolean) ?? [];
  const shown = chosen.length > 0 ? chosen : recent ? [recent] : [];
  const setShown = (next: readonly string[]) =>
    void navigate({
      from: '/a/$applicationId/handset',
      to: '.',
      search: next.length > 0 ? { numbers: next.join(',') } : {},
      replace: true,
    });
  const toggle = (owner: string) =>
    setShown(shown.includes(owner) ? shown.filter((one) => one !== owner) : [...shown, owner]);
  return { shown, setShown, toggle };
}
