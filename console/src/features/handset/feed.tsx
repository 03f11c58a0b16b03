import { UnstyledButton } from '@mantine/core';
import type { HandsetMessage } from 'countersign/admin';
import { useLayoutEffect, useRef, useState } from 'react';
import classes from './handset.module.css';
import { MessageView } from './message-view.tsx';

const nearEndPixels = 60;

/** Stays at the newest message unless somebody is reading further up; then it says what came. */
export function Feed({ messages, owner }: { messages: readonly HandsetMessage[]; owner: string }) {
  const feed = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [hasNewBelow, setNewBelow] = useState(false);
  const toEnd = () => {
    feed.current?.scrollTo({ top: feed.current.scrollHeight });
    setNewBelow(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every new message
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
    else setNewBelow(true);
  }, [messages.length]);
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = feed.current ?? document.body;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPixels;
    if (isAtEnd.current) setNewBelow(false);
  };
  return (
    <>
      <section
        ref={feed}
        className={classes.feed}
        onScroll={onScroll}
        aria-label={`Messages of ${owner}`}
        aria-live="polite"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long conversation is scrolled by keyboard
        tabIndex={0}
      >
        {messages.map((message) => (
          <MessageView key={message.id} message={message} />
        ))}
      </section>
      {hasNewBelow && (
        <UnstyledButton className={classes.newBelow} onClick={toEnd}>
          New message
        </UnstyledButton>
      )}
    </>
  );
}
