import { ActionIcon, CloseButton, Text, TextInput } from '@mantine/core';
import type { HandsetMessage } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { groupAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icons.tsx';
import { sentenceOf } from '../../parts/states.tsx';
import { type Conversation, replyTarget } from './conversations.ts';
import { Feed } from './feed.tsx';
import classes from './handset.module.css';
import { IncomingCall } from './incoming-call.tsx';
import { useReply } from './queries.ts';

interface PhoneProps {
  readonly applicationId: number;
  readonly conversation: Conversation;
  readonly call: HandsetMessage | undefined;
  readonly mayReply: boolean;
  readonly onCallEnd: () => void;
  readonly onClose: (() => void) | undefined;
}

/** One phone with one number. */
export function Phone(props: PhoneProps) {
  const { conversation, call } = props;
  const { owner, messages } = conversation;
  return (
    <section className={classes.phone} aria-label={`Handset ${groupAddress(owner)}`}>
      <div className={classes.screen}>
        <header className={classes.screenTop}>
          <div className={classes.island} aria-hidden="true" />
          <Text fw={650} fz={15} className="tabular long">
            {groupAddress(owner)}
          </Text>
          {props.onClose && (
            <CloseButton
              className={classes.close as string}
              onClick={props.onClose}
              aria-label={`Put away ${groupAddress(owner)}`}
            />
          )}
        </header>
        <Feed messages={messages} owner={groupAddress(owner)} />
        {props.mayReply && <Reply {...props} />}
        <div className={classes.homeBar} aria-hidden="true" />
        {call && <IncomingCall key={call.id} message={call} onEnd={props.onCallEnd} />}
      </div>
    </section>
  );
}

function Reply({ applicationId, conversation }: PhoneProps) {
  const [text, setText] = useState('');
  const reply = useReply(applicationId);
  const to = replyTarget(conversation);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!to || !text.trim()) return;
    const { owner } = conversation;
    reply.mutate({ from: owner, to, text: text.trim() }, { onSuccess: () => setText('') });
  };
  return (
    <form className={classes.reply} onSubmit={submit}>
      <TextInput
        style={{ flex: 1 }}
        radius="xl"
        aria-label={`Reply from ${groupAddress(conversation.owner)}`}
        placeholder={to ? `Reply to ${to}` : 'Nobody to reply to yet'}
        maxLength={1600}
        disabled={!to}
        value={text}
        error={reply.error ? sentenceOf(reply.error) : null}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ActionIcon
        type="submit"
        size={36}
        radius="xl"
        aria-label="Send reply"
        disabled={!to || !text.trim()}
        loading={reply.isPending}
      >
        <Icon name="send" size={16} />
      </ActionIcon>
    </form>
  );
}
