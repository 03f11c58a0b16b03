import type { Message, MessageStep } from 'countersign/admin';
import { EventHead } from '../verifications/event-head.tsx';
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
  return (
    <li className={timeline.event}>
      <span className={timeline.dot} data-tone={tone} />
      <EventHead title={title} detail={detail} at={step.at} since={message.createdAt} />
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
