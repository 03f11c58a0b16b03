/** Makes or changes a campaign and hands it in: one press of “Update”, several calls. */
import { useMutation } from '@tanstack/react-query';
import type { Campaign, NewNumber, OwnedNumber } from 'countersign/admin';
import { useRef } from 'react';
import { admin } from '../../admin.ts';
import { type CampaignDraft, contentOf } from './draft.ts';
import { adoptCampaign } from './queries.ts';

/** A number the application has, or one it takes when it applies. */
export type WantedNumber = OwnedNumber | NewNumber;

export function useApply(applicationId: number, wanted: WantedNumber | undefined) {
  // What an earlier press got done is not done again when a later step was refused.
  const done = useRef<{ numberId?: number; campaignId?: number }>({});
  return useMutation({
    mutationFn: async (draft: CampaignDraft): Promise<Campaign> => {
      if (!wanted) throw new Error('no number is chosen');
      const content = { ...contentOf(draft), brandId: draft.brandId };
      done.current.numberId ??= await numberId(applicationId, wanted);
      if (done.current.campaignId === undefined) {
        const { use } = draft;
        const number = { numberId: done.current.numberId };
        const made = await admin.createCampaign({ applicationId, ...number, use, ...content });
        done.current.campaignId = made.id;
      } else {
        await admin.editCampaign({
          applicationId,
          campaignId: done.current.campaignId,
          ...content,
        });
      }
      return admin.submitCampaign({ applicationId, campaignId: done.current.campaignId });
    },
    onSuccess: adoptCampaign,
  });
}

async function numberId(applicationId: number, wanted: WantedNumber): Promise<number> {
  if ('id' in wanted) return wanted.id;
  return (await admin.addNumber({ applicationId, ...wanted })).id;
}

/** Of an approved campaign the edit waits for its review by itself; any other is handed in again. */
export function useUpdateCampaign({ applicationId, id: campaignId, state }: Campaign) {
  return useMutation({
    mutationFn: async (draft: CampaignDraft): Promise<Campaign> => {
      const { brandId, ...content } = { ...contentOf(draft), brandId: draft.brandId };
      const isApproved = state === 'approved';
      const change = isApproved ? content : { ...content, brandId };
      const edited = await admin.editCampaign({ applicationId, campaignId, ...change });
      return isApproved ? edited : admin.submitCampaign({ applicationId, campaignId });
    },
    onSuccess: adoptCampaign,
  });
}
