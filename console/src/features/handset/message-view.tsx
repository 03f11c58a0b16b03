import { CopyButton, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { HandsetMessage } from 'countersign/admin';
import type { ReactNode } from 'react';
import { groupCode } from '../../parts/address.ts';
import { Icon } from '../../parts/icons.tsx';
import { clockTime } from '../../parts/time.ts';
import { channelWord } from '../verifications/words.ts';
import classes from './handset.module.css';
import { useSpeech } from './speech.ts';

/** One message as the person would perceive it, by its channel. */
export function MessageView({ message }: { message: HandsetMessage }) {
  const isOwn = message.direction === 'from-handset';
  return (
    <div className={classes.item} data-channel={message.channel} data-own={isOwn}>
      <div className={classes.meta}>
        {isOwn ? `To ${message.to}` : `${channelWord(message.channel)} · ${message.from}`}
        {' · '}
        <span className="tabular">{clockTime(message.sentAt)}</span>
        {message.parts > 1 && ` · ${message.parts} parts`}
        {message.isFlash && ' · shown at once'}
      </div>
      <Body message={message} />
      {message.code && <CodeChip code={message.code} />}
    </div>
  );
}

function Body({ message }: { message: HandsetMessage }) {
  if (message.channel === 'email') {
    return (
      <article className={classes.mail}>
        <div className={classes.mailHead}>
          <Text fw={650}>{message.subject ?? 'No subject'}</Text>
          <Text fz={13} c="dimmed">
            From {message.from}
          </Text>
        </div>
        {message.text}
      </article>
    );
  }
  if (message.channel === 'voice') return <PastCall message={message} />;
  if (message.binary) return <Binary binary={message.binary} />;
  const isMarked = message.channel === 'whatsapp';
  return <div className={classes.bubble}>{isMarked ? withBold(message.text) : message.text}</div>;
}

/** A phone shows nothing of it: a ring tone, a setting, something for an application on it. */
function Binary({ binary }: { binary: NonNullable<HandsetMessage['binary']> }) {
  const { data, header } = binary;
  return (
    <article className={classes.binary}>
      <Text fw={600} fz={14}>
        Binary message, {data.length / 2} octets
      </Text>
      <Text fz={13} c="dimmed">
        A phone does not show it; an application on it may read it.
      </Text>
      {header && <code title="User data header">{inOctets(header)}</code>}
      <code title="Data">{inOctets(data)}</code>
    </article>
  );
}

function inOctets(hexadecimal: string): string {
  return hexadecimal.toLowerCase().replaceAll(/(..)(?=.)/g, '$1 ');
}

/** WhatsApp shows what stands between asterisks in bold. */
function withBold(text: string): ReactNode {
  return (
    text
      .split(/\*([^*\n]+)\*/)
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
      .map((piece, index) => (index % 2 === 1 ? <b key={index}>{piece}</b> : piece))
  );
}

function PastCall({ message }: { message: HandsetMessage }) {
  const speech = useSpeech(message);
  return (
    <article className={classes.call}>
      <div style={{ display: 'flex', alignItems: 'center', gap: 8, marginBottom: 6 }}>
        <Icon name="phone" size={16} />
        <Text fw={600} style={{ flex: 1 }}>
          Call from {message.from}
        </Text>
        {speech.isPossible && (
          <UnstyledButton
            className={classes.codeChip}
            style={{ marginTop: 0 }}
            onClick={speech.isSpeaking ? speech.stop : speech.speak}
          >
            {speech.isSpeaking ? 'Stop' : 'Listen'}
          </UnstyledButton>
        )}
      </div>
      <Text fz={15} c="dimmed" className="long">
        “{message.text}”
      </Text>
    </article>
  );
}

function CodeChip({ code }: { code: string }) {
  return (
    <CopyButton value={code}>
      {({ copied, copy }) => (
        <UnstyledButton className={classes.codeChip} onClick={copy} data-code={code}>
          <VisuallyHidden>{copied ? 'Copied' : 'Copy code'}</VisuallyHidden>
          <span className={classes.codeDigits}>{groupCode(code)}</span>
          <Icon name={copied ? 'check' : 'copy'} size={14} />
        </UnstyledButton>
      )}
    </CopyButton>
  );
}
