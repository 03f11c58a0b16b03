import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type {
  Campaign,
  CampaignDecision,
  OptInLanguage,
  TemplateDraft,
  TemplatePreview,
} from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';
import { reloadNumbers } from '../numbers/queries.ts';

const oneKey = (applicationId: number, campaignId: number) => [
  'campaigns',
  'one',
  applicationId,
  campaignId,
];

/** Every campaign of an application, withdrawn ones too; an application has few. */
export function useApplicationCampaigns(applicationId: number) {
  return useQuery({
    queryKey: ['campaigns', 'of', applicationId],
    queryFn: ({ signal }) =>
      admin.listCampaigns({ applicationId: String(applicationId), limit: '200' }, { signal }),
  });
}

/** What reviewers are awaited for, over all applications, the most urgent first. */
export function useReviewQueue() {
  return useInfiniteQuery({
    queryKey: ['campaigns', 'to-review'],
    queryFn: ({ pageParam, signal }) =>
      admin.listCampaigns({ awaitsReview: 'true', before: pageParam || undefined }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

export function useCampaign(applicationId: number, campaignId: number) {
  return useQuery({
    queryKey: oneKey(applicationId, campaignId),
    queryFn: ({ signal }) => admin.getCampaign({ applicationId, campaignId }, { signal }),
  });
}

/** Shows at once what came back, and lets the lists follow. */
export function adoptCampaign(campaign: Campaign): Promise<void> {
  queryClient.setQueryData(oneKey(campaign.applicationId, campaign.id), campaign);
  return reloadNumbers();
}

export type CampaignAct = 'submit' | 'take-back' | 'withdraw';

export function useCampaignAct({ applicationId, id: campaignId }: Campaign) {
  return useMutation({
    mutationFn: (act: CampaignAct) => {
      const which = { applicationId, campaignId };
      if (act === 'submit') return admin.submitCampaign(which);
      return act === 'withdraw' ? admin.withdrawCampaign(which) : admin.takeBackCampaign(which);
    },
    onSuccess: adoptCampaign,
  });
}

export function useDecide({ applicationId, id: campaignId }: Campaign) {
  return useMutation({
    mutationFn: (decision: CampaignDecision) =>
      admin.decideCampaign({ applicationId, campaignId, ...decision }),
    onSuccess: adoptCampaign,
  });
}

/** The judgement of a text while it is typed; the last one stays until the next is there. */
export function useLint(applicationId: number, draft: TemplateDraft) {
  return useQuery({
    queryKey: ['lint', applicationId, draft],
    queryFn: ({ signal }) => admin.lintTemplate({ applicationId, ...draft }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
}

export function usePreview(applicationId: number) {
  return useMutation({
    mutationFn: (preview: TemplatePreview) => admin.previewTemplate({ applicationId, ...preview }),
  });
}

export function useDisclosure(campaign: Campaign, language: OptInLanguage) {
  const { applicationId, id: campaignId } = campaign;
  return useQuery({
    // What it is made of is part of the key, so that an edit shows at once.
    queryKey: ['disclosure', campaignId, language, campaign.company, campaign.details],
    queryFn: ({ signal }) =>
      admin.describeDisclosure({ applicationId, campaignId, language }, { signal }),
    placeholderData: keepPreviousData,
  });
}

const checkKey = (campaignId: number) => ['opt-in-check', campaignId];

export function useLastCheck({ applicationId, id: campaignId }: Campaign) {
  return useQuery({
    queryKey: checkKey(campaignId),
    queryFn: ({ signal }) => admin.findLastOptInCheck({ applicationId, campaignId }, { signal }),
  });
}

export function useRunCheck({ applicationId, id: campaignId }: Campaign) {
  return useMutation({
    mutationFn: (url: string) =>
      admin.runOptInCheck({ applicationId, campaignId, ...(url && { url }) }),
    onSuccess: (check) => queryClient.setQueryData(checkKey(campaignId), { check }),
  });
}
