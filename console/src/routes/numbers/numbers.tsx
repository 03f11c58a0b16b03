import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Campaign, OwnedNumber } from 'countersign/admin';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { CampaignsExport } from '../../features/campaigns/export.tsx';
import { useApplicationCampaigns } from '../../features/campaigns/queries.ts';
import { describeState, useWord, whoIsAwaited } from '../../features/campaigns/words.ts';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import classes from '../../features/numbers/numbers.module.css';
import { NumbersNav } from '../../features/numbers/numbers-nav.tsx';
import { useNumbers } from '../../features/numbers/queries.ts';
import { RecordNumber } from '../../features/numbers/record-number.tsx';
import { ReleaseNumber } from '../../features/numbers/release-number.tsx';
import { countryWord, kindWord, senderWord } from '../../features/numbers/words.ts';
import { useMay } from '../../features/session/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Failure, Notice, Waiting } from '../../parts/states.tsx';

/** May this application send, from which number, and who is waited for? */
export function NumbersRoom() {
  const application = useCurrentApplication();
  const hindrance = useNumbersHindrance(application);
  const numbers = useNumbers(application?.id ?? 0);
  const campaigns = useApplicationCampaigns(application?.id ?? 0);
  const buy = (
    <Button component={Link} to={`/a/${application?.id}/numbers/buy`}>
      Buy numbers
    </Button>
  );
  const error = numbers.error ?? campaigns.error;
  const items = numbers.data?.items ?? [];
  const retry = () => void Promise.all([numbers.refetch(), campaigns.refetch()]);
  return (
    <Page
      title="Numbers"
      lead="Whom messages come from, and what they may say."
      actions={
        <Group gap="sm" align="flex-start">
          <CampaignsExport applicationId={application?.id ?? 0} />
          {!hindrance && buy}
        </Group>
      }
    >
      <NumbersNav />
      {hindrance && (
        <div style={{ marginBottom: 16 }}>
          <Notice tone="warn">{hindrance}</Notice>
        </div>
      )}
      <Card p={0}>
        {error ? (
          <Failure error={error} onRetry={retry} />
        ) : !numbers.data || !campaigns.data ? (
          <Waiting rows={3} height={56} />
        ) : items.length === 0 ? (
          <Empty icon="numbers" title="No number yet" action={hindrance ? undefined : buy}>
            Messages to the United States and Canada need a short code or a number with an approved
            campaign. Add one to begin.
          </Empty>
        ) : (
          items.map((number) => (
            <NumberRow
              key={number.id}
              number={number}
              campaign={campaigns.data.items.find(({ id }) => id === number.campaign?.id)}
              mayChange={!hindrance}
            />
          ))
        )}
      </Card>
      <Withdrawn campaigns={campaigns.data?.items ?? []} />
    </Page>
  );
}

function NumberRow(props: {
  number: OwnedNumber;
  campaign: Campaign | undefined;
  mayChange: boolean;
}) {
  const { number, campaign, mayChange } = props;
  const to = `/a/${number.applicationId}/numbers`;
  const state = campaign && describeState(campaign);
  const mayRecord = useMay('campaigns.review') && number.kind !== 'shared-short-code';
  return (
    <div className={classes.number}>
      <div>
        <div className={classes.sender}>{senderWord(number)}</div>
        <div className={classes.quiet}>
          {kindWord[number.kind]} · {countryWord(number.country)}
        </div>
      </div>
      <span>
        {state ? (
          <Badge tone={state.tone}>{state.label}</Badge>
        ) : (
          <Badge tone="plain">No campaign</Badge>
        )}
      </span>
      <div className={classes.wide}>
        <Text fz={15}>
          {campaign ? `${campaign.company} · ${useWord[campaign.use]}` : number.verdict.reason}
        </Text>
        <div className={classes.quiet}>
          {campaign
            ? whoIsAwaited(campaign)
            : 'Two-factor messages, alerts and marketing need a campaign on it.'}
        </div>
      </div>
      <div className={`${classes.actions} ${classes.wide}`}>
        {campaign ? (
          <Button component={Link} variant="default" to={`${to}/campaigns/${campaign.id}`}>
            Open<span className={classes.hiddenWord}> campaign of {number.sender}</span>
          </Button>
        ) : (
          mayChange && (
            <>
              <Button
                component={Link}
                variant="default"
                to={`${to}/apply`}
                search={{ number: number.id } as never} // this application's own room
              >
                Apply<span className={classes.hiddenWord}> with {number.sender}</span>
              </Button>
              <ReleaseNumber number={number} />
            </>
          )
        )}
        {mayRecord && <RecordNumber number={number} />}
      </div>
    </div>
  );
}

function Withdrawn({ campaigns }: { campaigns: readonly Campaign[] }) {
  const withdrawn = campaigns.filter(({ state }) => state === 'withdrawn');
  if (withdrawn.length === 0) return null;
  return (
    <section style={{ marginTop: 28 }}>
      <Title order={2} mb="sm">
        Withdrawn campaigns
      </Title>
      <Card p={0}>
        {withdrawn.map((campaign) => (
          <div key={campaign.id} className={classes.number}>
            <div className={classes.sender}>{senderWord(campaign.number)}</div>
            <span>
              <Badge tone="plain">Withdrawn</Badge>
            </span>
            <Text fz={15} className={classes.wide}>
              {campaign.company} · {useWord[campaign.use]}
            </Text>
            <Button
              component={Link}
              variant="subtle"
              to={`/a/${campaign.applicationId}/numbers/campaigns/${campaign.id}`}
            >
              Open<span className={classes.hiddenWord}> withdrawn campaign {campaign.id}</span>
            </Button>
          </div>
        ))}
      </Card>
    </section>
  );
}
