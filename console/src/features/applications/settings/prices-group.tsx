import { Text, TextInput } from '@mantine/core';
import { channelWord } from '../../verifications/words.ts';
import { GroupCard } from './group-card.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import {
  type GroupProps,
  type GroupShape,
  type SettingsGroup,
  useSettingsGroup,
} from './use-settings-group.ts';

/** By the server's names: `verification`, and `message.` with the channel. */
type Draft = Readonly<Record<string, string>>;

const priceSentence = 'Use an amount such as 0.05, with eight decimals at most.';
const messagePrefix = 'message.';

/** Fields for every channel that has a price by default or has been given one. */
function shapeFor({ settings, defaults }: GroupProps['application']): GroupShape<Draft> {
  const channels = [
    ...new Set([...Object.keys(defaults.prices.message), ...Object.keys(settings.prices.message)]),
  ].sort();
  return {
    id: 'prices',
    title: 'Prices',
    toDraft: ({ prices }) => ({
      verification: prices.verification,
      ...Object.fromEntries(
        channels.map((name) => [`${messagePrefix}${name}`, prices.message[name] ?? '0']),
      ),
    }),
    toSettings: (draft) => ({
      prices: {
        verification: amountOf(draft.verification),
        message: Object.fromEntries(
          channels.map((name) => [name, amountOf(draft[`${messagePrefix}${name}`])]),
        ),
      },
    }),
    takes: {
      'prices.verification': priceSentence,
      ...Object.fromEntries(channels.map((name) => [`prices.message.${name}`, priceSentence])),
    },
  };
}

function amountOf(text = ''): string {
  return text.trim();
}

export function PricesGroup(props: GroupProps) {
  const group = useSettingsGroup(shapeFor(props.application), props);
  const messages = Object.keys(group.draft).filter((name) => name.startsWith(messagePrefix));
  const { currency } = props.application;
  return (
    <GroupCard
      group={group}
      lead={`What is taken from the balance, in ${currency}. A change holds for what is started from now on.`}
    >
      <div className={classes.pair}>
        <PriceField
          group={group}
          name="verification"
          label="Successful verification"
          currency={currency}
        />
      </div>
      <div>
        <Text fw={550} fz={14} mb={10}>
          One part of a message
        </Text>
        <div className={classes.pair}>
          {messages.map((name) => (
            <PriceField
              key={name}
              group={group}
              name={name}
              label={channelWord(name.slice(messagePrefix.length))}
              currency={currency}
            />
          ))}
        </div>
      </div>
    </GroupCard>
  );
}

function PriceField(props: {
  group: SettingsGroup<Draft>;
  name: string;
  label: string;
  currency: string;
}) {
  const { group, name, label } = props;
  return (
    <Setting
      group={group}
      name={name}
      label={`price, ${label.toLowerCase()}`}
      word={(amount) => `${amount} ${props.currency}`}
    >
      <TextInput
        label={label}
        inputMode="decimal"
        autoComplete="off"
        readOnly={!group.mayChange}
        rightSection={
          <Text fz={13} c="dimmed">
            {props.currency}
          </Text>
        }
        rightSectionWidth={48}
        className="tabular"
        value={group.draft[name] ?? ''}
        error={group.refusalOf(`prices.${name}`)}
        onChange={(event) => group.change({ [name]: event.currentTarget.value })}
      />
    </Setting>
  );
}
