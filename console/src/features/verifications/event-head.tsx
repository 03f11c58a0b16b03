/** The first line of an entry in a timeline, and under it what plain words add. */
import { Text, Tooltip } from '@mantine/core';
import { clockTime, duration, exactTime } from '../../parts/time.ts';
import classes from './verifications.module.css';

const noticedSeconds = 0.05;

export function EventHead(props: {
  title: string;
  detail: string | undefined;
  at: string;
  /** When the story began. */
  since: string;
}) {
  const { at, detail } = props;
  const seconds = (new Date(at).getTime() - new Date(props.since).getTime()) / 1_000;
  return (
    <>
      <span className={classes.eventHead}>
        <Text span fw={600}>
          {props.title}
        </Text>
        <Tooltip label={exactTime(at)}>
          <Text component="time" dateTime={at} fz={13} c="dimmed" className="tabular">
            {clockTime(at)}
            {seconds >= noticedSeconds && ` · after ${duration(seconds)}`}
          </Text>
        </Tooltip>
      </span>
      {detail && (
        <Text span fz={15} c="dimmed" display="block">
          {detail}
        </Text>
      )}
    </>
  );
}
