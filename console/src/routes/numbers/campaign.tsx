import { Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { Application, Campaign } from 'countersign/admin';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { CampaignDetailsCard, CampaignTexts } from '../../features/campaigns/campaign-content.tsx';
import { CampaignStatus } from '../../features/campaigns/campaign-status.tsx';
import campaignClasses from '../../features/campaigns/campaigns.module.css';
import { OptInCheckCard } from '../../features/campaigns/opt-in-check.tsx';
import { DisclosureCard } from '../../features/campaigns/opt-in-disclosure.tsx';
import { useCampaign } from '../../features/campaigns/queries.ts';
import { RecordCampaign } from '../../features/campaigns/record-campaign.tsx';
import { ReviewPanel } from '../../features/campaigns/review-panel.tsx';
import { describeState, useWord } from '../../features/campaigns/words.ts';
import { BackLink } from '../../features/numbers/back-link.tsx';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import { countryWord, kindWord, senderWord } from '../../features/numbers/words.ts';
import { useMay } from '../../features/session/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Fact } from '../../parts/fact.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { Failure, Waiting } from '../../parts/states.tsx';

/** One campaign: where it stands, what it says, what its opt-in page must say; and its review. */
export function CampaignRoom() {
  const { applicationId, campaignId } = useParams({ strict: false });
  const application = useCurrentApplication();
  const campaign = useCampaign(Number(applicationId), Number(campaignId));
  return (
    <>
      <BackLink to={`/a/${applicationId}/numbers`}>Numbers</BackLink>
      {campaign.isPending && <Waiting rows={5} />}
      {campaign.isError && (
        <Failure error={campaign.error} onRetry={() => void campaign.refetch()} />
      )}
      {campaign.data && application && (
        <Details campaign={campaign.data} application={application} />
      )}
    </>
  );
}

function Details({ campaign, application }: { campaign: Campaign; application: Application }) {
  const hindrance = useNumbersHindrance(application);
  const mayReview = useMay('campaigns.review');
  const { label, tone } = describeState(campaign);
  const isOver = campaign.state === 'withdrawn';
  return (
    <Page
      title={campaign.company}
      lead={`${useWord[campaign.use]} on ${senderWord(campaign.number)}`}
      actions={<Badge tone={tone}>{label}</Badge>}
    >
      <div className={campaignClasses.columns}>
        <div className={campaignClasses.stack}>
          <CampaignStatus campaign={campaign} mayChange={!hindrance} />
          {mayReview && campaign.awaitsReview && (
            // A new revision is a new reading: what was typed about the old one is gone.
            <ReviewPanel key={campaign.revision} campaign={campaign} />
          )}
          <CampaignTexts campaign={campaign} />
          {!isOver && <DisclosureCard campaign={campaign} />}
          {!isOver && <OptInCheckCard campaign={campaign} mayCheck={!hindrance || mayReview} />}
        </div>
        <div className={campaignClasses.stack}>
          <CampaignDetailsCard campaign={campaign} />
          <Facts campaign={campaign} />
        </div>
      </div>
    </Page>
  );
}

function Facts({ campaign }: { campaign: Campaign }) {
  const { number, createdAt, registryId, expiresAt } = campaign;
  const mayRecord = useMay('campaigns.review') && number.kind === 'long-number';
  return (
    <Card>
      <Title order={2} mb="md">
        Facts
      </Title>
      <dl className={campaignClasses.facts}>
        <Fact name="Number">
          {senderWord(number)}
          <Text fz={13} c="dimmed">
            {kindWord[number.kind]} · {countryWord(number.country)}
          </Text>
        </Fact>
        <Fact name="Begun">
          <Moment at={createdAt} />
        </Fact>
        {registryId && <Fact name="Registry id">{registryId}</Fact>}
        {expiresAt && (
          <Fact name="Registration ends">
            <Moment at={expiresAt} />
          </Fact>
        )}
      </dl>
      {mayRecord && (
        <div style={{ marginTop: 16 }}>
          <RecordCampaign campaign={campaign} />
        </div>
      )}
    </Card>
  );
}
