import { Button, CopyButton, Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { HandsetMessage } from 'countersign/admin';
import type { ReactNode } from 'react';
import { groupCode } from '../../parts/address.ts';
import { Icon } from '../../parts/icons.tsx';
import { sentenceOf } from '../../parts/states.tsx';
import { clockTime } from '../../parts/time.ts';
import { useCurrentApplication } from '../applications/current-application.ts';
import { useMay } from '../session/queries.ts';
import { channelWord } from '../verifications/words.ts';
import classes from './handset.module.css';
import { useAnswerChoice } from './queries.ts';
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
      {message.choices && <Choices message={message} choices={message.choices} />}
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

/** Buttons under a question; what was tapped takes effect as on a real phone. */
function Choices({
  message,
  choices,
}: {
  message: HandsetMessage;
  choices: NonNullable<HandsetMessage['choices']>;
}) {
  const application = useCurrentApplication();
  const mayUse = useMay('handset.use');
  const answer = useAnswerChoice(application?.id ?? 0);
  const { verificationId } = message;
  if (answer.data) {
    return (
      <Text fz={13} c="dimmed" role="status">
        Answered: {choices[answer.variables.choice]}
      </Text>
    );
  }
  if (!verificationId || !application) return null;
  return (
    <>
      <Group gap={8} mt={6}>
        {(['yes', 'no'] as const).map((choice) => (
          <Button
            key={choice}
            size="xs"
            radius="xl"
            variant="default"
            disabled={!mayUse || answer.isPending}
            onClick={() => answer.mutate({ verificationId, choice })}
          >
            {choices[choice]}
          </Button>
        ))}
      </Group>
      {answer.error && (
        <Text fz={13} c="dimmed" role="alert">
          {sentenceOf(answer.error)}
        </Text>
      )}
    </>
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
