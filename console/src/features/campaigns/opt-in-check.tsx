import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import type { Campaign, OptInCheck, OptInFault, OptInFinding } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Failure, FormError, Notice, Waiting } from '../../parts/states.tsx';
import classes from './campaigns.module.css';
import { useLastCheck, useRunCheck } from './queries.ts';
import { itemWord } from './words.ts';

/** Fetches the page and shows which duties it fulfils, and where the words stand. */
export function OptInCheckCard({ campaign, mayCheck }: { campaign: Campaign; mayCheck: boolean }) {
  const last = useLastCheck(campaign);
  return (
    <Card>
      <Title order={2} mb={2}>
        Check your opt-in page
      </Title>
      <Text c="dimmed" mb="md">
        The server fetches the page as it is delivered and looks for each duty.
      </Text>
      {mayCheck && <CheckForm campaign={campaign} />}
      {last.isPending && <Waiting rows={2} />}
      {last.isError && <Failure error={last.error} onRetry={() => void last.refetch()} />}
      {last.data && !last.data.check && (
        <Text fz={14} c="dimmed" mt="md">
          The page has not been checked yet.
        </Text>
      )}
      {last.data?.check && <Result check={last.data.check} />}
    </Card>
  );
}

function CheckForm({ campaign }: { campaign: Campaign }) {
  const [url, setUrl] = useState(campaign.details.optInUrl ?? '');
  const run = useRunCheck(campaign);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(url.trim());
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="flex-end">
        <TextInput
          label="Address of the page"
          placeholder="https://example.com/sign-up"
          type="url"
          required
          style={{ flex: '1 1 260px' }}
          maxLength={500}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Button type="submit" loading={run.isPending}>
          Check page
        </Button>
      </Group>
      {run.error && (
        <div style={{ marginTop: 12 }}>
          <FormError error={run.error} />
        </div>
      )}
    </form>
  );
}

function Result({ check }: { check: OptInCheck }) {
  const missing = check.items.filter(({ isFound }) => !isFound).length;
  return (
    <div style={{ marginTop: 20 }} role="status">
      <Group gap="sm" mb={6}>
        {check.outcome === 'complete' && <Badge tone="good">Everything is there</Badge>}
        {check.outcome === 'incomplete' && <Badge tone="bad">{missing} missing</Badge>}
        {check.outcome === 'unreadable' && <Badge tone="warn">Not readable</Badge>}
        <Text fz={14} c="dimmed">
          Checked <Moment at={check.checkedAt} />
        </Text>
      </Group>
      <Text fz={14} className="long" mb="sm">
        {check.pageUrl}
      </Text>
      {check.problem && <Notice tone="warn">{check.problem}</Notice>}
      {check.notes.map((note) => (
        <div key={note} style={{ marginBottom: 8 }}>
          <Notice tone="warn">{note}</Notice>
        </div>
      ))}
      <ul className={classes.items}>
        {check.items.map((finding) => (
          <Item key={finding.item} finding={finding} />
        ))}
      </ul>
    </div>
  );
}

const faultSentence: Readonly<Record<OptInFault, string>> = {
  missing: 'Not found.',
  hidden: 'The words are on the page, but not shown when it opens.',
  'other-code': 'Another short code is named than this campaign’s.',
  'no-link': 'The words are there, but lead nowhere: make them a link.',
};

function Item({ finding }: { finding: OptInFinding }) {
  const { item, isFound, place, fault, wordsToAdd } = finding;
  return (
    <li className={classes.item}>
      <span className={classes.itemMark} data-tone={isFound ? 'good' : 'bad'}>
        <Icon name={isFound ? 'check' : 'close'} />
      </span>
      <div style={{ minWidth: 0 }}>
        <Text fw={550}>{itemWord[item]}</Text>
        {fault && <Text fz={14}>{faultSentence[fault]}</Text>}
        {place && (
          <>
            <p className={classes.quote}>{place.excerpt}</p>
            <Text fz={13} c="dimmed" mt={4} className="long">
              Line {place.line}, <span className="mono">{place.path}</span>
            </Text>
          </>
        )}
        {wordsToAdd && (
          <div className={classes.toAdd}>
            <span>
              <b>Words to add:</b> {wordsToAdd}
            </span>
            <CopyButton value={wordsToAdd} label={`Copy the words for: ${itemWord[item]}`} />
          </div>
        )}
      </div>
    </li>
  );
}
