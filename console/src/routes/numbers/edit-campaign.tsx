import { useNavigate, useParams } from '@tanstack/react-router';
import type { Application, Campaign } from 'countersign/admin';
import { useState } from 'react';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { CampaignForm } from '../../features/campaigns/campaign-form.tsx';
import { draftOf } from '../../features/campaigns/draft.ts';
import { useCampaign } from '../../features/campaigns/queries.ts';
import { useUpdateCampaign } from '../../features/campaigns/use-apply.ts';
import { BackLink } from '../../features/numbers/back-link.tsx';
import { BrandField } from '../../features/numbers/brand-field.tsx';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import { senderWord } from '../../features/numbers/words.ts';
import { Page } from '../../parts/page.tsx';
import { Failure, Notice, Waiting } from '../../parts/states.tsx';

/** Changes a campaign; of an approved one, an edit that waits for its review. */
export function EditCampaignRoom() {
  const { applicationId, campaignId } = useParams({ strict: false });
  const application = useCurrentApplication();
  const hindrance = useNumbersHindrance(application);
  const campaign = useCampaign(Number(applicationId), Number(campaignId));
  return (
    <>
      <BackLink to={`/a/${applicationId}/numbers/campaigns/${campaignId}`}>Campaign</BackLink>
      {hindrance && <Notice tone="warn">{hindrance}</Notice>}
      {campaign.isPending && <Waiting rows={5} />}
      {campaign.isError && (
        <Failure error={campaign.error} onRetry={() => void campaign.refetch()} />
      )}
      {campaign.data && application && !hindrance && (
        <Edit campaign={campaign.data} application={application} />
      )}
    </>
  );
}

function Edit({ campaign, application }: { campaign: Campaign; application: Application }) {
  // What was there when the form was opened: a later answer does not replace what is typed.
  const [initial] = useState(() => draftOf(campaign));
  const [brandId, setBrandId] = useState(campaign.brandId);
  const update = useUpdateCampaign(campaign);
  const navigate = useNavigate();
  const back = `/a/${campaign.applicationId}/numbers/campaigns/${campaign.id}`;
  const isApproved = campaign.state === 'approved';
  if (campaign.awaitsReview && !update.isPending && !update.isSuccess) {
    return <Notice tone="warn">A reviewer is reading it. Take it back first to change it.</Notice>;
  }
  return (
    <Page
      title={`Edit ${campaign.company}`}
      lead={`Messages come from ${senderWord(campaign.number)}.`}
    >
      <CampaignForm
        application={application}
        initial={initial}
        number={{ sender: campaign.number.sender, isOwned: true }}
        consequence={
          isApproved
            ? 'The edit is reviewed, which can take up to five business days. Until then the approved text is sent.'
            : 'A reviewer reads it. Approval can take up to five business days.'
        }
        error={update.error}
        isBusy={update.isPending}
        onSubmit={(draft) =>
          update.mutate({ ...draft, brandId }, { onSuccess: () => void navigate({ to: back }) })
        }
      >
        {campaign.number.kind === 'long-number' && !isApproved && (
          <BrandField applicationId={application.id} value={brandId} onChange={setBrandId} />
        )}
      </CampaignForm>
    </Page>
  );
}
