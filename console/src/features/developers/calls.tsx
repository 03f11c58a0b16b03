import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ApiCallSummary } from 'countersign/admin';
import { Badge } from '../../parts/badge.tsx';
import { FilterChoice } from '../../parts/filter-choice.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useFilters } from '../../parts/use-filters.ts';
import classes from './developers.module.css';
import type { CallSearch } from './search.ts';
import { apiWord } from './words.ts';

/** Which calls are shown, kept in the address of the page. */
export function CallFilters(props: { search: CallSearch; dialects: readonly string[] }) {
  const { search, dialects } = props;
  const go = useFilters(search);
  const known = new Set([...dialects, ...(search.dialect ? [search.dialect] : [])]);
  return (
    <>
      <FilterChoice
        className={classes.choice}
        label="API"
        any="Any API"
        data={[...known].map((value) => ({ value, label: apiWord(value) }))}
        value={search.dialect}
        onChange={(dialect) => go({ dialect })}
      />
      <Switch
        label="Failures only"
        checked={search.failures === 'only'}
        onChange={(event) => go({ failures: event.currentTarget.checked ? 'only' : undefined })}
      />
    </>
  );
}

export function CallRows(props: { items: readonly ApiCallSummary[]; applicationId: number }) {
  return (
    <>
      <div className={classes.head} aria-hidden="true">
        <span>Outcome</span>
        <span>Call</span>
        <span>Why</span>
        <span className={classes.right}>Took</span>
        <span className={classes.right}>When</span>
      </div>
      {props.items.map((call) => (
        <Row key={call.id} call={call} applicationId={props.applicationId} />
      ))}
    </>
  );
}

export function Outcome({ call }: { call: Pick<ApiCallSummary, 'isFailure' | 'status'> }) {
  const { isFailure, status } = call;
  return (
    <Badge
      tone={isFailure ? 'bad' : 'good'}
    >{`${isFailure ? 'Refused' : 'Done'} · ${status}`}</Badge>
  );
}

function Row({ call, applicationId }: { call: ApiCallSummary; applicationId: number }) {
  return (
    <Link
      to="/a/$applicationId/developers/calls/$callId"
      params={{ applicationId: String(applicationId), callId: call.id }}
      className={classes.row}
    >
      <span>
        <Outcome call={call} />
      </span>
      <span className={classes.what}>
        <span className={classes.route}>
          {call.method} {call.route}
        </span>
        <span className={classes.quiet}>{apiWord(call.dialect)}</span>
      </span>
      <span className={classes.why}>{call.explanation?.meaning}</span>
      <span className={classes.took}>{call.milliseconds.toLocaleString('en')} ms</span>
      <span className={classes.when}>
        <Moment at={call.at} />
      </span>
    </Link>
  );
}
