import { Text } from '@mantine/core';
import type { Campaign } from 'countersign/admin';
import { Moment } from '../../parts/moment.tsx';
import { useOperatorNames } from '../operators/queries.ts';
import classes from './campaigns.module.css';

const businessDays = 5;

/** How many of the five business days of a review have passed, and when a decision is due. */
export function ReviewClock({ campaign }: { campaign: Campaign }) {
  const nameOf = useOperatorNames();
  const { submittedAt, submittedBy, reviewDueAt } = campaign;
  if (!submittedAt || !reviewDueAt) return null;
  const past = businessDaysBetween(new Date(submittedAt), new Date());
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
        {isLate
          ? 'The five business days of a review are over. '
          : `${Math.min(past, businessDays)} of ${businessDays} business days have passed. `}
        A decision is due <Moment at={reviewDueAt} />.
      </Text>
      <Text fz={14} c="dimmed">
        Handed in <Moment at={submittedAt} />
        {submittedBy && ` by ${nameOf(submittedBy)}`}.
      </Text>
    </div>
  );
}

const dayMilliseconds = 86_400_000;

/** Whole days gone by, Saturdays and Sundays left out; the server counts the due date itself. */
function businessDaysBetween(from: Date, to: Date): number {
  let count = 0;
  for (let day = from.getTime() + dayMilliseconds; day <= to.getTime(); day += dayMilliseconds) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) count++;
    if (count > businessDays) break;
  }
  return count;
}
