import { Text } from '@mantine/core';
import type { Campaign } from 'countersign/admin';
import { Moment } from '../../parts/moment.tsx';
import { useOperatorNames } from '../operators/queries.ts';
import classes from './campaigns.module.css';

const businessDays = 5;

/** How much of the five business days of a review has passed, and when a decision is due. */
export function ReviewClock({ campaign }: { campaign: Campaign }) {
  const nameOf = useOperatorNames();
  const { submittedAt, submittedBy, reviewDueAt } = campaign;
  if (!submittedAt || !reviewDueAt) return null;
  const past = daysPast(submittedAt, reviewDueAt);
  const isLate = new Date(reviewDueAt) < new Date();
  return (
    <div>
      <div className={classes.clock} aria-hidden="true">
        {Array.from({ length: businessDays }, (_, day) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: days have no identity but their place
            key={day}
            className={classes.day}
            data-past={day < past}
            data-late={isLate}
          />
        ))}
      </div>
      <Text fz={14}>
        {isLate ? 'The five business days of a review are over: it was' : 'A decision is'} due{' '}
        <Moment at={reviewDueAt} />
        {!isLate && ', five business days after it was handed in'}.
      </Text>
      <Text fz={14} c="dimmed">
        Handed in <Moment at={submittedAt} />
        {submittedBy && ` by ${nameOf(submittedBy)}`}.
      </Text>
    </div>
  );
}

/** The server knows weekends and holidays: here only how much of the time is gone. */
function daysPast(from: string, to: string): number {
  const start = new Date(from).getTime();
  return Math.floor((businessDays * (Date.now() - start)) / (new Date(to).getTime() - start));
}
