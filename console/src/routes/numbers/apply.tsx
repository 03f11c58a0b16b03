import { Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Application, CampaignUse, OwnedNumber, SharedShortCode } from 'countersign/admin';
import { useState } from 'react';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import type { ApplySearch } from '../../features/campaigns/apply-search.ts';
import { CampaignForm } from '../../features/campaigns/campaign-form.tsx';
import { newDraft } from '../../features/campaigns/draft.ts';
import { useApply, type WantedNumber } from '../../features/campaigns/use-apply.ts';
import { useWord } from '../../features/campaigns/words.ts';
import { BackLink } from '../../features/numbers/back-link.tsx';
import { BrandField } from '../../features/numbers/brand-field.tsx';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import { useNumbers, useSharedShortCodes } from '../../features/numbers/queries.ts';
import { senderWord } from '../../features/numbers/words.ts';
import { Page } from '../../parts/page.tsx';
import { Empty, Failure, Notice, Waiting } from '../../parts/states.tsx';

/** Message and company of a new campaign, on a shared short code or on a number that is there. */
export function ApplyRoom() {
  const application = useCurrentApplication();
  const hindrance = useNumbersHindrance(application);
  const search = useSearch({ strict: false }) as ApplySearch; // this room's own address
  const numbers = useNumbers(application?.id ?? 0);
  const shared = useSharedShortCodes();
  if (!application) return null;
  const failed = [numbers, shared].find(({ isError }) => isError);
  return (
    <>
      <BackLink to={`/a/${application.id}/numbers`}>Numbers</BackLink>
      {hindrance ? (
        <Notice tone="warn">{hindrance}</Notice>
      ) : failed ? (
        <Failure error={failed.error} onRetry={() => void failed.refetch()} />
      ) : numbers.data && shared.data ? (
        <Apply
          application={application}
          search={search}
          choices={choicesOf(application, search, numbers.data.items, shared.data.items)}
        />
      ) : (
        <Waiting rows={5} />
      )}
    </>
  );
}

/** The number asked for; else idle shared codes of this application and those it could take. */
function choicesOf(
  application: Application,
  search: ApplySearch,
  numbers: readonly OwnedNumber[],
  shared: readonly SharedShortCode[],
): WantedNumber[] {
  if (search.number !== undefined) return numbers.filter(({ id }) => id === search.number);
  const idle = numbers.filter(({ kind, campaign }) => kind === 'shared-short-code' && !campaign);
  const free = shared.filter(
    ({ kind, code }) => kind === application.kind && !numbers.some(({ sender }) => sender === code),
  );
  return [
    ...idle,
    ...free.map(({ code, country }) => ({
      kind: 'shared-short-code' as const,
      sender: code,
      country,
    })),
  ];
}

function Apply(props: {
  application: Application;
  search: ApplySearch;
  choices: readonly WantedNumber[];
}) {
  const { application, search, choices } = props;
  const [use, setUse] = useState<CampaignUse>(search.use ?? 'two-factor');
  const [sender, setSender] = useState(choices[0]?.sender);
  const [brandId, setBrandId] = useState<number | null>(null);
  const wanted = choices.find((choice) => choice.sender === sender);
  const apply = useApply(application.id, wanted);
  const navigate = useNavigate();
  if (!wanted) return <NoneLeft application={application} />;
  const isLong = wanted.kind === 'long-number';
  return (
    <Page
      title={`Apply for ${useWord[use].toLowerCase()}`}
      lead={`Messages will come from ${senderWord(wanted)}.`}
    >
      <CampaignForm
        key={use}
        application={application}
        initial={newDraft(use)}
        number={{ sender: wanted.sender, isOwned: 'id' in wanted }}
        consequence="A reviewer reads it. Approval can take up to five business days."
        error={apply.error}
        isBusy={apply.isPending}
        onSubmit={(draft) =>
          apply.mutate(
            { ...draft, brandId },
            {
              onSuccess: ({ id }) =>
                void navigate({ to: `/a/${application.id}/numbers/campaigns/${id}` }),
            },
          )
        }
      >
        {choices.length > 1 && (
          <Select
            label="Short code"
            allowDeselect={false}
            data={choices.map((choice) => choice.sender)}
            value={wanted.sender}
            onChange={(value) => value && setSender(value)}
          />
        )}
        {search.use === undefined && (
          <Select
            label="For"
            allowDeselect={false}
            data={Object.entries(useWord).map(([value, label]) => ({ value, label }))}
            value={use}
            onChange={(value) => value && setUse(value as CampaignUse)}
          />
        )}
        {isLong && (
          <BrandField applicationId={application.id} value={brandId} onChange={setBrandId} />
        )}
      </CampaignForm>
    </Page>
  );
}

function NoneLeft({ application }: { application: Application }) {
  return (
    <Empty icon="numbers" title="No short code is left">
      {application.kind === 'sandbox'
        ? 'This application has every shared short code already. Withdraw a campaign you no longer need, or share another code.'
        : 'No short code is shared with live applications yet, or this one has them all. An owner adds those its carrier gave.'}
    </Empty>
  );
}
