import { NumberInput } from '@mantine/core';
import { duration } from '../../../parts/time.ts';
import { CountriesField, countriesWord } from './countries-field.tsx';
import { GroupCard } from './group-card.tsx';
import { Setting } from './setting.tsx';
import classes from './settings.module.css';
import {
  type GroupProps,
  type GroupShape,
  type SettingsGroup,
  useSettingsGroup,
} from './use-settings-group.ts';

/** Empty: no limit. A number input answers text while something unfinished stands in it. */
type Limit = number | string;

export interface LimitsDraft {
  readonly requestsPerSecond: Limit;
  readonly searchesPerSecond: Limit;
  readonly count: Limit;
  readonly windowSeconds: Limit;
  readonly countries: readonly string[] | null;
}

const windowSecondsUsual = 600;

const shape: GroupShape<LimitsDraft> = {
  id: 'limits',
  title: 'Limits',
  toDraft: ({ requestsPerSecond, searchesPerSecond, sendsPerAddress, countries }) => ({
    requestsPerSecond: requestsPerSecond ?? '',
    searchesPerSecond: searchesPerSecond ?? '',
    count: sendsPerAddress?.count ?? '',
    windowSeconds: sendsPerAddress?.windowSeconds ?? windowSecondsUsual,
    countries,
  }),
  toSettings: (draft) => ({
    requestsPerSecond: toNumber(draft.requestsPerSecond),
    searchesPerSecond: toNumber(draft.searchesPerSecond),
    sendsPerAddress:
      draft.count === ''
        ? null
        : { count: Number(draft.count), windowSeconds: Number(draft.windowSeconds) },
    countries: draft.countries && [...draft.countries],
  }),
  takes: {
    requestsPerSecond: 'Use a whole number from 1 to 10,000, or leave it empty.',
    searchesPerSecond: 'Use a whole number from 1 to 10,000, or leave it empty.',
    'sendsPerAddress.count': 'Use a whole number from 1 to 100, or leave it empty.',
    'sendsPerAddress.windowSeconds': 'Use a whole number of seconds from 60 to 86,400 (a day).',
    countries: 'Choose countries of the list.',
  },
};

function toNumber(limit: Limit): number | null {
  return limit === '' ? null : Number(limit);
}

const limitWord = (limit: Limit) => (limit === '' ? 'no limit' : String(limit));

export function LimitsGroup(props: GroupProps) {
  const group = useSettingsGroup(shape, props);
  return (
    <GroupCard
      group={group}
      lead="What callers with this application’s key may ask of the server, over all its nodes, and whom they may send to."
    >
      <div className={classes.pair}>
        <LimitField
          group={group}
          name="requestsPerSecond"
          label="Requests a second"
          description="API calls, searches apart."
        />
        <LimitField
          group={group}
          name="searchesPerSecond"
          label="Searches a second"
          description="Calls that look up a verification."
        />
      </div>
      <div className={classes.pair}>
        <LimitField
          group={group}
          name="count"
          field="sendsPerAddress.count"
          label="Messages to one address"
          description="More are refused until the window has passed."
        />
        <LimitField
          group={group}
          name="windowSeconds"
          field="sendsPerAddress.windowSeconds"
          label="Window in seconds"
          description={windowSentence(group.draft)}
          isIdle={group.draft.count === ''}
        />
      </div>
      <Setting group={group} name="countries" label="countries" word={countriesWord}>
        <CountriesField
          countries={group.draft.countries}
          readOnly={!group.mayChange}
          error={group.refusalOf('countries')}
          onChange={(countries) => group.change({ countries })}
        />
      </Setting>
    </GroupCard>
  );
}

function windowSentence({ count, windowSeconds }: LimitsDraft): string {
  const seconds = Number(windowSeconds);
  if (count === '') return 'Of no use without a number of messages.';
  return seconds >= 60 ? `That is ${duration(seconds)}.` : 'At least a minute.';
}

type LimitName = Exclude<keyof LimitsDraft, 'countries'>;

function LimitField(props: {
  group: SettingsGroup<LimitsDraft>;
  name: LimitName;
  /** The server's name for it where it differs from the draft's. */
  field?: string;
  label: string;
  description: string;
  isIdle?: boolean;
}) {
  const { group, name, label } = props;
  return (
    <Setting group={group} name={name} label={label.toLowerCase()} word={limitWord}>
      <NumberInput
        label={label}
        description={props.description}
        placeholder="No limit"
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        thousandSeparator=","
        hideControls
        readOnly={!group.mayChange}
        disabled={props.isIdle ?? false}
        value={group.draft[name]}
        error={group.refusalOf(props.field ?? name)}
        onChange={(value) => group.change({ [name]: value })}
      />
    </Setting>
  );
}
