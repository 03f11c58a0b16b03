import type { Verification, VerificationEvent } from 'countersign/admin';
import { describeEvent } from './describe-event.ts';
import { EventHead } from './event-head.tsx';
import classes from './verifications.module.css';

/** What happened, in order: plain words, the raw fact one click below. */
export function Timeline({ verification }: { verification: Verification }) {
  return (
    <ol className={classes.timeline} aria-label="Timeline">
      {verification.events.map((event) => (
        <TimelineEvent key={event.id} event={event} verification={verification} />
      ))}
    </ol>
  );
}

function TimelineEvent(props: { event: VerificationEvent; verification: Verification }) {
  const { event, verification } = props;
  const { title, detail, tone } = describeEvent(event, verification);
  const raw = { id: event.id, at: event.at, kind: event.kind, ...event.data };
  return (
    <li className={classes.event}>
      <span className={classes.dot} data-tone={tone} />
      <details className={classes.raw}>
        <summary>
          <EventHead title={title} detail={detail} at={event.at} since={verification.createdAt} />
        </summary>
        <pre>{JSON.stringify(raw, null, 2)}</pre>
      </details>
    </li>
  );
}
