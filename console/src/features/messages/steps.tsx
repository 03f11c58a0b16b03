import { Text, Tooltip } from '@mantine/core';
import type { Message, MessageStep } from 'countersign/admin';
import { clockTime, duration, exactTime } from '../../parts/time.ts';
import timeline from '../verifications/verifications.module.css';
import classes from './messages.module.css';
import { describeStep, isOwnRefusal } from './words.ts';

/** What happened to the message, in order: plain words, the carrier's own beneath. */
export function Steps({ message }: { message: Message }) {
  return (
    <ol className={timeline.timeline} aria-label="Timeline">
      {message.steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what has happened keeps its order
        <Step key={index} step={step} message={message} />
      ))}
    </ol>
  );
}

function Step({ step, message }: { step: MessageStep; message: Message }) {
  const { title, detail, tone } = describeStep(step, message);
  const milliseconds = new Date(step.at).getTime() - new Date(message.createdAt).getTime();
  const after = milliseconds / 1_000;
  return (
    <li className={timeline.event}>
      <span className={timeline.dot} data-tone={tone} />
      <span className={timeline.eventHead}>
        <Text span fw={600}>
          {title}
        </Text>
        <Tooltip label={exactTime(step.at)}>
          <Text component="time" dateTime={step.at} fz={13} c="dimmed" className="tabular">
            {clockTime(step.at)}
            {after >= 0.05 && ` · after ${duration(after)}`}
          </Text>
        </Tooltip>
      </span>
      {detail && (
        <Text span fz={15} c="dimmed" display="block">
          {detail}
        </Text>
      )}
      {(step.raw || step.errorCode !== null) && !isOwnRefusal(message) && (
        <span className={classes.raw}>
          Carrier’s answer
          {step.errorCode !== null && <code>code {step.errorCode}</code>}
          {step.raw && <code>{step.raw}</code>}
        </span>
      )}
    </li>
  );
}
