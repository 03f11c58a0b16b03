import { Text } from '@mantine/core';
import type { Quality } from 'countersign/admin';
import type { ReactNode } from 'react';
import { Card } from '../../parts/card.tsx';
import classes from './quality.module.css';
import {
  count,
  money,
  percent,
  seconds,
  sharesOf,
  type Trend,
  trendOfAmount,
  trendOfMoney,
  trendOfSeconds,
  trendOfShare,
} from './words.ts';

/** The five figures of the whole period, each with its past. */
export function Totals({ quality }: { quality: Quality }) {
  const { total, before, currency } = quality;
  const [now, past] = [sharesOf(total), sharesOf(before)];
  const hasHidden = total.sent > 0 && now.delivered === null;
  return (
    <div className={classes.totals}>
      <Total
        name="Sent"
        value={count(total.sent)}
        trend={trendOfAmount(total.sent, before.sent)}
        note={`for ${money(total.cost, currency)}`}
      />
      <Total
        name="Delivered"
        value={percent(now.delivered)}
        trend={trendOfShare(now.delivered, past.delivered)}
        note={
          hasHidden
            ? 'no phone reports on short codes'
            : `${count(total.delivered)} of ${count(total.deliverable)}`
        }
      />
      <Total
        name="Converted"
        value={percent(now.converted)}
        trend={trendOfShare(now.converted, past.converted)}
        note={`${count(total.converted)} of ${count(total.convertible)}`}
      />
      <Total
        name="Median time to verify"
        value={seconds(total.medianSeconds)}
        trend={trendOfSeconds(total.medianSeconds, before.medianSeconds)}
        note="from request to right code"
      />
      <Total
        name="Per verified person"
        value={money(total.costPerConverted, currency)}
        trend={trendOfMoney(total.costPerConverted, before.costPerConverted)}
        note="cost of all messages"
      />
    </div>
  );
}

function Total(props: { name: string; value: string; trend: Trend | undefined; note: ReactNode }) {
  return (
    <Card p="md">
      <Text fz={13} c="dimmed">
        {props.name}
      </Text>
      <div className={classes.value}>
        <span className="tabular">
          <Figure text={props.value} />
        </span>
        {props.trend && <TrendMark trend={props.trend} />}
      </div>
      <Text fz={13} c="dimmed">
        {props.note}
      </Text>
    </Card>
  );
}

/** A currency behind the number is written smaller: the number is what is read. */
function Figure({ text }: { text: string }) {
  const [, amount, currency] = /^(\S+) ([A-Z]{3})$/.exec(text) ?? [];
  if (!amount) return text;
  return (
    <>
      {amount} <span className={classes.unit}>{currency}</span>
    </>
  );
}

export function TrendMark({ trend }: { trend: Trend }) {
  const tone = trend.isBetter === undefined ? 'plain' : trend.isBetter ? 'good' : 'bad';
  return (
    <span className={classes.trend} data-tone={tone} title={trend.label}>
      <span aria-hidden="true">{trend.text}</span>
      <span className={classes.spoken}>{trend.label}</span>
    </span>
  );
}
