import { Anchor, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { GroupCard } from './group-card.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import {
  type GroupProps,
  type GroupShape,
  type SettingsGroup,
  useSettingsGroup,
} from './use-settings-group.ts';

/** As typed; an empty cap is none, and an empty amount takes the top-up away. */
interface Draft {
  readonly hour: string;
  readonly day: string;
  readonly amount: string;
  readonly timesADay: string;
}

const timesUsual = '3';
const amountSentence = 'Use an amount such as 25 or 2.50, or leave it empty.';

const shape: GroupShape<Draft> = {
  id: 'spending',
  title: 'Spending',
  toDraft: ({ spendCaps, autoReload }) => ({
    hour: spendCaps.hour ?? '',
    day: spendCaps.day ?? '',
    amount: autoReload?.amount ?? '',
    timesADay: String(autoReload?.timesADay ?? timesUsual),
  }),
  toSettings: ({ hour, day, amount, timesADay }) => ({
    spendCaps: { hour: hour.trim() || null, day: day.trim() || null },
    autoReload: amount.trim() ? { amount: amount.trim(), timesADay: Number(timesADay) } : null,
  }),
  takes: {
    'spendCaps.hour': amountSentence,
    'spendCaps.day': amountSentence,
    'autoReload.timesADay': 'Use a whole number from 1 to 100.',
    autoReload: amountSentence,
  },
};

/** What may be spent, and what the application may add to its balance by itself. */
export function SpendingGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  const { id, currency } = props.application;
  return (
    <GroupCard
      group={group}
      lead={
        <>
          A cap is exact to a message: what would exceed it is refused before it costs. Balance and
          credit are under{' '}
          <Anchor component={Link} to={`/a/${id}/billing`} underline="always">
            Billing
          </Anchor>
          .
        </>
      }
    >
      <div className={classes.pair}>
        <Amount
          group={group}
          name="hour"
          field="spendCaps.hour"
          label="At most in an hour"
          none="No cap"
          currency={currency}
        />
        <Amount
          group={group}
          name="day"
          field="spendCaps.day"
          label="At most in a day"
          none="No cap"
          currency={currency}
        />
      </div>
      <div className={classes.pair}>
        <Amount
          group={group}
          name="amount"
          field="autoReload"
          label="A top-up by the API adds"
          description="Anybody with the key may ask."
          none="Refused"
          currency={currency}
        />
        <Setting group={group} name="timesADay" label="top-ups in a day" word={(times) => times}>
          <TextInput
            label="Times in a day"
            description="More are refused."
            inputMode="numeric"
            autoComplete="off"
            readOnly={!group.mayChange}
            disabled={group.draft.amount.trim() === ''}
            value={group.draft.timesADay}
            error={group.refusalOf('autoReload.timesADay')}
            onChange={(event) => group.change({ timesADay: event.currentTarget.value })}
          />
        </Setting>
      </div>
    </GroupCard>
  );
}

function Amount(props: {
  group: SettingsGroup<Draft>;
  name: 'hour' | 'day' | 'amount';
  /** The server's name for it. */
  field: string;
  label: string;
  description?: string;
  none: string;
  currency: string;
}) {
  const { group, name, label, currency } = props;
  return (
    <Setting
      group={group}
      name={name}
      label={label.toLowerCase()}
      word={(amount) => (amount ? `${amount} ${currency}` : props.none.toLowerCase())}
    >
      <TextInput
        label={label}
        description={props.description}
        placeholder={props.none}
        inputMode="decimal"
        autoComplete="off"
        className="tabular"
        readOnly={!group.mayChange}
        rightSection={
          <Text fz={13} c="dimmed">
            {currency}
          </Text>
        }
        rightSectionWidth={48}
        value={group.draft[name]}
        error={group.refusalOf(props.field)}
        onChange={(event) => group.change({ [name]: event.currentTarget.value })}
      />
    </Setting>
  );
}
