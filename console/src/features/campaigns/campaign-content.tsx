import { Stack, Text, Title } from '@mantine/core';
import type { Campaign, CampaignDetails } from 'countersign/admin';
import { Card } from '../../parts/card.tsx';
import classes from './campaigns.module.css';
import { Bubble, Findings } from './message-preview.tsx';
import { useLint } from './queries.ts';
import { diffWords } from './text-diff.ts';
import { detailText, detailWord } from './words.ts';

/** The texts in force or applied for, and against them what an edit would change. */
export function CampaignTexts({ campaign }: { campaign: Campaign }) {
  const { templates, proposal, number } = campaign;
  const count = Math.max(templates.length, proposal?.templates.length ?? 0);
  return (
    <Card>
      <Title order={2} mb="md">
        {proposal ? 'Messages and what the edit changes' : 'Messages'}
      </Title>
      <Stack gap="lg">
        {Array.from({ length: count }, (_, place) => (
          <CampaignText
            // biome-ignore lint/suspicious/noArrayIndexKey: a text is known by its place
            key={place}
            campaign={campaign}
            label={count > 1 ? `Message ${place}` : undefined}
            before={templates[place] ?? ''}
            after={proposal ? (proposal.templates[place] ?? '') : undefined}
            sender={number.sender}
          />
        ))}
      </Stack>
    </Card>
  );
}

function CampaignText(props: {
  campaign: Campaign;
  label: string | undefined;
  before: string;
  /** Undefined where no edit waits. */
  after: string | undefined;
  sender: string;
}) {
  const { campaign, before, after } = props;
  const { company, details } = campaign.proposal ?? campaign;
  const { originBound, androidHash } = details;
  const lint = useLint(campaign.applicationId, {
    use: campaign.use,
    text: after ?? before,
    company,
    ...(originBound && { originBound }),
    ...(androidHash && { androidHash }),
  });
  return (
    <div>
      {props.label && (
        <Text fw={550} fz={14} mb={6}>
          {props.label}
        </Text>
      )}
      {after === undefined ? (
        <p className={classes.text}>{before}</p>
      ) : (
        <Diff before={before} after={after} />
      )}
      {lint.data && (
        <div style={{ marginTop: 12, maxWidth: 420 }}>
          <Bubble text={lint.data.sample.text} sender={props.sender} />
          <Findings lint={lint.data} />
        </div>
      )}
    </div>
  );
}

function Diff({ before, after }: { before: string; after: string }) {
  if (before === after) {
    return (
      <>
        <p className={classes.text}>{before}</p>
        <Text fz={13} c="dimmed" mt={4}>
          Unchanged.
        </Text>
      </>
    );
  }
  return (
    <p className={classes.text}>
      {diffWords(before, after).map(({ kind, text }, place) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: pieces of one text never change places
        if (kind === 'new') return <ins key={place}>{text}</ins>;
        if (kind === 'gone') return <del key={place}>{text}</del>;
        return <span key={place}>{text}</span>;
        // biome-ignore-end lint/suspicious/noArrayIndexKey: pieces of one text never change places
      })}
    </p>
  );
}

/** What the campaign says of itself; where an edit waits, what it would say. */
export function CampaignDetailsCard({ campaign }: { campaign: Campaign }) {
  const before = { company: campaign.company, ...campaign.details };
  const after = campaign.proposal && {
    company: campaign.proposal.company,
    ...campaign.proposal.details,
  };
  const names = (Object.keys(detailWord) as (keyof CampaignDetails)[]).filter(
    (name) => before[name] !== undefined || after?.[name] !== undefined,
  );
  return (
    <Card>
      <Title order={2} mb="md">
        What it says of itself
      </Title>
      <dl className={classes.facts}>
        <Detail label="Company" before={before.company} after={after?.company} />
        {names.map((name) => (
          <Detail
            key={name}
            label={detailWord[name]}
            before={detailText(before[name])}
            after={after ? detailText(after[name]) : undefined}
          />
        ))}
      </dl>
    </Card>
  );
}

function Detail(props: { label: string; before: string; after: string | undefined }) {
  const { before, after } = props;
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        {after === undefined || after === before ? (
          before || '–'
        ) : (
          <>
            {before && (
              <>
                <del>{before}</del>{' '}
              </>
            )}
            <ins>{after || 'left out'}</ins>
          </>
        )}
      </dd>
    </div>
  );
}
