import { Text, Tooltip } from '@mantine/core';
import type { Verification, VerificationEvent } from 'countersign/admin';
import { clockTime, duration, exactTime } from '../../parts/time.ts';
import { describeEvent } from './describe-event.ts';
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
  const seconds =
    (new Date(event.at).getTime() - new Date(verification.createdAt).getTime()) / 1_000;
  const raw = { id: event.id, at: event.at, kind: event.kind, ...event.data };
  return (
    <li className={classes.event}>
      <span className={classes.dot} data-tone={tone} />
      <details className={classes.raw}>
        <summary>
          <span className={classes.eventHead}>
            <Text span fw={600}>
              {title}
            </Text>
            <Tooltip label={exactTime(event.at)}>
              <Text component="time" dateTime={event.at} fz={13} c="dimmed" className="tabular">
                {clockTime(event.at)}
                {seconds >= 0.05 && ` · after ${duration(seconds)}`}
              </Text>
            </Tooltip>
          </span>
          {detail && (
            <Text span fz={15} c="dimmed" display="block">
              {detail}
            </Text>
          )}
        </summary>
        <pre>{JSON.stringify(raw, null, 2)}</pre>
      </details>
    </li>
  );
}
